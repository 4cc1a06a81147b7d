import { describe, expect, test } from '@jest/globals'
import type { GroupKey } from '../../src/inputs.ts'
import type { Artifact, Run } from '../../src/model.ts'
import { aRun, aSha, dayMs, hourMs, nowMs } from '../support/builders.ts'
import {
  aged,
  artifactOf,
  decideOn,
  fateOf,
  globs,
  idsOf,
  keepNone,
  reasonsOf,
  runsById,
  type InputChanges,
} from './support.ts'

describe('scope', () => {
  const branch = (line: string) => ({
    includes: [{ kind: 'pattern', pattern: globs(line).includes[0] ?? globs('*').includes[0] }] as never,
    excludes: [],
  })
  const runs = runsById([
    aRun({ id: 1, workflowId: 10, headBranch: 'main', event: 'push', actor: 'mona' }),
    aRun({ id: 2, workflowId: 20, headBranch: 'dev', event: 'schedule', actor: 'hubot' }),
  ])
  const artifacts = [...runs.values()].map((run) => artifactOf(run, { id: run.id, name: `report-${run.id}` }))
  test.each<[string, InputChanges, readonly string[]]>([
    ['nothing', {}, ['1', '2']],
    ['name', { selectors: { name: globs('*-1') } }, ['1']],
    ['name, excluded', { selectors: { name: globs('!*-1') } }, ['2']],
    ['workflow', { selectors: { workflow: { includes: [{ kind: 'id', id: 20 }], excludes: [] } } }, ['2']],
    ['branch', { selectors: { branch: branch('d*') } }, ['2']],
    ['event', { selectors: { event: { includes: ['push'], excludes: [] } } }, ['1']],
    ['actor', { selectors: { actor: { includes: ['Hubot'], excludes: [] } } }, ['2']],
  ])('%s', (_, changes, ids) => {
    const decision = decideOn({ runs, artifacts }, { ...keepNone, ...changes })
    expect(idsOf(decision)).toEqual(ids)
    const outside = decision.decisions.filter(({ fate }) => fate === 'outside')
    expect(outside.length + ids.length).toBe(2)
  })

  test('what is outside takes no place', () => {
    const { runs, artifacts } = aged([1, 2, 3], (index) => ({
      artifact: { name: index === 0 ? 'other' : 'it' },
    }))
    const decision = decideOn(
      { runs, artifacts },
      { selectors: { name: globs('it') }, keep: { last: 1, lastSuccessful: 0 }, groupBy: [] },
    )
    expect(idsOf(decision)).toEqual(['3'])
    expect(reasonsOf(decision, 1)).toEqual(['name does not match'])
  })

  test('an artifact that does not name its repository is of the one that lists it', () => {
    const { artifacts } = aged([1])
    const [artifact] = artifacts
    const own = artifacts.map((each) => ({
      ...each,
      run: artifact?.run == null ? null : { ...artifact.run, headBranch: 'main', repositoryId: null },
    }))
    const branch = (word: '@default' | '@fork'): InputChanges => ({
      ...keepNone,
      selectors: { branch: { includes: [{ kind: 'word', word }], excludes: [] } },
    })
    const known = { artifacts: own, knownRuns: 'unfinished' } as const
    expect(idsOf(decideOn(known, branch('@default')))).toEqual(['1'])
    expect(idsOf(decideOn(known, branch('@fork')))).toEqual([])
  })

  test('the branch is known without runs, a fork is told by ids', () => {
    const { artifacts } = aged([5, 6], (index) => ({
      headBranch: 'main',
      headRepositoryId: index === 0 ? 1 : 2,
    }))
    const decision = decideOn(
      { artifacts, knownRuns: 'unfinished' },
      { ...keepNone, selectors: { branch: { includes: [{ kind: 'word', word: '@fork' }], excludes: [] } } },
    )
    expect(idsOf(decision)).toEqual(['2'])
  })
})

