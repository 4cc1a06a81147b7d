/** The examples of docs/which-run.md, run in the repository that the page describes. */
import { expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import type { Artifact, Commit, Run } from '../../src/model.ts'
import { aJob, anArtifact, aPull, aRef, aRun, aSha, aWorkflow, nowMs } from '../support/builders.ts'
import { aFakeRepository, fakeGitHub } from '../support/fake-github.ts'
import type { With } from '../support/step.ts'
import { aWorld, find, takenIds } from './world.ts'

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/which-run.md'), 'utf8')

/** `c3` as the SHA that tests use for it. */
const shaOf = (commit: string): string => aSha(Number.parseInt(commit, 36))

const unitMs: Readonly<Record<string, number>> = { min: 60_000, h: 3_600_000, d: 86_400_000 }
const ageMs = (text: string): number => {
  const [count = '', unit = ''] = text.split(' ')
  return Number(count) * (unitMs[unit] ?? Number.NaN)
}

interface Row {
  readonly run: Run
  readonly artifacts: readonly Artifact[]
}

const rows: readonly Row[] = [...page.matchAll(/^\| (\d{3}) +\|(.*)\|$/gm)].map(([, id = '', rest = '']) => {
  const [name = '', event = '', branch = '', commit = '', conclusion = '', age = '', artifacts = ''] = rest
    .split('|')
    .map((cell) => cell.trim())
  const [file = '', number = ''] = name.split(' #')
  const isFork = branch.endsWith(' of a fork')
  const run = aRun({
    id: Number(id),
    number: Number(number),
    workflowId: file === 'ci.yml' ? 10 : 11,
    workflowName: file,
    workflowPath: `.github/workflows/${file}`,
    event,
    headBranch: branch.replace(' of a fork', ''),
    headRepositoryId: isFork ? 9 : 1,
    headSha: shaOf(commit),
    status: conclusion === 'in_progress' ? 'in_progress' : 'completed',
    conclusion: conclusion === 'in_progress' ? null : conclusion,
    createdAtMs: nowMs - ageMs(age),
  })
  return {
    run,
    artifacts: artifacts.split(', ').map((text, index) =>
      anArtifact({
        id: run.id * 10 + index,
        name: text.replace(' (expired)', ''),
        isExpired: text.endsWith(' (expired)'),
        createdAtMs: run.createdAtMs + 60_000,
        run: {
          id: run.id,
          headBranch: run.headBranch,
          headSha: run.headSha,
          repositoryId: 1,
          headRepositoryId: run.headRepositoryId,
        },
      }),
    ),
  }
})

const line = (...names: readonly string[]): readonly Commit[] =>
  names.map((name, index) => ({
    sha: shaOf(name),
    parents: index === 0 ? [] : [shaOf(names[index - 1] ?? '')],
  }))

const world = () =>
  aWorld(
    fakeGitHub(
      aFakeRepository({
        runs: rows.map(({ run }) => run),
        artifacts: rows.flatMap(({ artifacts }) => artifacts),
        workflows: [
          aWorkflow(),
          aWorkflow({ id: 11, name: 'Nightly', path: '.github/workflows/nightly.yml' }),
        ],
        jobs: rows.map(({ run }) => aJob({ id: run.id, runId: run.id })),
        commits: [...line('c1', 'c2', 'c3', 'c4', 'c5'), ...line('c3', 'p1', 'p2').slice(1)],
        branches: [
          aRef('main', shaOf('c5')),
          aRef('fix-typo', shaOf('p2')),
          aRef('release/1.x', shaOf('r1')),
        ],
        pulls: [
          aPull({
            number: 5,
            headBranch: 'fix-typo',
            headSha: shaOf('p2'),
            baseSha: shaOf('c4'),
            createdAtMs: nowMs - ageMs('2 d'),
          }),
        ],
      }),
    ),
    {
      context: {
        event: 'pull_request',
        payload: {
          pull_request: {
            number: 5,
            base: { sha: shaOf('c4') },
            head: { sha: shaOf('p2'), ref: 'fix-typo' },
          },
        },
      },
    },
  )

const examples = [
  ...page.matchAll(/^### (\d+\. .*)\n\n```yaml\n([\s\S]*?)```\n\n\*\*You get (.*?)\.\*\*([\s\S]*?)(?=^##)/gm),
]

test('there are nine runs and ten examples', () => {
  expect([rows.length, examples.length]).toEqual([9, 10])
})

test.each(
  examples.map(([, title = '', yaml = '', result = '', prose = '']) => ({ title, yaml, result, prose })),
)('$title: $result', async ({ yaml, result, prose }) => {
  const values = parse(yaml) as Readonly<Record<string, string | number>>
  const step: With = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
  if (result === 'an error') {
    await expect(find(world(), step)).rejects.toMatchObject({ hint: expect.stringContaining('allow-forks') })
    return
  }
  const findings = await find(world(), step)
  expect(`run${takenIds(findings).length > 1 ? 's' : ''} ${takenIds(findings).join(', ')}`).toBe(result)
  const [, distance] = /`distance` is (\d+)/.exec(prose) ?? []
  if (distance !== undefined) expect(findings.distance).toBe(Number(distance))
})
