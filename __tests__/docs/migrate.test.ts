/** The pages on moving over: whole tables of the peers' inputs and outputs, and equals that are really there. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { projectFolder } from '../../sandbox/runner.ts'
import { inputTable } from '../../src/inputs/table.ts'
import { findUnknown, keyOf } from '../../src/inputs/unknown.ts'
import { outputNames } from '../../src/outputs.ts'
import { readProjectFile, stepsOf } from '../support/example.ts'
import { problemOfInput } from '../support/plausible.ts'

interface Peer {
  readonly page: string
  readonly peer: string
  /** Every input of its action.yml at the version that the page names; of `gh`, arguments and flags. */
  readonly inputs: readonly string[]
  /** Every output, undeclared ones too. */
  readonly outputs: readonly string[]
}

const peers: readonly Peer[] = [
  {
    page: 'download-artifact',
    peer: 'actions/download-artifact',
    inputs: [
      'name',
      'artifact-ids',
      'path',
      'pattern',
      'merge-multiple',
      'github-token',
      'repository',
      'run-id',
      'skip-decompress',
      'digest-mismatch',
    ],
    outputs: ['download-path'],
  },
  {
    page: 'action-download-artifact',
    peer: 'dawidd6/action-download-artifact',
    inputs: [
      'github_token',
      'workflow',
      'workflow_search',
      'workflow_conclusion',
      'repo',
      'pr',
      'commit',
      'branch',
      'ref',
      'event',
      'run_id',
      'run_number',
      'name',
      'name_is_regexp',
      'path',
      'allow_forks',
      'check_artifacts',
      'search_artifacts',
      'skip_unpack',
      'dry_run',
      'if_no_artifact_found',
      'use_unzip',
      'merge_multiple',
    ],
    outputs: ['error_message', 'dry_run', 'found_artifact', 'artifacts'],
  },
  {
    page: 'gh-run-download',
    peer: '`gh run download`',
    inputs: ['[<run-id>]', '-D', '-n', '-p', '-R', '', 'GH_TOKEN'],
    outputs: [''],
  },
  {
    page: 'delete-artifact',
    peer: 'GeekyEggo/delete-artifact',
    inputs: ['name', 'token', 'useGlob', 'failOnError'],
    outputs: [],
  },
  {
    page: 'gha-remove-artifacts',
    peer: 'c-hive/gha-remove-artifacts',
    inputs: ['age', 'GITHUB_TOKEN', 'skip-tags', 'skip-recent'],
    outputs: [],
  },
  {
    page: 'purge-artifacts-action',
    peer: 'kolpav/purge-artifacts-action',
    inputs: ['expire-in', 'token', 'onlyPrefix', 'exceptPrefix'],
    outputs: ['deleted-artifacts'],
  },
  {
    page: 'delete-workflow-runs',
    peer: 'Mattraks/delete-workflow-runs',
    inputs: [
      'token',
      'baseUrl',
      'repository',
      'retain_days',
      'keep_minimum_runs',
      'use_daily_retention',
      'delete_workflow_pattern',
      'delete_workflow_by_state_pattern',
      'delete_run_by_conclusion_pattern',
      'dry_run',
      'check_branch_existence',
      'check_pullrequest_exist',
    ],
    outputs: [],
  },
  {
    page: 'alls-green',
    peer: 're-actors/alls-green',
    inputs: ['jobs', 'allowed-failures', 'allowed-skips'],
    outputs: ['result', 'success', 'failure'],
  },
  {
    page: 'workflow-conclusion-action',
    peer: 'technote-space/workflow-conclusion-action',
    inputs: ['GITHUB_TOKEN', 'TARGET_RUN_ID', 'SET_ENV_NAME', 'FALLBACK_CONCLUSION', 'STRICT_SUCCESS'],
    outputs: ['conclusion'],
  },
  {
    page: 'actions-timeline',
    peer: 'Kesin11/actions-timeline',
    inputs: [
      'github-token',
      'show-waiting-runner',
      'expand-composite-actions',
      'expand-composite-actions-threshold',
    ],
    outputs: [],
  },
]

test('each page is of a peer that is checked here', () => {
  expect(readdirSync(join(projectFolder, 'docs', 'migrate')).sort()).toEqual(
    ['README.md', ...peers.map(({ page }) => `${page}.md`)].sort(),
  )
  for (const { page } of peers) expect(readProjectFile('docs/migrate/README.md')).toContain(`(${page}.md)`)
  expect(readdirSync(join(projectFolder, 'examples', 'migrate')).sort()).toEqual(
    peers.map(({ page }) => `${page}.yml`).sort(),
  )
})