describe('never', () => {
  test.each(['queued', 'in_progress', 'waiting', 'pending', 'requested', 'something new'])(
    'a run that is %s',
    (status) => {
      const run = aRun({ id: 1, status, createdAtMs: nowMs - 300 * dayMs })
      const inventory = { runs: runsById([run]), artifacts: [artifactOf(run)] }
      const decision = decideOn(inventory, { ...keepNone, targets: ['artifacts', 'runs', 'logs'] })
      expect(idsOf(decision)).toEqual([])
      expect(reasonsOf(decision, 1)).toEqual(['its run is not completed'])
      expect(reasonsOf(decision, 1, 'logs')).toEqual(['its run is not completed'])
    },
  )

  test('the current run, its logs and its artifacts', () => {
    const run = aRun({ id: 7 })
    const inventory = { runs: runsById([run]), artifacts: [artifactOf(run)], currentRunId: 7 }
    const decision = decideOn(inventory, { ...keepNone, targets: ['artifacts', 'runs', 'logs'] })
    expect(idsOf(decision)).toEqual([])
    expect(reasonsOf(decision, 7, 'run')).toEqual(['belongs to the run of this step'])
  })

  test('an artifact of a run that is not known', () => {
    const { artifacts } = aged([40])
    expect(idsOf(decideOn({ artifacts }, keepNone))).toEqual([])
    expect(idsOf(decideOn({ artifacts, knownRuns: 'unfinished' }, keepNone))).toEqual(['1'])
    const orphan = artifacts.map((artifact) => ({ ...artifact, run: null }))
    expect(idsOf(decideOn({ artifacts: orphan, knownRuns: 'unfinished' }, keepNone))).toEqual([])
  })

  test('what is younger than the clock', () => {
    const { runs, artifacts } = aged([-1, 1])
    expect(idsOf(decideOn({ runs, artifacts }, keepNone))).toEqual(['2'])
  })

  test('what has expired is neither kept nor deleted, and takes no place', () => {
    const { runs, artifacts } = aged([1, 2, 3], (index) => ({ artifact: { isExpired: index === 0 } }))
    const decision = decideOn({ runs, artifacts }, { keep: { last: 1 }, groupBy: [] })
    expect(fateOf(decision, 1)).toBe('expired')
    expect(idsOf(decision)).toEqual(['3'])
  })
})

describe('protections', () => {
  const three = aged([10, 20, 30], (index) => ({
    headBranch: ['main', 'release/1', 'dev'][index] ?? '',
    headSha: aSha(index + 1),
    headRepositoryId: index === 2 ? 2 : 1,
    artifact: { name: ['app', 'log', 'log'][index] ?? '' },
  }))
  test.each<[string, InputChanges, object, readonly string[]]>([
    ['protect-name', { protectName: globs('a*') }, {}, ['3', '2']],
    ['protect-branch', { protectBranch: globs('release/*', 'main') }, {}, ['3']],
    ['protect-tagged', { protectTagged: true }, { tagShas: new Set([aSha(2)]) }, ['3', '1']],
    [
      'protect-open-prs, by branch',
      { protectOpenPrs: true },
      { openHeads: { branches: new Set(['2:dev', '2:main']), shas: new Set() } },
      ['2', '1'],
    ],
    [
      'protect-open-prs, by commit',
      { protectOpenPrs: true },
      { openHeads: { branches: new Set(), shas: new Set([aSha(1)]) } },
      ['3', '2'],
    ],
  ])('%s', (input, changes, inventory, ids) => {
    const decision = decideOn({ ...three, ...inventory }, { ...keepNone, ...changes })
    expect(idsOf(decision)).toEqual(ids)
    const kept = decision.decisions.filter(({ fate }) => fate === 'kept')
    expect(kept.map(({ reasons }) => reasons[0]?.text)).toEqual(
      kept.map(() => expect.stringMatching(input.split(',')[0] ?? '')),
    )
  })

  test('what was not read cannot protect: it is an error', () => {
    expect(() => decideOn({ ...three, tagShas: null }, { ...keepNone, protectTagged: true })).toThrow(/tags/)
    expect(() => decideOn({ ...three, openHeads: null }, { ...keepNone, protectOpenPrs: true })).toThrow(
      /pull requests/,
    )
  })

  test('protected items take their places', () => {
    const decision = decideOn(
      { ...aged([1, 2, 3], (index) => ({ artifact: { name: index === 0 ? 'app' : 'log' } })) },
      { protectName: globs('app'), keep: { last: 1, lastSuccessful: 0 }, groupBy: [] },
    )
    expect(idsOf(decision)).toEqual(['3', '2'])
  })
})

