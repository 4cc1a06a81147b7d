import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { UserError } from '../../src/errors.ts'
import { parseInputs } from '../../src/inputs/parse.ts'
import { inputTable } from '../../src/inputs/table.ts'
import { keyOf } from '../../src/inputs/unknown.ts'
import { aContext } from '../support/builders.ts'
import { environmentOf, parseStep, problemsOf } from '../support/step.ts'

describe('one error with every problem', () => {
  test('of every kind, each named as the user writes it', () => {
    const problems = problemsOf({
      mode: 'fetch',
      'older-than': '30',
      'min-size': '10KB',
      name: 'fine\na[\n!\n/x/g',
      conclusion: 'sucess',
      unzip: 'yes',
      'keep-last': '5',
      dry_run: 'true',
      'artifact-ids': '1',
      ancestors: '3',
    })
    const about = problems.map((problem) => problem.slice(0, problem.indexOf(':')))
    expect(about.sort()).toEqual(
      [
        ...['older-than', 'min-size', 'name', 'name', 'name', 'conclusion', 'unzip'],
        ...['keep-last', 'dry_run', 'artifact-ids', 'ancestors'],
      ].sort(),
    )
  })

  test('quotes the bad value, says why, and shows what would be right', () =>
    expect(problemsOf({ mode: 'fetch', 'older-than': '30' })).toEqual([
      'older-than: "30" has no unit. Write a whole number and a unit (s, min, h, d or w), such as 90min, 12h, 30d or 2w.',
    ]))

  test('is a list when there are several, a sentence when there is one', () => {
    expect(() => parseStep({ mode: 'fetch', unzip: 'yes' })).toThrow(
      new UserError('Input unzip: "yes" is neither true nor false. Write true or false.'),
    )
    expect(() => parseStep({ mode: 'fetch', unzip: 'yes', history: 'x' })).toThrow(
      /^2 problems with the inputs:\n- unzip: .*\n- history: /,
    )
  })

  test('what is malformed in any input is said even when the mode is not known', () => {
    expect(problemsOf({ 'older-than': '30', 'keep-last': 'x' })).toEqual([
      'mode: It is not set. Write fetch, prune or summarise.',
      expect.stringContaining('older-than: "30"'),
      expect.stringContaining('keep-last: "x"'),
    ])
    expect(problemsOf({ mode: 'fetsh', name: '[' })).toEqual([
      'mode: "fetsh" is not known here (did you mean fetch?). Write fetch, prune or summarise.',
      expect.stringContaining('name: "["'),
    ])
  })

  test('a malformed value causes no second problem', () => {
    expect(problemsOf({ mode: 'prune', 'keep-last': 'five' })).toHaveLength(1)
    expect(problemsOf({ mode: 'fetch', commit: 'a b', ancestors: '2' })).toHaveLength(1)
    expect(
      problemsOf({ mode: 'fetch', name: 'a[', 'expected-digest': `sha256:${'a'.repeat(64)}` }),
    ).toHaveLength(1)
    expect(problemsOf({ mode: 'fetch', workflow: 'a[', 'run-number': '5' })).toHaveLength(1)
  })
})

describe('not set', () => {
  test('an empty value, or white space, is not set', () => {
    expect(problemsOf({ mode: 'fetch', name: '', 'older-than': '  ', 'keep-last': '\n' })).toEqual([])
    expect(parseStep({ mode: ' fetch\n' }).inputs.mode).toBe('fetch')
  })

  test('variables that the runner does not set at all are not set either', () => {
    const { inputs } = parseInputs({ INPUT_MODE: 'fetch' }, aContext())
    expect(inputs).toMatchObject({
      token: '',
      apiUrl: 'https://api.github.com',
      repository: { owner: 'octo', name: 'app' },
      summary: 'always',
      apiReserve: 0.2,
    })
  })

  test('a repository that nobody names', () =>
    expect(problemsOf({ mode: 'fetch', repository: '' }, { repository: null })).toEqual([
      expect.stringMatching(/^repository: It is not set/),
    ]))
})

