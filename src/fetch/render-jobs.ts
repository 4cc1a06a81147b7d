/** jobs.json: a run with the jobs and steps of every attempt. Its schema is docs/schemas/jobs.schema.json. Pure. */
import type { Job, Step } from '../model.ts'
import { fullName, type TakenRun } from './findings.ts'

/** Rises when a reader of an older file would misunderstand a newer one. */
const jobsVersion = 1

/** The text of the file. */
export function renderJobs({ repository, run, identity, jobs }: TakenRun): string {
  const attempts = new Map<number, Job[]>()
  for (const { job } of jobs) {
    const known = attempts.get(job.attempt)
    if (known === undefined) attempts.set(job.attempt, [job])
    else known.push(job)
  }
  const content = {
    version: jobsVersion,
    repository: fullName(repository),
    run: {
      id: identity.id,
      number: identity.number,
      attempt: identity.attempt,
      url: identity.url,
      title: run?.title ?? null,
      workflow: identity.workflowName,
      workflowPath: run?.workflowPath ?? null,
      event: identity.event,
      status: identity.status,
      conclusion: identity.conclusion,
      headBranch: identity.headBranch,
      headSha: identity.headSha,
      headRepository: run?.headRepositoryName ?? null,
      actor: run?.actor ?? null,
      createdAt: time(identity.createdAtMs),
      startedAt: time(run?.startedAtMs ?? null),
      updatedAt: time(run?.updatedAtMs ?? null),
    },
    attempts: [...attempts]
      .toSorted(([one], [other]) => one - other)
      .map(([attempt, own]) => ({ attempt, jobs: own.map(jobEntry) })),
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

const jobEntry = (job: Job): object => ({
  id: job.id,
  name: job.name,
  status: job.status,
  conclusion: job.conclusion,
  createdAt: time(job.createdAtMs),
  startedAt: time(job.startedAtMs),
  completedAt: time(job.completedAtMs),
  labels: job.labels,
  runner: job.runnerName,
  url: job.url,
  steps: job.steps.map(stepEntry),
})

const stepEntry = (step: Step): object => ({
  number: step.number,
  name: step.name,
  status: step.status,
  conclusion: step.conclusion,
  startedAt: time(step.startedAtMs),
  completedAt: time(step.completedAtMs),
})

const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())