describe('keep rules', () => {
  test.each([
    ['exactly the limit is kept', 30 * dayMs, []],
    ['a millisecond older goes', 30 * dayMs + 1, ['1']],
    ['younger is kept', dayMs, []],
  ])('keep-within: %s', (_, ageMs, ids) => {
    const run = aRun({ id: 1, createdAtMs: nowMs - ageMs, conclusion: 'failure' })
    const inventory = { runs: runsById([run]), artifacts: [artifactOf(run)] }
    expect(idsOf(decideOn(inventory, { keep: { withinMs: 30 * dayMs } }))).toEqual(ids)
  })

  test('keep-last keeps the newest of each group, counting those that other rules keep', () => {
    const inventory = aged([1, 10, 20, 30], () => ({ conclusion: 'failure' }))
    const decision = decideOn(inventory, { keep: { last: 2, withinMs: 5 * dayMs } })
    expect(idsOf(decision)).toEqual(['4', '3'])
    expect(reasonsOf(decision, 1)).toEqual(['keep-within 5d', 'keep-last 2'])
    expect(reasonsOf(decision, 2)).toEqual(['keep-last 2'])
    expect(reasonsOf(decision, 3)).toEqual(['no rule keeps it'])
  })

  test('of the same second the higher id is newer', () => {
    const inventory = aged([5, 5, 5], () => ({ conclusion: 'failure' }))
    expect(idsOf(decideOn(inventory, { keep: { last: 1 } }))).toEqual(['1', '2'])
  })

  test('what one run left in a group counts once', () => {
    const runs = [1, 2, 3].map((id) => aRun({ id, createdAtMs: nowMs - id * dayMs, conclusion: 'failure' }))
    const artifacts = runs.flatMap((run) =>
      ['linux', 'macos'].map((name, index) => artifactOf(run, { id: run.id * 10 + index, name })),
    )
    const byWorkflow = decideOn(
      { runs: runsById(runs), artifacts },
      { keep: { last: 2 }, groupBy: ['workflow'] },
    )
    expect(idsOf(byWorkflow)).toEqual(['30', '31'])
    const byName = decideOn({ runs: runsById(runs), artifacts }, { keep: { last: 1 } })
    expect(idsOf(byName)).toEqual(['30', '31', '20', '21'])
  })

  test.each<[string, InputChanges, readonly string[]]>([
    ['the default: one on the default branch', { keep: { withinMs: dayMs } }, ['6', '5', '4', '3', '1']],
    ['written out: on every branch', { keep: { withinMs: dayMs, lastSuccessful: 1 } }, ['6', '4', '3', '1']],
    ['two', { keep: { withinMs: dayMs, lastSuccessful: 2 } }, ['3', '1']],
    ['off', { keep: { withinMs: dayMs, lastSuccessful: 0 } }, ['6', '5', '4', '3', '2', '1']],
    ['keep: none turns the default off', keepNone, ['6', '5', '4', '3', '2', '1']],
  ])('keep-last-successful: %s', (_, changes, ids) => {
    // main: failure, success, failure, success; dev: success, success
    const inventory = aged([2, 3, 4, 5, 6, 7], (index) => ({
      conclusion: index === 0 || index === 2 ? 'failure' : 'success',
      headBranch: index < 4 ? 'main' : 'dev',
    }))
    expect(idsOf(decideOn(inventory, changes))).toEqual(ids)
  })

  test('keep-last-successful: written out, it takes nothing from what the default keeps', () => {
    // One group of several branches: the newest success is on dev, the default branch's is older.
    const inventory = aged([1, 2, 3], (index) => ({ headBranch: index === 0 ? 'dev' : 'main' }))
    const withDefault = (lastSuccessful: number | null): readonly string[] =>
      idsOf(decideOn(inventory, { groupBy: [], keep: { daily: 1, lastSuccessful } }))
    expect(withDefault(null)).toEqual(['3'])
    expect(withDefault(1)).toEqual(['3'])
    expect(withDefault(0)).toEqual(['3', '2'])
  })

  test("a fork's default branch is not the default branch", () => {
    const inventory = aged([2], () => ({ headRepositoryId: 2 }))
    expect(idsOf(decideOn(inventory, { keep: { withinMs: dayMs } }))).toEqual(['1'])
  })

  test('a fork of the same branch name never evicts', () => {
    const inventory = aged([1, 2, 3], (index) => ({
      headRepositoryId: index === 2 ? 1 : 2,
      conclusion: 'failure',
    }))
    expect(idsOf(decideOn(inventory, { keep: { last: 1 } }))).toEqual(['2'])
  })

  test.each<[GroupKey, Partial<Run> & { readonly artifact?: Partial<Artifact> }]>([
    ['workflow', { workflowId: 20 }],
    ['branch', { headBranch: 'dev' }],
    ['name', { artifact: { name: 'other' } }],
    ['event', { event: 'schedule' }],
  ])('group-by %s tells apart what differs in it, and nothing else', (key, difference) => {
    const inventory = aged([1, 2, 3], (index) => ({
      conclusion: 'failure',
      ...(index === 1 ? difference : {}),
    }))
    const keep = { last: 1 }
    const others = (['workflow', 'branch', 'name', 'event'] as const).filter((each) => each !== key)
    expect(idsOf(decideOn(inventory, { keep, groupBy: [key] }))).toEqual(['3'])
    expect(idsOf(decideOn(inventory, { keep, groupBy: others }))).toEqual(['3', '2'])
    expect(idsOf(decideOn(inventory, { keep, groupBy: [] }))).toEqual(['3', '2'])
    expect(idsOf(decideOn(inventory, { keep }))).toEqual(key === 'event' ? ['3', '2'] : ['3'])
  })

  test.each<[string, InputChanges, readonly string[]]>([
    ['workflow', { groupBy: ['workflow'] }, ['3']],
    ['event', { groupBy: ['event'] }, ['3', '2']],
    ['branch', { groupBy: ['branch'] }, ['3', '1']],
    ['name', { groupBy: ['name'] }, ['3', '2']],
    ['none', { groupBy: [] }, ['3', '2']],
    ['all', {}, ['3']],
  ])('groups by %s', (_, changes, ids) => {
    const inventory = aged([1, 2, 3], (index) => ({
      conclusion: 'failure',
      workflowId: index === 1 ? 20 : 10,
      headBranch: index === 2 ? 'main' : (['main', 'main'][index] ?? 'main'),
      event: 'push',
    }))
    // 1 and 3 share everything; 2 is of another workflow.
    const changed = idsOf(decideOn(inventory, { keep: { last: 1 }, ...changes }))
    expect(changed).toEqual(ids[1] === '1' ? ['3', '2'] : ids)
  })

  test.each<[string, InputChanges, readonly string[]]>(
    [
      ['keep-daily', { keep: { daily: 2, lastSuccessful: 0 } }, [1, 3]],
      ['keep-daily, more than there are', { keep: { daily: 99, lastSuccessful: 0 } }, [1, 3, 4, 5, 6]],
      ['keep-weekly', { keep: { weekly: 2, lastSuccessful: 0 } }, [1, 3]],
      ['keep-monthly', { keep: { monthly: 2, lastSuccessful: 0 } }, [1, 3]],
      ['a union', { keep: { daily: 1, monthly: 3, lastSuccessful: 0 } }, [1, 3, 6]],
    ].map(
      ([name, changes, kept]) =>
        [name, changes, (kept as number[]).map(String)] as [string, InputChanges, string[]],
    ),
  )('%s', (_, changes, kept) => {
    // Monday 2026-06-01 twice, Sunday 2026-05-31, Saturday 2026-05-30, 2026-05-23, 2026-04-30
    const times = ['06-01T11', '06-01T01', '05-31T23', '05-30T23', '05-23T12', '04-30T12'].map((text) =>
      Date.parse(`2026-${text}:00:00Z`),
    )
    const runs = times.map((createdAtMs, index) => aRun({ id: index + 1, createdAtMs }))
    const decision = decideOn(
      { runs: runsById(runs), artifacts: runs.map((run) => artifactOf(run, { id: run.id })) },
      changes,
    )
    const keptIds = decision.decisions
      .filter(({ fate }) => fate === 'kept')
      .map(({ item }) => String(item.id))
    expect(keptIds).toEqual(kept)
  })

  test('calendar rules follow the time zone', () => {
    // 23:30 and 00:30 in UTC are one day in New York, and two in London (summer time: 00:30 and 01:30, one day).
    const runs = ['2026-05-30T23:30:00Z', '2026-05-31T00:30:00Z'].map((text, index) =>
      aRun({ id: index + 1, createdAtMs: Date.parse(text) }),
    )
    const inventory = { runs: runsById(runs), artifacts: runs.map((run) => artifactOf(run, { id: run.id })) }
    const keep = { daily: 9, lastSuccessful: 0 }
    expect(idsOf(decideOn(inventory, { keep }))).toEqual([])
    expect(idsOf(decideOn(inventory, { keep, timezone: 'America/New_York' }))).toEqual(['1'])
    expect(idsOf(decideOn(inventory, { keep, timezone: 'Europe/London' }))).toEqual(['1'])
  })
})

