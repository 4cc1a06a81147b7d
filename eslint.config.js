import js from '@eslint/js'
import tseslint from 'typescript-eslint'

/** Modules and globals through which a function could see or change the world. */
const impureModules = {
  patterns: [
    { group: ['@actions/*', '@octokit/*', 'octokit'], message: 'Pure code takes the world as an argument.' },
    {
      group: [
        'node:fs',
        'node:fs/*',
        'fs',
        'node:http*',
        'node:https',
        'node:net',
        'node:child_process',
        'node:os',
        'node:process',
      ],
      message: 'Pure code takes the world as an argument.',
    },
  ],
}
const impureGlobals = [
  'process',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'console',
  'performance',
].map((name) => ({ name, message: 'Pure code takes the world as an argument.' }))
const impureSyntax = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'The clock is an argument.',
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The clock is an argument.' },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Chance is an argument.',
  },
]
const everywhereSyntax = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
  { selector: 'ExportDefaultDeclaration', message: 'Use named exports.' },
  { selector: 'ExportAllDeclaration', message: 'No barrel files.' },
]

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'sandbox/openapi/', 'bench/.work/', 'sandbox/.work/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-assertions': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': ['error', ...everywhereSyntax],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      'max-params': ['error', 3],
      complexity: ['error', 15],
    },
  },
  {
    // Only main.ts knows that it lives on a runner.
    files: ['src/**/*.ts'],
    ignores: ['src/main.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: '@actions/core', message: 'Only main.ts imports @actions/core.' }] },
      ],
    },
  },
  {
    files: [
      'src/{model,report,inputs,run,outputs,context}.ts',
      'src/inputs/**/*.ts',
      'src/text/**/*.ts',
      'src/select/**/*.ts',
      'src/**/{plan,policy,measure,render,decode}*.ts',
    ],
    rules: {
      'no-restricted-imports': ['error', impureModules],
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-syntax': ['error', ...everywhereSyntax, ...impureSyntax],
    },
  },
  {
    files: ['__tests__/**/*.ts', 'sandbox/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // TypeScript knows the globals of .ts files; plain JavaScript runs on Node.
    files: ['**/*.js'],
    languageOptions: { globals: { process: 'readonly', Buffer: 'readonly', console: 'readonly' } },
  },
  {
    files: ['eslint.config.js'],
    rules: { 'no-restricted-syntax': 'off' },
  },
)
