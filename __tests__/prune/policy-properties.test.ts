/** What must hold of every policy on every repository. */
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { BranchLine, GroupKey, PruneTarget } from '../../src/inputs.ts'
import type { Artifact, Run } from '../../src/model.ts'
import type { Inventory } from '../../src/prune/items.ts'
import { planHash, planOf } from '../../src/prune/plan.ts'
import { decide, type RepositoryDecision } from '../../src/prune/policy.ts'
import { policyOf } from '../../src/prune/policy-rules.ts'
import { aRun, aSha, dayMs, hourMs, nowMs } from '../support/builders.ts'
import { anInventory, artifactOf, globs, pruneInputs, runsById, type InputChanges } from './support.ts'

const runs = { numRuns: 1000 }
const currentRunId = 3

const aHostileRun = fc.record({
  workflowId: fc.constantFrom(10, 20),
  headBranch: fc.constantFrom('main', 'dev', 'v1', null),
  headRepositoryId: fc.constantFrom(1, 1, 1, 2, null),
  event: fc.constantFrom('push', 'pull_request', 'schedule'),
  status: fc.constantFrom('completed', 'completed', 'completed', 'in_progress', 'queued'),
  conclusion: fc.constantFrom('success', 'failure'),
  ageHours: fc.integer({ min: -2, max: 24 * 60 }),
  rerunHours: fc.constantFrom(0, 0, 0, 50),
  sha: fc.integer({ min: 1, max: 5 }),
  artifacts: fc.array(
    fc.record({
      name: fc.constantFrom('app', 'log', 'tmp'),
      sizeBytes: fc.integer({ min: 0, max: 1000 }),
      isExpired: fc.constantFrom(false, false, false, true),
      expiresInHours: fc.constantFrom(null, 10, 24, 25, 1000),
      afterHours: fc.integer({ min: 0, max: 30 }),
    }),
    { maxLength: 4 },
  ),
})

const anyInventory: fc.Arbitrary<Inventory> = fc.array(aHostileRun, { maxLength: 12 }).map((specs) => {
  const made: { readonly run: Run; readonly artifacts: readonly Artifact[] }[] = specs.map((spec, index) => {
    const createdAtMs = nowMs - spec.ageHours * hourMs
    const run = aRun({
      id: index + 1,
      workflowId: spec.workflowId,
      headBranch: spec.headBranch,
      headRepositoryId: spec.headRepositoryId,
      event: spec.event,
      status: spec.status,
      conclusion: spec.status === 'completed' ? spec.conclusion : null,
      createdAtMs,
      startedAtMs: createdAtMs + spec.rerunHours * hourMs,
      headSha: aSha(spec.sha),
    })
    const artifacts = spec.artifacts.map((each, place) =>
      artifactOf(run, {
        id: (index + 1) * 10 + place,
        name: each.name,
        sizeBytes: each.sizeBytes,
        isExpired: each.isExpired,
        createdAtMs: createdAtMs + each.afterHours * hourMs,
        expiresAtMs: each.expiresInHours === null ? null : nowMs + each.expiresInHours * hourMs,
      }),
    )
    return { run, artifacts }
  })
  return anInventory({
    currentRunId,
    runs: runsById(made.map(({ run }) => run)),
    artifacts: made.flatMap(({ artifacts }) => artifacts),
    tagShas: new Set([aSha(5)]),
    openHeads: { branches: new Set(['1:dev']), shas: new Set([aSha(4)]) },
  })
})

const count = fc.constantFrom(null, 1, 2, 3)
const targets: fc.Arbitrary<readonly PruneTarget[]> = fc.constantFrom<readonly PruneTarget[]>(
  ['artifacts'],
  ['runs'],
  ['logs'],
  ['artifacts', 'runs'],
  ['artifacts', 'runs', 'logs'],
)

