import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formatChange, storageLine, storageTables } from '../src/render-storage.ts'
import { measureStorage } from '../src/storage.ts'
import { joinBlocks } from '../src/text/markdown.ts'
import { anArtifact, dayMs, nowMs } from './support/builders.ts'
import { hostileName } from './summarise/support/hostile.ts'
import { brokenTables, foreignParts, parsePage } from './summarise/support/html.ts'

const storageOf = (names: readonly string[], digest: string | null = null) =>
  measureStorage({
    artifacts: names.map((name, index) =>
      anArtifact({
        id: index + 1,
        name,
        digest,
        run: { id: 1, headBranch: name, headSha: null, repositoryId: 1, headRepositoryId: 1 },
      }),
    ),
    nowMs,
    workflowOf: ({ name }) => name,
    branchStateOf: () => 'deleted',
  })

test('one line has all of it and what it grows by', () => {
  expect(storageLine(storageOf(['a', 'b']))).toBe(
    '2.0 kB in 2 artifacts, +2.0 kB a day (2.0 kB added, 0 B expiring)',
  )
})

test('nothing that moves is not spoken of', () => {
  const storage = measureStorage({
    artifacts: [anArtifact({ createdAtMs: nowMs - 30 * dayMs })],
    nowMs,
    workflowOf: () => '',
    branchStateOf: () => 'default',
  })
  expect(storageLine(storage)).toBe('1.0 kB in 1 artifact')
})

test.each([
  [1500, '+1.5 kB'],
  [-1500, '−1.5 kB'],
  [0, '±0 B'],
])('a change of %d reads %s', (bytes, text) => {
  expect(formatChange(bytes)).toBe(text)
})

test('rows beyond the limit are one row with their sum', () => {
  const [byName] = storageTables(storageOf(['a', 'b', 'c']), 2)
  expect(byName?.markdown.split('\n').slice(2)).toEqual([
    '| <code>a</code> | 1 | 1.0 kB | 33% |',
    '| <code>b</code> | 1 | 1.0 kB | 33% |',
    '| <em>1 more</em> | 1 | 1.0 kB | 33% |',
  ])
})

test('tables that say nothing are left out', () => {
  const titles = (storage: ReturnType<typeof storageOf>): readonly string[] =>
    storageTables(storage, 5).map(({ title }) => title)
  expect(titles(storageOf([]))).toEqual([])
  expect(titles(storageOf(['a'], 'sha256:x'))).toEqual([
    'By name',
    'By what became of the branch',
    'By branch',
    'By workflow',
    'By age',
  ])
  expect(titles(storageOf(['a', 'b'], 'sha256:x')).at(-1)).toBe('The same bytes more than once: 1.0 kB')
  expect(titles({ ...storageOf(['a']), byWorkflow: [{ label: '', count: 1, bytes: 1 }] })).not.toContain(
    'By workflow',
  )
})

test('what became of a branch stands next to it', () => {
  const byBranch = storageTables(storageOf(['topic']), 5).find(({ title }) => title === 'By branch')
  expect(byBranch?.markdown).toContain('<code>topic</code> (deleted)')
})

test('hostile names break no table and bring no tag', () => {
  fc.assert(
    fc.property(fc.array(hostileName, { minLength: 1, maxLength: 6 }), (names) => {
      const page = parsePage(
        joinBlocks(storageTables(storageOf(names, 'sha256:x'), 5).map(({ markdown }) => markdown)),
      )
      expect(brokenTables(page)).toEqual([])
      expect(foreignParts(page)).toEqual([])
    }),
    { numRuns: 50 },
  )
})