describe('narrowing', () => {
  const five = () =>
    aged([10, 20, 30, 40, 50], (index) => ({
      conclusion: index === 1 ? 'failure' : 'success',
      artifact: { sizeBytes: (index + 1) * 100 },
    }))
  test.each<[string, InputChanges['selectors'], readonly string[]]>([
    ['created', { created: { fromMs: nowMs - 40 * dayMs, toMs: nowMs - 30 * dayMs } }, ['4', '3']],
    ['created, open end', { created: { fromMs: null, toMs: nowMs - 30 * dayMs - 1 } }, ['5', '4']],
    ['older-than, exactly as old', { olderThanMs: 30 * dayMs }, ['5', '4']],
    ['newer-than, exactly as old', { newerThanMs: 30 * dayMs }, ['2', '1']],
    ['conclusion', { conclusion: { includes: ['failure'], excludes: [] } }, ['2']],
    ['min-size', { minSizeBytes: 300 }, ['5', '4', '3']],
    ['max-size', { maxSizeBytes: 300 }, ['3', '2', '1']],
    ['together', { maxSizeBytes: 300, olderThanMs: 25 * dayMs }, ['3']],
  ])('%s', (_, selectors = {}, ids) => {
    expect(idsOf(decideOn(five(), { ...keepNone, selectors }))).toEqual(ids)
  })

  test('is not seen by the keep rules', () => {
    const decision = decideOn(five(), {
      keep: { last: 2, lastSuccessful: 0 },
      selectors: { minSizeBytes: 300 },
    })
    expect(idsOf(decision)).toEqual(['5', '4', '3'])
    expect(reasonsOf(decision, 1)).toEqual(['keep-last 2', 'not at least 300 B'])
  })
})

