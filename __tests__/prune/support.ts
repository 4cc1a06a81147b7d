/** Builders of the prune tests: inputs without any rule, and inventories of `octo/app`. */
import type { KeepRules, PruneInputs, Selectors } from '../../src/inputs.ts'
import { decide, type RepositoryDecision } from '../../src/prune/policy.ts'
import { policyOf } from '../../src/prune/policy-rules.ts'
import type { Fate } from '../../src/prune/policy-reasons.ts'
import type { Inventory } from '../../src/prune/items.ts'
import type { Artifact, Run } from '../../src/model.ts'
import { parsePattern, type PatternList } from '../../src/text/patterns.ts'
import { anArtifact, aRepository, aRun, dayMs, nowMs, octoApp } from '../support/builders.ts'

export const noSelectors: Selectors = {
  name: null,
  workflow: null,
  branch: null,
  event: null,
  actor: null,
  conclusion: null,
  commit: null,
  pullRequest: null,
  runIds: null,
  runNumbers: null,
  artifactIds: null,
  job: null,
  created: null,
  olderThanMs: null,
  newerThanMs: null,
  minSizeBytes: null,
  maxSizeBytes: null,
}

export const noRules: KeepRules = {
  withinMs: null,
  last: null,
  lastSuccessful: null,
  daily: null,
  weekly: null,
  monthly: null,
}

export interface InputChanges extends Omit<Partial<PruneInputs>, 'selectors' | 'keep'> {
  readonly selectors?: Partial<Selectors>
  readonly keep?: Partial<KeepRules>
}

/** What a user who wrote nothing but `mode: prune` would have, on `octo/app`; protections off, and not a dry run. */
export const pruneInputs = (changes: InputChanges = {}): PruneInputs => ({
  mode: 'prune',
  token: 'token',
  apiUrl: 'https://api.github.com',
  dryRun: false,
  summary: 'always',
  apiReserve: 0.2,
  targets: ['artifacts'],
  repositories: {
    includes: [{ owner: octoApp.owner, name: glob(octoApp.name) }],
    excludes: [],
  },
  groupBy: null,
  keepNone: false,
  protectName: null,
  protectBranch: null,
  protectTagged: false,
  protectOpenPrs: false,
  maxTotalSizeBytes: null,
  maxDeletions: 400,
  maxDeletePercent: 1,
  expectPlan: null,
  onError: 'fail',
  cancelStaleMs: null,
  timezone: 'UTC',
  ...changes,
  selectors: { ...noSelectors, ...changes.selectors },
  keep: { ...noRules, ...changes.keep },
})

export const glob = (line: string): PatternList['includes'][number] =>
  parsePattern(line, { crossesSlash: true })

/** A list of globs, `!` excludes. */
export const globs = (...lines: readonly string[]): PatternList => ({
  includes: lines.filter((line) => !line.startsWith('!')).map(glob),
  excludes: lines.filter((line) => line.startsWith('!')).map((line) => glob(line.slice(1))),
})

/** `keep: none`, without the default of keep-last-successful. */
export const keepNone = { keepNone: true } satisfies InputChanges

export const anInventory = (changes: Partial<Inventory> = {}): Inventory => ({
  repository: aRepository(),
  currentRunId: 100_000,
  artifacts: [],
  runs: new Map(),
  knownRuns: 'every',
  tagShas: new Set(),
  openHeads: { branches: new Set(), shas: new Set() },
  facts: {
    nowMs,
    defaultBranch: 'main',
    existingRefs: new Set(['main']),
    openHeads: new Set(),
    workflows: new Map(),
    commitSha: null,
    pullRequest: null,
  },
  inResults: new Set(),
  missing: [],
  ...changes,
})

export const runsById = (runs: readonly Run[]): ReadonlyMap<number, Run> =>
  new Map(runs.map((run) => [run.id, run]))

/** Artifacts `1..n`, each of a run of its own with the same id, the age in days given by its place. */
export function aged(
  agesDays: readonly number[],
  fields: (index: number) => Partial<Run> & { readonly artifact?: Partial<Artifact> } = () => ({}),
): { readonly artifacts: readonly Artifact[]; readonly runs: ReadonlyMap<number, Run> } {
  const runs = agesDays.map((age, index) => {
    const own: Partial<Run> & { artifact?: Partial<Artifact> } = { ...fields(index) }
    delete own.artifact
    return aRun({ id: index + 1, createdAtMs: nowMs - age * dayMs, ...own })
  })
  const artifacts = agesDays.map((age, index) =>
    artifactOf(runs[index] ?? aRun(), {
      id: index + 1,
      createdAtMs: nowMs - age * dayMs,
      ...fields(index).artifact,
    }),
  )
  return { artifacts, runs: runsById(runs) }
}

/** An artifact that a run uploaded. */
export const artifactOf = (run: Run, fields: Partial<Artifact> = {}): Artifact =>
  anArtifact({
    createdAtMs: run.createdAtMs,
    run: {
      id: run.id,
      headBranch: run.headBranch,
      headSha: run.headSha,
      repositoryId: run.repositoryId,
      headRepositoryId: run.headRepositoryId,
    },
    ...fields,
  })

export const decideOn = (inventory: Partial<Inventory>, inputs: InputChanges): RepositoryDecision =>
  decide(anInventory(inventory), policyOf(pruneInputs(inputs)))

/** Ids of the candidates, oldest first; runs as `run 1`, logs as `logs 1`. */
export const idsOf = (decision: RepositoryDecision): readonly string[] =>
  decision.candidates.map(({ item }) =>
    item.kind === 'artifact' ? String(item.id) : `${item.kind} ${item.id}`,
  )

/** The texts of the reasons of an item. */
export const reasonsOf = (
  decision: RepositoryDecision,
  id: number,
  kind: string = 'artifact',
): readonly string[] =>
  decision.decisions
    .find(({ item }) => item.id === id && item.kind === kind)
    ?.reasons.map(({ text }) => text) ?? []

export const fateOf = (
  decision: RepositoryDecision,
  id: number,
  kind: string = 'artifact',
): Fate | undefined => decision.decisions.find(({ item }) => item.id === id && item.kind === kind)?.fate