/** Rules as users combine them, without a budget. */
const anyRules: fc.Arbitrary<InputChanges> = fc
  .record({
    targets,
    groupBy: fc.constantFrom<readonly GroupKey[] | null>(
      null,
      [],
      ['branch'],
      ['workflow', 'name'],
      ['event'],
    ),
    withinMs: fc.constantFrom(null, dayMs, 10 * dayMs),
    last: count,
    lastSuccessful: fc.constantFrom(null, 0, 1, 2),
    daily: count,
    weekly: count,
    monthly: count,
    protectName: fc.constantFrom(null, globs('app'), globs('t*')),
    protectBranch: fc.constantFrom(null, globs('main')),
    protectTagged: fc.boolean(),
    protectOpenPrs: fc.boolean(),
    name: fc.constantFrom(null, globs('app', 'log'), globs('!tmp')),
    minSizeBytes: fc.constantFrom(null, null, 300),
    olderThanMs: fc.constantFrom(null, null, 5 * dayMs),
    event: fc.constantFrom(null, null, { includes: [], excludes: ['schedule'] }),
    timezone: fc.constantFrom('UTC', 'Asia/Kolkata'),
  })
  .map(
    ({
      withinMs,
      last,
      lastSuccessful,
      daily,
      weekly,
      monthly,
      name,
      minSizeBytes,
      olderThanMs,
      event,
      ...own
    }) => {
      const keep = { withinMs, last, lastSuccessful, daily, weekly, monthly }
      const isEmpty = Object.values(keep).every((value) => value === null || value === 0)
      const hasArtifacts = own.targets.includes('artifacts')
      return {
        ...own,
        keep,
        keepNone: isEmpty,
        selectors: {
          name: hasArtifacts ? name : null,
          minSizeBytes: hasArtifacts ? minSizeBytes : null,
          olderThanMs,
          event,
        },
      }
    },
  )

const anyBudget = fc.constantFrom(null, 0, 500, 2000, 1_000_000)

const decideWith = (inventory: Inventory, rules: InputChanges): RepositoryDecision =>
  decide(inventory, policyOf(pruneInputs(rules)))

/** Everything that would be destroyed, what goes with a run included. */
const destroyed = (decision: RepositoryDecision): ReadonlySet<string> =>
  new Set(
    decision.decisions
      .filter(({ fate }) => fate === 'candidate' || fate === 'with-run')
      .map(({ item }) => `${item.kind} ${item.id}`),
  )

const isSubset = (small: ReadonlySet<string>, large: ReadonlySet<string>): boolean =>
  [...small].every((key) => large.has(key))

/** The world after these deletions. */
const without = (inventory: Inventory, gone: ReadonlySet<string>): Inventory => {
  const isRunGone = (id: number): boolean => gone.has(`run ${id}`)
  return {
    ...inventory,
    runs: new Map([...inventory.runs].filter(([id]) => !isRunGone(id))),
    artifacts: inventory.artifacts.filter(
      ({ id, run }) => !gone.has(`artifact ${id}`) && !(run !== null && isRunGone(run.id)),
    ),
  }
}