describe('what GitHub expires', () => {
  test.each([
    [24 * hourMs, []],
    [24 * hourMs + 1, ['1']],
    [-1, []],
  ])('in %d ms', (inMs, ids) => {
    const inventory = aged([50], () => ({ artifact: { expiresAtMs: nowMs + inMs } }))
    const decision = decideOn(inventory, keepNone)
    expect(idsOf(decision)).toEqual(ids)
    if (ids.length === 0) expect(reasonsOf(decision, 1)).toEqual(['GitHub expires it within a day'])
  })
})

describe('max-total-size', () => {
  const four = () => aged([10, 20, 30, 40], () => ({ artifact: { sizeBytes: 100 } }))
  test.each([
    [400, [], false],
    [399, ['4'], false],
    [300, ['4'], false],
    [299, ['4', '3'], false],
    [0, ['4', '3', '2', '1'], false],
  ])('%d bytes of 400', (maxTotalSizeBytes, ids, isOverBudget) => {
    const decision = decideOn(four(), { maxTotalSizeBytes, keep: { lastSuccessful: 0 } })
    expect(idsOf(decision)).toEqual(ids)
    expect(decision.isOverBudget).toBe(isOverBudget)
    expect(decision.scopeBytes).toBe(400)
  })

  test('never touches what is kept, and says that it does not fit', () => {
    const decision = decideOn(four(), { maxTotalSizeBytes: 150, keep: { last: 2 } })
    expect(idsOf(decision)).toEqual(['4', '3'])
    expect(decision.isOverBudget).toBe(true)
  })

  test('the default of keep-last-successful holds beside it', () => {
    expect(idsOf(decideOn(four(), { maxTotalSizeBytes: 0 }))).toEqual(['4', '3', '2'])
  })

  test('what it spares says so', () => {
    const decision = decideOn(four(), { maxTotalSizeBytes: 350, keep: { lastSuccessful: 0 } })
    expect(reasonsOf(decision, 1)).toEqual(['max-total-size 350 B: fits without deleting it'])
  })
})

