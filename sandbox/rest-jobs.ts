import { ApiFailure, endpoint, idOf, notFound, publicRead, restrictedRead } from './endpoint.ts'
import type { ApiRequest, Endpoint } from './endpoint.ts'
import { listing } from './pagination.ts'
import { renderJob } from './render-runs.ts'
import { attemptOf, runOf } from './rest-runs.ts'
import { jobLogPath } from './storage.ts'
import { latestAttempt } from './world.ts'
import type { Job } from './world.ts'

const read = publicRead('actions')

function jobOf(request: ApiRequest): Job {
  const job = request.repository.jobs.get(idOf(request, 'job_id'))
  if (job === undefined) throw notFound()
  return job
}

const jobListing = (request: ApiRequest, jobs: readonly Job[]) =>
  listing(request, jobs, (page) => ({
    total_count: jobs.length,
    jobs: page.map((job) => renderJob(request.links, job)),
  }))

export const jobEndpoints: readonly Endpoint[] = [
  endpoint('GET /repos/{owner}/{repo}/actions/jobs/{job_id}', read, (request) => ({
    status: 200,
    json: renderJob(request.links, jobOf(request)),
  })),

  endpoint('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', read, (request) => {
    const run = runOf(request)
    if (request.query.get('filter') === 'all') {
      return jobListing(
        request,
        run.attempts.flatMap((attempt) => attempt.jobs),
      )
    }
    const { jobs } = latestAttempt(run)
    const isWhole = request.profile.latestJobs === 'whole-attempt'
    return jobListing(request, isWhole ? jobs : jobs.filter((job) => !job.isCarriedOver))
  }),

  endpoint(
    'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs',
    read,
    (request) => jobListing(request, attemptOf(request, runOf(request)).jobs),
  ),

  endpoint('GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs', restrictedRead('actions'), (request) => {
    const job = jobOf(request)
    if (job.run.logs === 'expired') throw new ApiFailure(410, 'Server Error: logs have expired')
    if (job.run.logs === 'deleted' || job.status !== 'completed' || job.log === null) throw notFound()
    const location = request.signer.sign({
      path: jobLogPath(job),
      action: 'r',
      lifetimeMs: request.profile.signedUrlMs,
      contentType: 'text/plain; charset=utf-8',
    })
    return { status: 302, location }
  }),
]
