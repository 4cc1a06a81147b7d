import { completeRun, rerun } from './build.ts'
import { ApiFailure, endpoint, idOf, notFound, publicRead, restrictedRead, write } from './endpoint.ts'
import type { ApiRequest, Endpoint } from './endpoint.ts'
import { listing } from './pagination.ts'
import { renderRun } from './render-runs.ts'
import { filterRuns } from './run-filter.ts'
import { runLogPath } from './storage.ts'
import { latestAttempt, removeRun } from './world.ts'
import type { Attempt, Run } from './world.ts'
import { workflowOf } from './rest-workflows.ts'

const read = publicRead('actions')
const logRead = restrictedRead('actions')

export function runOf(request: ApiRequest): Run {
  const run = request.repository.runs.get(idOf(request, 'run_id'))
  if (run === undefined) throw notFound()
  return run
}

export function attemptOf(request: ApiRequest, run: Run): Attempt {
  const number = idOf(request, 'attempt_number')
  const attempt = run.attempts.find((candidate) => candidate.number === number)
  if (attempt === undefined) throw notFound()
  return attempt
}

function view(request: ApiRequest, attempt: Attempt) {
  const isExcluded = request.query.get('exclude_pull_requests') === 'true'
  return { links: request.links, attempt, pulls: isExcluded ? 'excluded' : 'shown' } as const
}

function runListing(request: ApiRequest, runs: readonly Run[]) {
  const { matching, isFiltered } = filterRuns(request.query, runs)
  const cap = isFiltered ? request.profile.filteredRunCap : request.profile.unfilteredRunCap
  return listing(request, matching.slice(0, cap), (page) => ({
    total_count: matching.length,
    workflow_runs: page.map((run) => renderRun(run, view(request, latestAttempt(run)))),
  }))
}

function logsOf(request: ApiRequest, run: Run, attempt: Attempt) {
  if (run.logs === 'expired') throw new ApiFailure(410, 'Server Error: logs have expired')
  if (run.logs === 'deleted' || attempt.status !== 'completed') throw notFound()
  const location = request.signer.sign({
    path: runLogPath(run, attempt.number),
    action: 'r',
    lifetimeMs: request.profile.signedUrlMs,
    contentType: 'application/zip',
    contentDisposition: `attachment; filename=logs_${run.id}.zip`,
  })
  return { status: 302, location } as const
}

function cancel(request: ApiRequest) {
  const run = runOf(request)
  if (latestAttempt(run).status === 'completed') {
    throw new ApiFailure(409, 'Cannot cancel a workflow run that is completed.')
  }
  completeRun(run, 'cancelled')
  return { status: 202, json: {} } as const
}

function startAgain(request: ApiRequest, jobs: 'all' | 'failed') {
  const run = runOf(request)
  if (latestAttempt(run).status !== 'completed') {
    throw new ApiFailure(403, 'This workflow is already running')
  }
  rerun(run, { status: 'queued', startedAt: request.world.clock.now(), jobs })
  return { status: 201, json: {} } as const
}

export const runEndpoints: readonly Endpoint[] = [
  endpoint('GET /repos/{owner}/{repo}/actions/runs', read, (request) =>
    runListing(request, request.repository.runs.list()),
  ),

  endpoint('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', read, (request) =>
    runListing(request, request.repository.runs.listBy(workflowOf(request).id)),
  ),

  endpoint('GET /repos/{owner}/{repo}/actions/runs/{run_id}', read, (request) => {
    const run = runOf(request)
    return { status: 200, json: renderRun(run, view(request, latestAttempt(run))) }
  }),

  endpoint('GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}', read, (request) => {
    const run = runOf(request)
    return { status: 200, json: renderRun(run, view(request, attemptOf(request, run))) }
  }),

  endpoint('DELETE /repos/{owner}/{repo}/actions/runs/{run_id}', write('actions'), (request) => {
    const run = runOf(request)
    if (latestAttempt(run).status !== 'completed') {
      throw new ApiFailure(
        request.profile.unfinishedDeleteStatus,
        'Cannot delete a workflow run that is not completed.',
      )
    }
    removeRun(run)
    return { status: 204 }
  }),

  endpoint('GET /repos/{owner}/{repo}/actions/runs/{run_id}/logs', logRead, (request) => {
    const run = runOf(request)
    return logsOf(request, run, latestAttempt(run))
  }),

  endpoint(
    'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/logs',
    logRead,
    (request) => {
      const run = runOf(request)
      return logsOf(request, run, attemptOf(request, run))
    },
  ),

  endpoint('DELETE /repos/{owner}/{repo}/actions/runs/{run_id}/logs', write('actions'), (request) => {
    const run = runOf(request)
    if (latestAttempt(run).status !== 'completed') {
      throw new ApiFailure(403, 'Cannot delete the logs of a workflow run that is not completed.')
    }
    if (run.logs !== 'present') throw notFound()
    run.logs = 'deleted'
    return { status: 204 }
  }),

  endpoint('POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel', write('actions'), cancel),
  endpoint('POST /repos/{owner}/{repo}/actions/runs/{run_id}/force-cancel', write('actions'), cancel),

  endpoint('POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun', write('actions'), (request) =>
    startAgain(request, 'all'),
  ),

  endpoint(
    'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs',
    write('actions'),
    (request) => startAgain(request, 'failed'),
  ),

  endpoint('GET /repos/{owner}/{repo}/actions/runs/{run_id}/timing', read, (request) => {
    const run = runOf(request)
    const attempt = latestAttempt(run)
    return {
      status: 200,
      json: { billable: billableOf(run, attempt), run_duration_ms: attempt.updatedAt - attempt.startedAt },
    }
  }),
]

/** GitHub bills each job in whole minutes. */
const billedMs = 60_000

function billableOf(run: Run, attempt: Attempt) {
  if (run.billableMs !== null) {
    return Object.fromEntries(
      Object.entries(run.billableMs).map(([system, total]) => [system, { total_ms: total, jobs: 1 }]),
    )
  }
  const billable: Record<
    string,
    { total_ms: number; jobs: number; job_runs: { job_id: number; duration_ms: number }[] }
  > = {}
  for (const job of attempt.jobs) {
    if (job.completedAt === null || job.conclusion === 'skipped') continue
    const label = job.labels[0] ?? ''
    const system = label.startsWith('windows') ? 'WINDOWS' : label.startsWith('macos') ? 'MACOS' : 'UBUNTU'
    const duration = Math.ceil(Math.max(0, job.completedAt - job.startedAt) / billedMs) * billedMs
    const entry = (billable[system] ??= { total_ms: 0, jobs: 0, job_runs: [] })
    entry.total_ms += duration
    entry.jobs++
    entry.job_runs.push({ job_id: job.id, duration_ms: duration })
  }
  return billable
}