describe('runs and their artifacts', () => {
  const together = (changes: InputChanges = {}) =>
    decideOn(
      (() => {
        const runs = [1, 2].map((id) => aRun({ id, createdAtMs: nowMs - 40 * dayMs, conclusion: 'failure' }))
        const artifacts = runs.flatMap((run) => [
          artifactOf(run, { id: run.id * 10, name: 'app', sizeBytes: 500 }),
          artifactOf(run, { id: run.id * 10 + 1, name: run.id === 1 ? 'keep-me' : 'log', sizeBytes: 500 }),
        ])
        return { runs: runsById(runs), artifacts }
      })(),
      { ...keepNone, targets: ['artifacts', 'runs'], ...changes },
    )

  test('artifacts of a run that goes are not deleted on their own', () => {
    const decision = together()
    expect(idsOf(decision)).toEqual(['run 1', 'run 2'])
    expect([10, 11, 20, 21].map((id) => fateOf(decision, id))).toEqual(Array(4).fill('with-run'))
    expect(decision.artifactsOfRun.get(1)?.map(({ id }) => id)).toEqual([10, 11])
    expect(decision.scopeBytes).toBe(2000)
  })

  test('a run stays while one of its artifacts does, and its other artifacts go', () => {
    const decision = together({ protectName: globs('keep-*') })
    expect(idsOf(decision)).toEqual(['run 2', '10'])
    expect(reasonsOf(decision, 1, 'run')).toEqual(['its artifact 11 ("keep-me") stays'])
  })

  test.each<[string, InputChanges]>([
    ['outside the scope', { selectors: { name: globs('!keep-*') } }],
    ['narrowed', { selectors: { maxSizeBytes: 400 } }],
  ])('a run stays for an artifact that is %s', (_, changes) => {
    expect(idsOf(together(changes))).not.toContain('run 1')
  })

  test('an artifact that the budget spares keeps its run', () => {
    const decision = together({ maxTotalSizeBytes: 500, keepNone: false, keep: { withinMs: dayMs } })
    expect(idsOf(decision)).toEqual(['run 1', '20'])
    expect(reasonsOf(decision, 2, 'run')).toEqual(['its artifact 21 ("log") stays'])
  })

  test('expired ones hold nothing; those that are left to expire within a day do, as all that stays', () => {
    const runs = [1, 2].map((id) => aRun({ id, createdAtMs: nowMs - 100 * dayMs }))
    const artifacts = runs.map((run) =>
      artifactOf(run, run.id === 1 ? { id: 1, isExpired: true } : { id: 2, expiresAtMs: nowMs + hourMs }),
    )
    const decision = decideOn(
      { runs: runsById(runs), artifacts },
      { ...keepNone, targets: ['artifacts', 'runs'] },
    )
    expect(idsOf(decision)).toEqual(['run 1'])
    expect(fateOf(decision, 2)).toBe('kept')
    expect(reasonsOf(decision, 2, 'run')).toEqual(['its artifact 2 ("coverage") stays'])
  })

  test('with runs alone, what expires within a day goes with its run', () => {
    const run = aRun({ id: 1, createdAtMs: nowMs - 100 * dayMs })
    const artifacts = [artifactOf(run, { id: 2, expiresAtMs: nowMs + hourMs })]
    const decision = decideOn({ runs: runsById([run]), artifacts }, { ...keepNone, targets: ['runs'] })
    expect(idsOf(decision)).toEqual(['run 1'])
    expect(fateOf(decision, 2)).toBe('with-run')
  })

  test('with runs alone only protect-name asks for artifacts; all go with their run, and count for it', () => {
    const alone = together({ targets: ['runs'], protectName: globs('keep-*') })
    expect(idsOf(alone)).toEqual(['run 2'])
    expect(alone.artifactsOfRun.get(2)?.map(({ id }) => id)).toEqual([20, 21])
    expect(fateOf(alone, 10)).toBe('outside')
    expect(idsOf(together({ targets: ['runs'] }))).toEqual(['run 1', 'run 2'])
  })

  test('logs of a run that goes are not deleted on their own', () => {
    const decision = together({ targets: ['artifacts', 'runs', 'logs'], protectName: globs('keep-*') })
    expect(idsOf(decision)).toEqual(['logs 1', 'run 2', '10'])
    expect(fateOf(decision, 2, 'logs')).toBe('with-run')
  })

  test('a re-run makes a run young, and never its last change', () => {
    const runs = [
      aRun({ id: 1, createdAtMs: nowMs - 90 * dayMs, startedAtMs: nowMs - dayMs, conclusion: 'failure' }),
      aRun({ id: 2, createdAtMs: nowMs - 90 * dayMs, updatedAtMs: nowMs - dayMs, conclusion: 'failure' }),
    ]
    const decision = decideOn({ runs: runsById(runs) }, { targets: ['runs'], keep: { withinMs: 30 * dayMs } })
    expect(idsOf(decision)).toEqual(['run 2'])
  })
})

