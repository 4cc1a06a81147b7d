import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { decodePlan, planDocument } from '../../src/prune/plan-document.ts'
import { differences } from '../../src/prune/plan-expect.ts'
import { planHash, planOf, queueOf, type Plan } from '../../src/prune/plan.ts'
import { aRepository, aRun, dayMs, nowMs } from '../support/builders.ts'
import { aged, artifactOf, decideOn, keepNone, runsById, type InputChanges } from './support.ts'

const options = { nowMs, targets: ['artifacts'], maxDeletions: 400 } as const

const planFor = (agesDays: readonly number[], changes: InputChanges = keepNone): Plan =>
  planOf([decideOn(aged(agesDays), changes)], { ...options, ...changes })

const textOf = (plan: Plan): string => [...planDocument(plan, { isDryRun: true, outcomeOf: null })].join('')

describe('the slice', () => {
  test('takes the oldest, and leaves the rest in their order', () => {
    const [plan] = planFor([1, 4, 2, 3], { ...keepNone, maxDeletions: 2 }).repositories
    expect(plan?.deletions.map(({ item }) => item.id)).toEqual([2, 4])
    expect(plan?.later.map(({ item }) => item.id)).toEqual([3, 1])
  })

  test('goes over all repositories', () => {
    const other = aRepository({ id: 2, name: 'lib' })
    const plan = planOf(
      [decideOn(aged([1, 5]), keepNone), decideOn({ ...aged([9, 3]), repository: other }, keepNone)],
      { ...options, maxDeletions: 2 },
    )
    expect(plan.repositories.map(({ deletions }) => deletions.map(({ item }) => item.id))).toEqual([[2], [1]])
    expect(queueOf(plan).map(({ decision }) => decision.item.timeMs)).toEqual(
      [9, 5, 3, 1].map((age) => nowMs - age * dayMs),
    )
  })
})