describe('every policy on every repository', () => {
  test('partitions the inventory: each item has one fate, and a reason', () => {
    fc.assert(
      fc.property(anyInventory, anyRules, anyBudget, (inventory, rules, maxTotalSizeBytes) => {
        const decision = decideWith(inventory, { ...rules, maxTotalSizeBytes })
        const seen = decision.decisions.map(({ item }) => `${item.kind} ${item.id}`)
        expect(new Set(seen).size).toBe(seen.length)
        const kinds = [...(rules.targets ?? [])].filter((target) => target !== 'artifacts').length
        expect(seen).toHaveLength(inventory.artifacts.length + kinds * inventory.runs.size)
        for (const { reasons } of decision.decisions) expect(reasons.length).toBeGreaterThan(0)
        expect(decision.candidates).toHaveLength(
          decision.decisions.filter(({ fate }) => fate === 'candidate').length,
        )
        for (const { item, fate } of decision.decisions)
          if (item.artifact?.isExpired === true) expect(fate).toBe('expired')
      }),
      runs,
    )
  })

  test('is monotonic: one more keep or protect line never makes more go', () => {
    const oneMore = fc.constantFrom<(rules: InputChanges) => InputChanges>(
      (rules) => ({
        ...rules,
        keep: { ...rules.keep, withinMs: Math.max(rules.keep?.withinMs ?? 0, 20 * dayMs) },
      }),
      (rules) => ({ ...rules, keep: { ...rules.keep, last: (rules.keep?.last ?? 0) + 1 } }),
      (rules) => ({
        ...rules,
        keep: { ...rules.keep, lastSuccessful: (rules.keep?.lastSuccessful ?? 0) + 1 },
      }),
      (rules) => ({ ...rules, keep: { ...rules.keep, daily: (rules.keep?.daily ?? 0) + 1 } }),
      (rules) => ({ ...rules, keep: { ...rules.keep, weekly: (rules.keep?.weekly ?? 0) + 1 } }),
      (rules) => ({ ...rules, keep: { ...rules.keep, monthly: (rules.keep?.monthly ?? 0) + 1 } }),
      (rules) => ({ ...rules, protectTagged: true }),
      (rules) => ({ ...rules, protectOpenPrs: true }),
      (rules) => ({
        ...rules,
        protectBranch: globs('main', 'v1', ...(rules.protectBranch == null ? [] : ['dev'])),
      }),
      (rules) => ({
        ...rules,
        protectName: {
          includes: [...(rules.protectName?.includes ?? []), ...globs('log').includes],
          excludes: [],
        },
      }),
    )
    fc.assert(
      fc.property(anyInventory, anyRules, oneMore, (inventory, rules, add) => {
        const before = destroyed(decideWith(inventory, rules))
        const after = destroyed(decideWith(inventory, { ...add(rules), keepNone: false }))
        expect([...after].filter((key) => !before.has(key))).toEqual([])
      }),
      runs,
    )
  })

  test('does not mind the order of lines, nor of the listings', () => {
    const lines: readonly BranchLine[] = [
      ...globs('main', 'v*').includes.map((pattern) => ({ kind: 'pattern', pattern }) as const),
      { kind: 'word', word: '@fork' },
    ]
    const list = fc.shuffledSubarray([...lines], { minLength: 1 })
    fc.assert(
      fc.property(
        anyInventory,
        anyRules,
        list,
        fc.func(fc.integer()),
        (inventory, rules, includes, order) => {
          const names = globs('app', 'tmp', '!log')
          const written = (isReversed: boolean): InputChanges => {
            const turn = <T>(items: readonly T[]): readonly T[] => (isReversed ? items.toReversed() : items)
            const hasArtifacts = rules.targets?.includes('artifacts') === true
            return {
              ...rules,
              targets: turn(rules.targets ?? []),
              groupBy: rules.groupBy == null ? null : turn(rules.groupBy),
              selectors: {
                ...rules.selectors,
                branch: {
                  includes: turn(includes),
                  excludes: turn(lines.filter((line) => !includes.includes(line))),
                },
                name: hasArtifacts
                  ? { includes: turn(names.includes), excludes: turn(names.excludes) }
                  : null,
              },
            }
          }
          const shuffled = {
            ...inventory,
            artifacts: inventory.artifacts.toSorted((a, b) => order(a.id) - order(b.id)),
            runs: new Map([...inventory.runs].toSorted(([a], [b]) => order(a) - order(b))),
          }
          const one = decideWith(inventory, written(false))
          const other = decideWith(shuffled, written(true))
          const queue = ({ candidates }: RepositoryDecision): readonly string[] =>
            candidates.map(({ item }) => `${item.kind} ${item.id}`)
          expect(queue(other)).toEqual(queue(one))
          expect(destroyed(other)).toEqual(destroyed(one))
        },
      ),
      runs,
    )
  })

  test('never deletes what is protected, current or not completed', () => {
    fc.assert(
      fc.property(anyInventory, anyRules, anyBudget, (inventory, rules, maxTotalSizeBytes) => {
        const decision = decideWith(inventory, { ...rules, maxTotalSizeBytes })
        const gone = destroyed(decision)
        for (const { item } of decision.decisions) {
          if (!gone.has(`${item.kind} ${item.id}`)) continue
          const run = inventory.runs.get(item.runId ?? 0)
          expect(item.runId).not.toBe(currentRunId)
          expect(run?.status).toBe('completed')
          expect(item.timeMs <= nowMs || item.kind === 'artifact').toBe(true)
          if (rules.protectTagged === true) expect(run?.headSha).not.toBe(aSha(5))
          if (rules.protectOpenPrs === true) {
            expect(run?.headSha).not.toBe(aSha(4))
            expect(`${run?.headRepositoryId ?? ''}:${run?.headBranch ?? ''}`).not.toBe('1:dev')
          }
          if (rules.protectBranch != null) expect(run?.headBranch).not.toBe('main')
          const { artifact } = item
          if (artifact !== null)
            expect(
              rules.protectName?.includes.some((pattern) => pattern.matches(artifact.name)) ?? false,
            ).toBe(false)
        }
      }),
      runs,
    )
  })

  test('is idempotent: applied and planned again at the same moment, nothing new goes', () => {
    fc.assert(
      fc.property(
        anyInventory,
        anyRules,
        fc.record({ maxTotalSizeBytes: anyBudget, maxDeletions: fc.integer({ min: 1, max: 10 }) }),
        (inventory, rules, { maxTotalSizeBytes, maxDeletions }) => {
          const inputs = { ...rules, maxTotalSizeBytes }
          const before = decideWith(inventory, inputs)
          const plan = planOf([before], { nowMs, targets: rules.targets ?? [], maxDeletions })
          const [first] = plan.repositories
          const applied = new Set(first?.deletions.map(({ item }) => `${item.kind} ${item.id}`))
          const left = without(inventory, applied)
          const after = decideWith(left, inputs)
          // Logs cannot be seen to be gone.
          const again = new Set([...destroyed(after)].filter((key) => !applied.has(key)))
          expect([...again].filter((key) => !destroyed(before).has(key))).toEqual([])
          if (before.candidates.length <= maxDeletions) expect([...again]).toEqual([])
        },
      ),
      runs,
    )
  })

  test('the budget deletes oldest first, and no more than needed', () => {
    fc.assert(
      fc.property(
        anyInventory,
        anyRules,
        fc.integer({ min: 0, max: 8000 }),
        (inventory, rules, maxTotalSizeBytes) => {
          const artifacts: InputChanges = { ...rules, targets: ['artifacts'] }
          const all = decideWith(inventory, artifacts)
          const some = decideWith(inventory, { ...artifacts, maxTotalSizeBytes })
          const goes = some.candidates.map(({ item }) => item)
          expect(isSubset(destroyed(some), destroyed(all))).toBe(true)
          expect(goes.map(({ id }) => id)).toEqual(
            all.candidates.slice(0, goes.length).map(({ item }) => item.id),
          )
          const left = some.scopeBytes - goes.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
          expect(left > maxTotalSizeBytes).toBe(some.isOverBudget)
          if (some.isOverBudget) expect(goes).toHaveLength(all.candidates.length)
          const last = goes.at(-1)
          if (last !== undefined) expect(left + last.sizeBytes).toBeGreaterThan(maxTotalSizeBytes)
        },
      ),
      runs,
    )
  })

  test("a fork's branch never evicts the repository's", () => {
    fc.assert(
      fc.property(anyInventory, anyRules, (inventory, rules) => {
        const byBranch: InputChanges = {
          ...rules,
          groupBy: [...new Set([...(rules.groupBy ?? []), 'branch' as const])],
        }
        const own = (headRepositoryId: number | null | undefined): boolean => headRepositoryId === 1
        const withoutForks: Inventory = {
          ...inventory,
          runs: new Map([...inventory.runs].filter(([, run]) => own(run.headRepositoryId))),
          artifacts: inventory.artifacts.filter(({ run }) => own(run?.headRepositoryId)),
        }
        const ours = (decision: RepositoryDecision): readonly string[] =>
          decision.decisions
            .filter(
              ({ item, fate }) => own(item.headRepositoryId) && (fate === 'candidate' || fate === 'with-run'),
            )
            .map(({ item }) => `${item.kind} ${item.id}`)
        expect(ours(decideWith(inventory, byBranch))).toEqual(ours(decideWith(withoutForks, byBranch)))
      }),
      runs,
    )
  })

  test('a run never goes while an artifact of it stays', () => {
    fc.assert(
      fc.property(anyInventory, anyRules, anyBudget, (inventory, rules, maxTotalSizeBytes) => {
        const decision = decideWith(inventory, {
          ...rules,
          targets: ['artifacts', 'runs'],
          maxTotalSizeBytes,
        })
        const going = new Set(
          decision.candidates.filter(({ item }) => item.kind === 'run').map(({ item }) => item.id),
        )
        // What stays is what the same policy leaves where artifacts are all that it is about.
        const alone = decideWith(inventory, { ...rules, targets: ['artifacts'], maxTotalSizeBytes })
        for (const { item, fate } of alone.decisions)
          if (fate === 'kept' || fate === 'outside') expect(going).not.toContain(item.runId)
      }),
      runs,
    )
  })

  test('the hash of a plan stands for what it deletes, in any order, and for nothing else', () => {
    const items = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { maxLength: 8 })
    fc.assert(
      fc.property(items, items, fc.constantFrom(1, 2), (one, other, repositoryId) => {
        const hash = (ids: readonly number[], id = 1): string =>
          planHash(
            ['artifacts'],
            id,
            ids.map((each) => ({ kind: 'artifact', id: each })),
          )
        expect(hash(one.toReversed())).toBe(hash(one))
        const isSame = one.length === other.length && one.every((id) => other.includes(id))
        expect(hash(one, repositoryId) === hash(other)).toBe(isSame && repositoryId === 1)
      }),
      runs,
    )
  })
})