describe('unknown inputs', () => {
  test('warn when they are like nothing we know', () => {
    const { warnings } = parseStep({ mode: 'fetch', 'pizza-topping': 'x' })
    expect(warnings).toEqual([expect.stringContaining('pizza-topping')])
  })
  test('are no warning when there are none', () => expect(parseStep({ mode: 'fetch' }).warnings).toEqual([]))
  test('other variables are none of ours', () => {
    const { warnings } = parseInputs(
      { ...environmentOf({ mode: 'fetch' }), INPUT_: 'x', MY_INPUT_NAME: 'x', GITHUB_REF: 'x' },
      aContext(),
    )
    expect(warnings).toEqual([])
  })
  test('no value of theirs is shown, since it may be a token', () => {
    expect(problemsOf({ mode: 'fetch', token: 'ghp_secret' }).join()).not.toContain('ghp_secret')
    expect(parseStep({ mode: 'fetch', sauce: 'ghp_secret' }).warnings.join()).not.toContain('ghp_secret')
  })
})

describe('inputs that do nothing', () => {
  test.each([
    [{ mode: 'fetch', 'keep-last': '5' }, 'keep-last', 'mode: fetch', 'prune'],
    [{ mode: 'prune', keep: 'none', path: 'x' }, 'path', 'mode: prune', 'fetch'],
    [{ mode: 'summarise', name: 'x' }, 'name', 'mode: summarise', 'fetch (artifacts) or prune (artifacts)'],
    [{ mode: 'summarise', 'dry-run': 'false' }, 'dry-run', 'mode: summarise', 'fetch or prune'],
    [{ mode: 'fetch', job: 'x' }, 'job', 'target: artifacts', 'fetch (logs or jobs)'],
    [{ mode: 'fetch', target: 'logs', files: 'x' }, 'files', 'target: logs', 'fetch (artifacts)'],
    [{ mode: 'fetch', target: 'jobs', 'artifact-id': '1' }, 'artifact-id', 'target: jobs', 'artifacts'],
    [{ mode: 'prune', target: 'runs', keep: 'none', name: 'x' }, 'name', 'target: runs', 'artifacts'],
    [
      { mode: 'prune', target: 'logs', keep: 'none', 'min-size': '1B' },
      'min-size',
      'target: logs',
      'artifacts',
    ],
    [
      { mode: 'prune', keep: 'none', 'cancel-stale': '1d' },
      'cancel-stale',
      'target: artifacts',
      'prune (runs)',
    ],
    [{ mode: 'prune', keep: 'none', commit: 'main' }, 'commit', 'mode: prune', 'fetch'],
    [
      { mode: 'summarise', target: 'repository', gate: 'true' },
      'gate',
      'target: repository',
      'summarise (run)',
    ],
    [{ mode: 'summarise', days: '7' }, 'days', 'target: run', 'summarise (repository)'],
  ])('%j', (step, name, where, belongs) => {
    const problems = problemsOf(step)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(`^${name}: It does nothing with ${where}`))
    expect(problems[0]).toContain(belongs)
  })

  test('are fine where action.yml gives them a default', () =>
    expect(problemsOf({ mode: 'prune', keep: 'none', 'job-id': 'not a number' })).toEqual([]))

  test.each([
    [{ mode: 'prune', target: 'artifacts, runs', keep: 'none', name: 'x' }],
    [{ mode: 'prune', target: 'artifacts\nlogs', keep: 'none', 'min-size': '1B' }],
  ])('one target that uses it is enough: %j', (step) => expect(problemsOf(step)).toEqual([]))
})