interface Row {
  /** The first code span of the first cell; empty where there is none. */
  readonly theirs: string
  readonly here: string
  readonly notes: string
}

/** The rows of the table under a heading; none where there is no table. */
function rowsUnder(page: string, heading: string): readonly Row[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`)
  const lines = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) => {
    const [, theirs = '', here = '', notes = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim())
    return { theirs: codeIn(theirs)[0] ?? '', here, notes }
  })
}

const codeIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

/** Blocks of YAML in their order. */
const yamlIn = (page: string): readonly string[] =>
  [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, code = '']) => code)

const withoutBlocks = (page: string): string => page.replaceAll(/```[\s\S]*?```/g, '')

const withoutIndent = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')

describe.each(peers)('docs/migrate/$page.md', ({ page: name, peer, inputs, outputs }) => {
  const page = readProjectFile(`docs/migrate/${name}.md`)

  test('names the peer and the version that it was compared with', () => {
    expect(page).toMatch(new RegExp(`^# From ${peer.replaceAll('/', '\\/')}\\n\\nCompared with`))
  })

  test('has every input and every output of the peer, once', () => {
    expect(rowsUnder(page, 'Inputs').map(({ theirs }) => theirs)).toEqual(inputs)
    expect(rowsUnder(page, 'Outputs').map(({ theirs }) => theirs)).toEqual(outputs)
    if (outputs.length === 0) expect(page).toMatch(/## Outputs\n\nIt has none\. Here `/)
  })

  test('says for each what its equal is, or why there is none', () => {
    for (const { here, notes } of [...rowsUnder(page, 'Inputs'), ...rowsUnder(page, 'Outputs')]) {
      expect(notes).toMatch(/\.$|^`[^`]+`$/)
      if (here === '') expect(notes).toMatch(/^(?:There is none|Not needed|Likewise)/)
    }
  })

  test('its equals are inputs of this action with values that they take', () => {
    for (const { here } of rowsUnder(page, 'Inputs')) for (const code of codeIn(here)) expectInput(code)
  })

  test('its equals are outputs of this action', () => {
    for (const { here } of rowsUnder(page, 'Outputs'))
      for (const code of codeIn(here)) expect(outputNames).toContain(code)
  })

  test('what is written `input: value` anywhere on it is so', () => {
    const known = new Set(inputTable.map((row) => row.name))
    const theirs = new Set(inputs)
    for (const code of codeIn(withoutBlocks(page))) {
      const [input = ''] = code.split(': ')
      if (code.includes(': ') && known.has(input) && !theirs.has(input)) expectInput(code)
    }
  })

  test('shows the step that its example has, which a test runs', () => {
    const example = `examples/migrate/${name}.yml`
    expect(page).toContain(`[${example}](../../${example})`)
    const [before = '', after = ''] = yamlIn(page)
    expect(before).not.toContain('actions-steward')
    for (const step of parse(before) as readonly { readonly with?: Readonly<Record<string, unknown>> }[])
      expect(inputs).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})))
    expect(after).toContain('actions-steward/actions-steward@v1')
    const step = withoutIndent(after).replace(/^- (?=uses:)/, '')
    expect(withoutIndent(readProjectFile(example))).toContain(step)
  })

  test('names the permissions that the jobs of its example have', () => {
    const permissions = stepsOf(`examples/migrate/${name}.yml`).flatMap((step) =>
      Object.entries(step.permissions ?? {}).map(([permission, level]) => `${permission}: ${level}`),
    )
    expect(codeIn(withoutBlocks(page))).toEqual(expect.arrayContaining(permissions))
  })

  test('an input of the peer that is written here is ours, or an error that names ours', () => {
    const ours = new Set(inputTable.map((row) => row.name))
    for (const input of inputs.filter(
      (each) => /^\w[\w-]*$/.test(each) && !ours.has(each) && each !== 'GH_TOKEN',
    )) {
      const [unknown] = findUnknown([keyOf(input)])
      expect([input, unknown?.level]).toEqual([input, 'error'])
    }
  })
})

/** `keep-last`, or `keep-within: 30d`: an input, and a value that its parser takes. */
function expectInput(code: string): void {
  const [, name = '', value = ''] = /^([a-z-]+)(?:: (.+))?$/s.exec(code) ?? []
  const problem = value === '' ? null : problemOfInput(name, value)
  expect([code, inputTable.some((row) => row.name === name), problem]).toEqual([code, true, null])
}
