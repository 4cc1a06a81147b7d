import { expect, test } from '@jest/globals'
import { peerInputs } from '../../src/inputs/peers.ts'
import { inputTable } from '../../src/inputs/table.ts'
import { findUnknown, keyOf } from '../../src/inputs/unknown.ts'

test('hyphens stay in the names that the runner makes, spaces do not', () => {
  expect(keyOf('dry-run')).toBe('INPUT_DRY-RUN')
  expect(keyOf('a b')).toBe('INPUT_A_B')
})

test.each([
  // Slips of ours.
  ['dry_run', 'Write dry-run.'],
  ['dryrun', 'Write dry-run.'],
  ['DryRun', 'Write dry-run.'],
  ['run_id', 'Write run-id.'],
  ['run-ids', 'Write run-id.'],
  ['names', 'Write name.'],
  ['branches', 'Did you mean branch?'],
  ['naem', 'Did you mean name?'],
  ['older-then', 'Did you mean older-than?'],
  ['keep-lasts', 'Write keep-last.'],
  ['keep-dayly', 'Did you mean keep-daily?'],
  ['github_token', 'Write github-token.'],
  ['github token', 'Write github-token.'],
  ['allow_forks', 'Write allow-forks.'],
  ['file', 'Write files.'],
  ['protect-open-pr', 'Write protect-open-prs.'],
  // Names of peers.
  ['artifact-ids', 'here it is artifact-id'],
  ['merge-multiple', 'here it is layout: flat'],
  ['merge_multiple', 'here it is layout: flat'],
  ['if_no_artifact_found', 'here it is if-missing'],
  ['workflow_conclusion', 'here it is conclusion'],
  ['retain_days', 'here it is keep-within'],
  ['skip-recent', 'here it is keep-last'],
  ['allowed-failures', 'here it is allow-failure'],
  ['jobs', 'here it is needs'],
  ['useGlob', 'here name takes patterns'],
  ['age', 'here it is keep-within'],
  ['pattern', 'here name takes patterns'],
  ['token', 'here it is github-token'],
  ['what-if', 'here it is dry-run'],
])('%s is an error: %s', (name, text) => {
  const found = findUnknown([keyOf(name)])
  expect(found).toHaveLength(1)
  expect(found[0]?.level).toBe('error')
  expect(found[0]?.name).toBe(name.toLowerCase().replaceAll(' ', '_'))
  expect(found[0]?.text).toContain(text)
})

test.each(['pizza', 'cache-dependency-path', 'x', 'node-version'])('%s is a warning', (name) =>
  expect(findUnknown([keyOf(name)])).toEqual([expect.objectContaining({ name, level: 'warning' })]),
)

test('known inputs and other variables are not found', () =>
  expect(findUnknown([...inputTable.map(({ name }) => keyOf(name)), 'INPUT_', 'PATH', 'input_x'])).toEqual(
    [],
  ))

test('what a peer calls an input is no name of ours, and names one of ours where there is one', () => {
  const names = inputTable.map(({ name }) => name)
  for (const [name, { here }] of peerInputs) {
    expect(names).not.toContain(name)
    expect(name).toBe(name.toLowerCase().replaceAll('_', '-'))
    const isExplained = /there is none|nothing is needed|it is always so/.test(here)
    expect(isExplained || names.some((each) => new RegExp(`\\b${each}\\b`).test(here))).toBe(true)
  }
})