describe('targets', () => {
  test.each([
    [{ mode: 'fetch' }, { target: 'artifacts' }],
    [{ mode: 'fetch', target: 'artifact' }, { target: 'artifacts' }],
    [{ mode: 'fetch', target: 'log' }, { target: 'logs' }],
    [{ mode: 'fetch', target: 'jobs' }, { target: 'jobs' }],
    [{ mode: 'prune', keep: 'none' }, { targets: ['artifacts'] }],
    [{ mode: 'prune', keep: 'none', target: 'run' }, { targets: ['runs'] }],
    [
      { mode: 'prune', keep: 'none', target: 'runs, artifact\nlogs,run' },
      { targets: ['artifacts', 'logs', 'runs'] },
    ],
    [{ mode: 'summarise' }, { target: 'run' }],
    [
      { mode: 'summarize', target: 'runs' },
      { mode: 'summarise', target: 'run' },
    ],
    [{ mode: 'summarise', target: 'repositories' }, { target: 'repository' }],
  ])('%j', (step, expected) => expect(parseStep(step).inputs).toMatchObject(expected))

  test.each([
    [{ mode: 'fetch', target: 'runs' }, 'no target of fetch'],
    [{ mode: 'fetch', target: 'artifcats' }, 'did you mean artifacts?'],
    [{ mode: 'fetch', target: 'logs, jobs' }, 'more than one target'],
    [{ mode: 'prune', keep: 'none', target: 'jobs' }, 'no target of prune'],
    [{ mode: 'summarise', target: 'artifacts' }, 'no target of summarise'],
    [{ mode: 'fetch', target: 'Artifacts' }, 'no target of fetch'],
    [{ mode: 'fetch', target: ',' }, 'names nothing'],
  ])('%j: %s', (step, reason) => {
    expect(problemsOf(step)).toEqual([expect.stringMatching(/^target: /)])
    expect(problemsOf(step)[0]).toContain(reason)
  })
})

describe('servers', () => {
  const ghes = { 'github-api-url': 'https://git.example.com/api/v3/' }
  test('another API names another server, and its URLs are meant', () => {
    const step = {
      mode: 'fetch',
      ...ghes,
      repository: 'a/b',
      'run-id': 'https://git.example.com/a/b/actions/runs/5',
    }
    const { inputs } = parseStep(step)
    expect(inputs.apiUrl).toBe('https://git.example.com/api/v3')
    expect(inputs.selectors.runIds).toEqual([{ id: 5, repository: { owner: 'a', name: 'b' } }])
    expect(problemsOf({ ...step, 'run-id': 'https://github.com/a/b/actions/runs/5' })).toEqual([
      expect.stringContaining('another server than git.example.com'),
    ])
  })
  test.each([
    ['https://github.com', 'for people'],
    ['github.com', 'no address'],
    ['ftp://api.github.com', 'no address'],
    ['https://user@api.github.com', 'no address'],
    ['https://api.github.com?x=1', 'no address'],
  ])('%s is refused: %s', (url, reason) => {
    expect(problemsOf({ mode: 'fetch', 'github-api-url': url })).toEqual([expect.stringContaining(reason)])
  })
})

test('whatever the environment, it parses or is refused in one UserError that names inputs', () => {
  const value = fc.oneof(
    fc.constantFrom(
      '',
      '1',
      '5',
      'true',
      '30d',
      '10MB',
      '25%',
      'main',
      '*',
      '!x',
      'none',
      'a\nb',
      'artifacts',
      '@fork',
    ),
    fc.constantFrom(
      'runs',
      'logs',
      'repository',
      '{"a":{"result":"success"}}',
      '>=2026-01-01',
      'octo/*',
      'always',
    ),
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
  const known = fc.constantFrom(...inputTable.map(({ name }) => keyOf(name)))
  const key = fc.oneof(
    { weight: 20, arbitrary: known },
    { weight: 1, arbitrary: fc.string({ maxLength: 8 }).map((name) => `INPUT_${name}`) },
  )
  const mode = fc.constantFrom('fetch', 'prune', 'summarise', 'summarize', '', 'x')
  const platform = fc.constantFrom('linux', 'win32')
  const names = inputTable.map((row) => row.name)
  fc.assert(
    fc.property(mode, platform, fc.dictionary(key, value, { maxKeys: 8 }), (word, system, rest) => {
      const environment = { ...environmentOf({}), ...rest, INPUT_MODE: word }
      try {
        const { inputs } = parseInputs(environment, aContext({ platform: system }))
        expect(['fetch', 'prune', 'summarise']).toContain(inputs.mode)
      } catch (error) {
        expect(error).toBeInstanceOf(UserError)
        if (!(error instanceof UserError)) return
        const lines = error.message.split('\n').filter((line) => /^(?:Input |- )/.test(line))
        expect(lines.length).toBeGreaterThan(0)
        for (const line of lines) {
          const [, name = ''] = /^(?:Input |- )(.*?): /s.exec(line) ?? []
          const isOurs = names.includes(name)
          const isTheirs = Object.keys(rest).some((each) => each.toLowerCase() === `input_${name}`)
          expect(isOurs || isTheirs).toBe(true)
        }
      }
    }),
    { numRuns: 3000 },
  )
})
