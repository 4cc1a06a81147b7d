/** Whether what a run has is all that was asked for: its artifacts, or its jobs. Pure. */
import type { Artifact, Job } from '../model.ts'
import { selectArtifacts, unmatchedNames, type ArtifactVerdict } from '../select/artifacts.ts'
import { matchesList, type Pattern, type PatternList } from '../text/patterns.ts'
import { countOf } from '../text/format.ts'
import type { ArtifactDecision, NumberedJob } from './findings.ts'
import type { FetchRequest } from './plan-request.ts'

export interface Contents {
  readonly artifacts: readonly Artifact[]
  readonly jobs: readonly NumberedJob[]
  readonly artifactDecisions: readonly ArtifactDecision[]
  /** Why a search passes the run over: a clause, without a full stop. Null when it has all. */
  readonly lack: string | null
}

/** Judges the artifacts of a run. */
export function judgeArtifacts(
  runId: number,
  artifacts: readonly Artifact[],
  request: Pick<FetchRequest, 'artifactSelectors' | 'minCount'>,
): Contents {
  const selection = selectArtifacts(artifacts, request.artifactSelectors)
  return {
    artifacts: selection.taken,
    jobs: [],
    artifactDecisions: selection.verdicts.map((verdict) => decisionOf(verdict, runId)),
    lack: lackOfArtifacts(selection.verdicts, selection.taken, request),
  }
}

/** An artifact's verdict as a decision of this fetch. */
export const decisionOf = (verdict: ArtifactVerdict, runId: number | null): ArtifactDecision => ({
  artifact: verdict.artifact,
  runId,
  isTaken: verdict.isTaken,
  test: verdict.isTaken ? '' : verdict.test,
  reason: verdict.isTaken ? '' : verdict.reason,
})

function lackOfArtifacts(
  verdicts: readonly ArtifactVerdict[],
  taken: readonly Artifact[],
  { artifactSelectors, minCount }: Pick<FetchRequest, 'artifactSelectors' | 'minCount'>,
): string | null {
  const [unmatched] = unmatchedNames(taken, artifactSelectors)
  if (unmatched !== undefined) return lackOfName(verdicts, unmatched)
  if (taken.length >= Math.max(minCount, 1)) return null
  const nearMiss = verdicts.find(isNearMiss)
  if (taken.length > 0)
    return `it has ${countOf(taken.length, 'artifact')} of those asked for, fewer than min-count (${minCount})`
  if (nearMiss !== undefined) return `its artifact "${nearMiss.artifact.name}" ${nearMiss.reason}`
  return verdicts.length === 0 ? 'it has no artifacts' : 'it has no artifact whose name is asked for'
}

/** The reason of the artifact that has the name and fails otherwise says more than "has none". */
function lackOfName(verdicts: readonly ArtifactVerdict[], pattern: Pattern): string {
  const nearMiss = verdicts.find((verdict) => isNearMiss(verdict) && pattern.matches(verdict.artifact.name))
  if (nearMiss !== undefined && !nearMiss.isTaken)
    return `its artifact "${nearMiss.artifact.name}" ${nearMiss.reason}`
  return pattern.isLiteral
    ? `it has no artifact "${pattern.source}"`
    : `it has no artifact that matches ${pattern.source}`
}

const isNearMiss = (verdict: ArtifactVerdict): verdict is ArtifactVerdict & { readonly isTaken: false } =>
  !verdict.isTaken && (verdict.test === 'expired' || verdict.test === 'size')

/**
 * Judges the jobs of a run (every attempt's). For logs: the newest execution of each, those that have a log; for
 * jobs: every execution.
 */
export function judgeJobs(jobs: readonly Job[], request: Pick<FetchRequest, 'target' | 'job'>): Contents {
  const wanted = numbered(request.target === 'logs' ? newestExecutions(jobs) : jobs, jobs).filter(
    ({ job }) => request.job === null || matchesList(request.job, job.name),
  )
  const taken = request.target === 'logs' ? wanted.filter(({ job }) => hasLog(job)) : wanted
  return {
    artifacts: [],
    jobs: taken,
    artifactDecisions: [],
    lack: lackOfJobs(wanted, taken, request),
  }
}

/** A job that was skipped never ran, and the log of one that runs can only be had when it has ended. */
const hasLog = (job: Job): boolean => job.status === 'completed' && job.conclusion !== 'skipped'

function lackOfJobs(
  wanted: readonly NumberedJob[],
  taken: readonly NumberedJob[],
  { job: list }: { readonly job: PatternList | null },
): string | null {
  const unmatched = list?.includes.find((pattern) => !wanted.some(({ job }) => pattern.matches(job.name)))
  if (unmatched !== undefined) return `it has no job that matches ${unmatched.source}`
  const withoutLog = list?.includes.find((pattern) => !taken.some(({ job }) => pattern.matches(job.name)))
  if (withoutLog !== undefined) return `its job that matches ${withoutLog.source} has no log (yet)`
  if (taken.length > 0) return null
  return wanted.length === 0 ? 'it has no jobs' : 'none of its jobs has a log (yet)'
}

/**
 * The jobs of the newest attempt in which each name ran. Jobs that a re-run left alone count with the attempt they
 * ran in; several of one name in one attempt all count.
 */
function newestExecutions(jobs: readonly Job[]): readonly Job[] {
  const attempts = new Map<string, number>()
  for (const { name, attempt } of jobs) attempts.set(name, Math.max(attempt, attempts.get(name) ?? 0))
  return jobs.filter(({ name, attempt }) => attempts.get(name) === attempt)
}

/**
 * Numbered in the order in which GitHub made the first job of each name: so a number depends neither on the filter nor
 * on what was run again.
 */
function numbered(jobs: readonly Job[], all: readonly Job[]): readonly NumberedJob[] {
  const firstIds = new Map<string, number>()
  for (const { name, id } of all) firstIds.set(name, Math.min(id, firstIds.get(name) ?? id))
  const firstIdOf = ({ name, id }: Job): number => firstIds.get(name) ?? id
  return jobs
    .toSorted((one, other) => firstIdOf(one) - firstIdOf(other) || one.id - other.id)
    .map((job, index) => ({ job, place: index + 1, of: jobs.length }))
}
