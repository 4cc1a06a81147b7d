/** The cases of the prune bench: what the repository holds, what is to go, and the bars that have to be cleared. */
import { addArtifact, addRepository, addRun, addWorkflow } from '../sandbox/build.ts'
import { ago } from '../sandbox/clock.ts'
import type { Repository, World } from '../sandbox/world.ts'

/**
 * `steward`: this action. `sequential`: lists the same things, one page after the other. `by-run` and `by-page`: what
 * c-hive/gha-remove-artifacts and kolpav/purge-artifacts-action do.
 */
export type PruneEngineName = 'steward' | 'sequential' | 'by-run' | 'by-page'

/** The most that our figures may be; null where there is no bar. */
export interface PruneBars {
  readonly wallMs: number | null
  /** Share of the reference's wall time. */
  readonly ratio: number | null
  /** All GETs; of lists of artifacts; of lists of runs. */
  readonly gets: number | null
  readonly artifactPages: number | null
  readonly runPages: number | null
  readonly cpuMs: number | null
  readonly peakRssBytes: number | null
}

export interface PruneCase {
  readonly name: string
  readonly engines: readonly PruneEngineName[]
  /** Whose wall time ours is compared with. */
  readonly reference: PruneEngineName | null
  readonly bars: PruneBars
  /** Inputs of our step beyond the mode. */
  readonly with: Readonly<Record<string, string>>
  /** What is older goes, for the engines of peers. */
  readonly maxAgeDays: number
  /** How many deletions make a right result; for a dry run 0. */
  readonly deletions: number
  /** Requests an hour that the token has. */
  readonly quota: number
  readonly rounds: number
  /** Takes minutes: only in a full run. */
  readonly isLong: boolean
  readonly fill: (world: World) => Repository
}

const megabyte = 1_000_000
const noBars: PruneBars = {
  wallMs: null,
  ratio: null,
  gets: null,
  artifactPages: null,
  runPages: null,
  cpuMs: null,
  peakRssBytes: null,
}

export const pruneCases: readonly PruneCase[] = [
  {
    name: '10,000 artifacts in 2,000 runs, listed and planned',
    engines: ['steward', 'sequential'],
    reference: 'sequential',
    bars: { ...noBars, ratio: 0.25, artifactPages: 100, runPages: 20 },
    with: { 'keep-last': '3', 'keep-within': '30d' },
    maxAgeDays: 0,
    deletions: 0,
    quota: 5000,
    rounds: 3,
    isLong: false,
    fill: (world) => fill(world, { runs: 2000, artifactsPerRun: 5, oldRuns: 400 }),
  },
  {
    name: '100 deletions among 2,000 artifacts in 400 runs',
    engines: ['steward', 'by-run', 'by-page'],
    reference: 'by-run',
    bars: { ...noBars, wallMs: 50_000, gets: 28, artifactPages: 20 },
    with: { 'keep-within': '30d', 'dry-run': 'false' },
    maxAgeDays: 30,
    deletions: 100,
    quota: 5000,
    rounds: 1,
    isLong: true,
    fill: (world) => fill(world, { runs: 400, artifactsPerRun: 5, oldRuns: 20 }),
  },
  {
    name: '400 deletions among 2,000 artifacts in 400 runs',
    engines: ['steward'],
    reference: null,
    bars: { ...noBars, gets: 28, artifactPages: 20 },
    with: { 'keep-within': '30d', 'dry-run': 'false' },
    maxAgeDays: 30,
    deletions: 400,
    quota: 5000,
    rounds: 1,
    isLong: true,
    fill: (world) => fill(world, { runs: 400, artifactsPerRun: 5, oldRuns: 80 }),
  },
  {
    name: '100,000 artifacts in 20,000 runs, planned',
    engines: ['steward'],
    reference: null,
    bars: { ...noBars, artifactPages: 1000, cpuMs: 5000, peakRssBytes: 400 * megabyte },
    with: { 'keep-last': '3', 'keep-within': '30d' },
    maxAgeDays: 0,
    deletions: 0,
    // Of an organization on GitHub Enterprise Cloud: no other quota pays for so much.
    quota: 15_000,
    rounds: 1,
    isLong: true,
    fill: (world) => fill(world, { runs: 20_000, artifactsPerRun: 5, oldRuns: 4000 }),
  },
  {
    name: '100,000 artifacts whose names are 240 characters long and never repeat, planned',
    engines: ['steward'],
    reference: null,
    bars: { ...noBars, artifactPages: 1000, cpuMs: 5000, peakRssBytes: 400 * megabyte },
    with: { 'keep-last': '3', 'keep-within': '30d', 'max-delete-percent': '100%' },
    maxAgeDays: 0,
    deletions: 0,
    quota: 15_000,
    rounds: 1,
    isLong: true,
    fill: (world) => fill(world, { runs: 20_000, artifactsPerRun: 5, oldRuns: 4000, nameLength: 240 }),
  },
]

interface Size {
  readonly runs: number
  readonly artifactsPerRun: number
  /** How many of the runs are older than 30 days, and on no branch that is the default one. */
  readonly oldRuns: number
  /** Where it is given, names are as long as this, and no two are the same. */
  readonly nameLength?: number
}

const systems = ['ubuntu-latest', 'windows-latest', 'macos-latest']
const kinds = ['coverage-report', 'test-results', 'playwright-traces', 'build-output', 'docker-image-digests']
const topics = ['feature', 'fix', 'dependabot/npm_and_yarn', 'renovate', 'release']

/**
 * Runs of five workflows on some hundred branches, spread evenly over 30 days and the 30 before; oldest first. One of
 * the runs is the step's own, which is added later: the newest has its artifacts.
 */
function fill(world: World, size: Size): Repository {
  const { artifactsPerRun, oldRuns, nameLength } = size
  const runs = size.runs - 1
  const repository = addRepository(world, 'octo-org/monorepo')
  const workflows = ['ci', 'nightly', 'e2e', 'release', 'docs'].map((name) =>
    addWorkflow(repository, `${name}.yml`, { name: `${name} pipeline` }),
  )
  for (let index = 0; index < runs; index += 1) {
    const isOld = index < oldRuns
    const share = isOld ? index / oldRuns : (index - oldRuns) / (runs - oldRuns)
    const workflow = workflows[index % workflows.length]
    if (workflow === undefined) throw new Error('no workflow')
    const run = addRun(workflow, {
      createdAt: ago(world, { days: isOld ? 60 - 29 * share : 29 - 28 * share }),
      branch: `${topics[index % topics.length]}/change-of-something-${index % 100}`,
      conclusion: index % 7 === 0 ? 'failure' : 'success',
    })
    const count = index === runs - 1 ? 2 * artifactsPerRun : artifactsPerRun
    for (let part = 0; part < count; part += 1) {
      const name = `${kinds[part % kinds.length]}-${systems[index % 3]}-node-${18 + 2 * (index % 4)}`
      addArtifact(
        run,
        nameLength === undefined ? name : `${name}-${index}-${part}-`.padEnd(nameLength, 'x'),
        {
          sizeBytes: 200_000 + 1000 * ((index * 31 + part * 17) % 900),
          digest: digestOf(index * artifactsPerRun + part),
        },
      )
    }
  }
  return repository
}

/** As long as one, without hashing anything. */
const digestOf = (count: number): string => `sha256:${count.toString(16).padStart(64, '0')}`