describe('breaker', () => {
  const many = (count: number) =>
    aged(
      Array.from({ length: count }, (_, index) => index + 1),
      () => ({ conclusion: 'failure' }),
    )
  test.each([
    [20, 20, 0.5, false],
    [21, 10, 0.5, false],
    [21, 11, 0.5, true],
    [40, 20, 0.5, false],
    [40, 20, 0.49, true],
    [21, 21, 1, false],
    [21, 1, 0, true],
    [21, 0, 0, false],
  ])('of %d items %d go, at most %d', (count, goes, maxDeletePercent, trips) => {
    const rules = goes === count ? keepNone : { keep: { last: count - goes, lastSuccessful: 0 } }
    const decision = decideOn(many(count), { ...rules, maxDeletePercent })
    expect(idsOf(decision)).toHaveLength(goes)
    expect(decision.breaker !== null).toBe(trips)
  })
  test('names the numbers', () => {
    expect(decideOn(many(30), { ...keepNone, maxDeletePercent: 0.5 }).breaker).toBe(
      'The policy deletes 30 of 30 items (100%), and max-delete-percent is 50%.',
    )
    expect(decideOn(many(20), { ...keepNone, maxDeletePercent: 0.5 }).breaker).toBeNull()
  })
})

describe('named ids', () => {
  const named: InputChanges = { selectors: { runIds: [{ id: 1, repository: null }] } }
  test('no groups, keep rules, breaker or expiry', () => {
    const inventory = aged([0], () => ({ artifact: { expiresAtMs: nowMs + hourMs } }))
    const decision = decideOn(inventory, named)
    expect(idsOf(decision)).toEqual(['1'])
    expect(reasonsOf(decision, 1)).toEqual(['named by id'])
  })
  test('protections that were written hold, defaults do not', () => {
    const inventory = { ...aged([1]), tagShas: new Set([aSha(1)]) }
    expect(idsOf(decideOn(inventory, { ...named, protectTagged: null, protectOpenPrs: null }))).toEqual(['1'])
    expect(idsOf(decideOn(inventory, { ...named, protectTagged: true }))).toEqual([])
  })
  test('name and sizes narrow', () => {
    const run = aRun({ id: 1 })
    const artifacts = ['tmp-1', 'tmp-2', 'app'].map((name, id) =>
      artifactOf(run, { id, name, sizeBytes: id + 1 }),
    )
    const inventory = { runs: runsById([run]), artifacts }
    expect(
      idsOf(
        decideOn(inventory, { selectors: { ...named.selectors, name: globs('tmp-*'), minSizeBytes: 2 } }),
      ),
    ).toEqual(['1'])
  })
  test("the current run's artifacts go, the run and its logs do not", () => {
    const run = aRun({ id: 1, status: 'in_progress' })
    const inventory = { runs: runsById([run]), artifacts: [artifactOf(run)], currentRunId: 1 }
    expect(idsOf(decideOn(inventory, named))).toEqual(['1'])
    expect(idsOf(decideOn(inventory, { ...named, targets: ['artifacts', 'logs', 'runs'] }))).toEqual(['1'])
    expect(idsOf(decideOn({ ...inventory, currentRunId: 9 }, named))).toEqual([])
  })
})