describe('the hash', () => {
  test('is of what this run deletes, of nothing else', () => {
    const plan = planFor([1, 2, 3], { ...keepNone, maxDeletions: 2 })
    expect(plan.hash).toBe(
      planHash(['artifacts'], 1, [
        { kind: 'artifact', id: 2 },
        { kind: 'artifact', id: 3 },
      ]),
    )
    const later = planFor([1, 2, 3, 0.5], { ...keepNone, maxDeletions: 2 })
    expect(later.hash).toBe(plan.hash)
  })

  test('is what everyone can compute', () => {
    // printf 'target:artifacts,runs\nrepository:7\nartifact:2\nartifact:10\nrun:1' | sha256sum
    expect(
      planHash(['runs', 'artifacts'], 7, [
        { kind: 'run', id: 1 },
        { kind: 'artifact', id: 10 },
        { kind: 'artifact', id: 2 },
      ]),
    ).toBe('53a8ae65d8e36d41072610118cb51d5b3ae2b52a5d9465255c60ecf50fc3f506')
  })

  test('tells kinds, targets and repositories apart', () => {
    const hashes = [
      planHash(['runs'], 1, [{ kind: 'run', id: 1 }]),
      planHash(['logs'], 1, [{ kind: 'logs', id: 1 }]),
      planHash(['logs', 'runs'], 1, [{ kind: 'run', id: 1 }]),
      planHash(['logs', 'runs'], 1, [{ kind: 'logs', id: 1 }]),
      planHash(['runs'], 2, [{ kind: 'run', id: 1 }]),
      planHash(['runs'], 1, []),
    ]
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  test('of several repositories does not mind those that lose nothing, nor their order', () => {
    const one = decideOn(aged([1]), keepNone)
    const two = decideOn({ ...aged([2]), repository: aRepository({ id: 2, name: 'lib' }) }, keepNone)
    const idle = decideOn({ repository: aRepository({ id: 3, name: 'idle' }) }, keepNone)
    const hash = planOf([one, two], options).hash
    expect(planOf([two, idle, one], options).hash).toBe(hash)
    expect(planOf([one, idle], options).hash).not.toBe(hash)
  })
})

describe('the plan file', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../docs/schemas/plan.schema.json', import.meta.url), 'utf8'),
  ) as object
  const validate = formats.default(new Ajv({ allErrors: true })).compile(schema)

  const runs = [1, 2, 3].map((id) =>
    aRun({ id, createdAtMs: nowMs - id * dayMs, status: id === 3 ? 'in_progress' : 'completed' }),
  )
  const odd = runs.flatMap((run) => [
    artifactOf(run, { id: run.id * 10, name: 'a "b"\n\u2028</script>' }),
    artifactOf(run, { id: run.id * 10 + 1, isExpired: true }),
  ])
  test.each<[string, Plan]>([
    ['nothing', planOf([decideOn({}, keepNone)], options)],
    ['artifacts', planFor([1, 2, 3], { ...keepNone, maxDeletions: 2 })],
    [
      'everything',
      planOf(
        [
          decideOn(
            {
              runs: runsById(runs),
              artifacts: [...odd, artifactOf(runs[0] ?? aRun(), { id: 99, run: null })],
            },
            {
              ...keepNone,
              targets: ['artifacts', 'logs', 'runs'],
              cancelStaleMs: dayMs,
              maxDeletePercent: 0,
            },
          ),
          decideOn({ repository: aRepository({ id: 2 }) }, keepNone),
        ],
        { ...options, targets: ['artifacts', 'logs', 'runs'] },
      ),
    ],
    ['no repository', planOf([], options)],
  ])('is as the schema says: %s', (_, plan) => {
    const document: unknown = JSON.parse(textOf(plan))
    validate(document)
    expect(validate.errors).toBeNull()
    const outcomes: unknown = JSON.parse(
      [...planDocument(plan, { isDryRun: false, outcomeOf: () => 'gone' })].join(''),
    )
    validate(outcomes)
    expect(validate.errors).toBeNull()
  })

  test('has one item a line, so that plans can be compared as text', () => {
    const lines = textOf(planFor([1, 2, 3])).split('\n')
    expect(lines.filter((line) => line.includes('"kind":"artifact"'))).toHaveLength(3)
  })

  test('is read back', () => {
    const plan = planFor([1, 2, 3], { ...keepNone, maxDeletions: 2 })
    expect(decodePlan(textOf(plan))).toEqual({
      targets: ['artifacts'],
      repositories: [
        {
          id: 1,
          name: 'octo/app',
          // In the order of the file.
          deletions: [
            expect.objectContaining({ kind: 'artifact', id: 2, name: 'coverage' }),
            expect.objectContaining({ kind: 'artifact', id: 3, name: 'coverage' }),
          ],
        },
      ],
    })
  })

  test.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['another version', '{"version":2,"targets":[],"repositories":[]}'],
    ['no repositories', '{"version":1,"targets":[]}'],
    ['a repository without items', '{"version":1,"targets":[],"repositories":[{"id":1,"name":"a/b"}]}'],
    [
      'an item without id',
      '{"version":1,"targets":[],"repositories":[{"id":1,"name":"a/b","items":[{"kind":"run","fate":"delete"}]}]}',
    ],
    ['a target that is no text', '{"version":1,"targets":[1],"repositories":[]}'],
  ])('is refused when it is %s', (_, text) => {
    expect(decodePlan(text)).toBeNull()
  })
})

describe('differences', () => {
  const expected = (plan: Plan) => {
    const decoded = decodePlan(textOf(plan))
    if (decoded === null) throw new Error('not read back')
    return { kind: 'file', plan: decoded } as const
  }

  test('there are none to itself, by hash and by file', () => {
    const plan = planFor([1, 2, 3])
    expect(differences(plan, { kind: 'hash', hash: plan.hash.toUpperCase() })).toEqual([])
    expect(differences(plan, expected(plan))).toEqual([])
  })

  test('another target, and an item that is only left to a later run', () => {
    const before = planFor([1, 2, 3], { ...keepNone, maxDeletions: 3 })
    const now: Plan = {
      ...planFor([1, 2, 3], { ...keepNone, maxDeletions: 2 }),
      targets: ['artifacts', 'runs'],
    }
    expect(differences(now, expected(before))).toEqual([
      'The target is artifacts, runs now; in that plan it was artifacts.',
      '- artifact 1 "coverage" (run 1): is left to a later run now.',
    ])
  })

  test('are cut where there are many', () => {
    const lines = differences(
      planFor(Array.from({ length: 50 }, (_, index) => index + 1)),
      expected(planFor([])),
    )
    expect(lines).toHaveLength(21)
    expect(lines.at(-1)).toBe('… and 30 more.')
  })

  test('a repository that is no part of it any more', () => {
    const plan = planFor([1])
    const gone = planOf(
      [decideOn({ ...aged([1]), repository: aRepository({ id: 9, name: 'old' }) }, keepNone)],
      options,
    )
    expect(differences(plan, expected(gone))).toEqual([
      '+ artifact 1 "coverage" (run 1): would go now, and is not in that plan.',
      '- octo/old: is not part of this plan.',
    ])
  })
})