describe('cancel-stale', () => {
  const runs = runsById([
    aRun({ id: 1, status: 'in_progress', createdAtMs: nowMs - 3 * dayMs }),
    aRun({ id: 2, status: 'queued', createdAtMs: nowMs - 2 * dayMs }),
    aRun({ id: 3, status: 'waiting', createdAtMs: nowMs - 2 * dayMs - 1 }),
    aRun({ id: 4, status: 'in_progress', createdAtMs: nowMs - 9 * dayMs, startedAtMs: nowMs - hourMs }),
    aRun({ id: 5, status: 'completed', createdAtMs: nowMs - 9 * dayMs }),
    aRun({ id: 6, status: 'in_progress', createdAtMs: nowMs - 9 * dayMs }),
    aRun({ id: 7, status: 'in_progress', createdAtMs: nowMs - 9 * dayMs, workflowId: 99 }),
  ])
  test('cancels what hangs for longer, never the current run, and deletes nothing', () => {
    const decision = decideOn(
      { runs, currentRunId: 6 },
      {
        targets: ['runs'],
        cancelStaleMs: 2 * dayMs,
        selectors: { workflow: { includes: [{ kind: 'id', id: 10 }], excludes: [] } },
      },
    )
    expect(decision.stale.map(({ run }) => run.id)).toEqual([1, 3])
    expect(idsOf(decision)).toEqual([])
  })
})
