/** The cases of the summarise bench: what a run is made of, and the bars that it has to clear. */
import { addArtifact, addJob, addRepository, addRun, addWorkflow, rerun } from '../sandbox/build.ts'
import { ago, spanMs } from '../sandbox/clock.ts'
import { jobLog } from '../sandbox/seed-logs.ts'
import type { JobConclusion, Run, Workflow, World } from '../sandbox/world.ts'

/** The most that a case may take; null where there is no bar. */
export interface Bars {
  readonly wallMs: number | null
  readonly apiRequests: number | null
  readonly peakRssBytes: number | null
  readonly summaryBytes: number | null
}

export interface SummariseCase {
  readonly name: string
  /** One way, to every server. */
  readonly latencyMs: number
  readonly bars: Bars
  readonly with: Readonly<Record<string, string>>
  readonly rounds: number
  /** Fills the world and returns the run to summarise. */
  readonly fill: (world: World) => Run
}

const kibibyte = 1024
const megabyte = 1000 * 1000

export const summariseCases: readonly SummariseCase[] = [
  {
    name: 'a green run of 14 jobs, with a baseline',
    latencyMs: 50,
    bars: { wallMs: null, apiRequests: null, peakRssBytes: null, summaryBytes: null },
    with: {},
    rounds: 3,
    fill: (world) => {
      const ci = workflowIn(world)
      addBaseline(ci, 20, 14, 8)
      return aRun(ci, { jobs: 14, steps: 8, failing: 0 })
    },
  },
  {
    name: '200 jobs × 30 steps × 3 attempts, 20 of them failed, with a baseline that is red',
    latencyMs: 50,
    bars: { wallMs: 4000, apiRequests: 40, peakRssBytes: null, summaryBytes: null },
    with: {},
    rounds: 3,
    fill: (world) => {
      const ci = workflowIn(world)
      addBaseline(ci, 20, 200, 30)
      const red = addRun(ci, { createdAt: ago(world, { hours: 4 }), conclusion: 'failure' })
      addJobs(red, { jobs: 200, steps: 30, failing: 5 })
      const run = aRun(ci, { jobs: 200, steps: 30, failing: 40 })
      for (const failing of [30, 20]) {
        rerun(run, { conclusion: 'failure' })
        addJobs(run, { jobs: 200, steps: 30, failing })
      }
      return run
    },
  },
  {
    name: '1,000 jobs × 30 steps with long names, 100 of them failed, with a baseline, every step drawn',
    latencyMs: 50,
    bars: { wallMs: null, apiRequests: null, peakRssBytes: 300 * megabyte, summaryBytes: 1000 * kibibyte },
    with: { timeline: 'steps', 'log-lines': '1000' },
    rounds: 3,
    fill: (world) => {
      const ci = workflowIn(world)
      addBaseline(ci, 20, 1000, 30)
      return aRun(ci, {
        jobs: 1000,
        steps: 30,
        failing: 100,
        suffix: ', with a name that goes on and on'.repeat(6),
      })
    },
  },
  {
    name: 'the repository: 5,000 runs and 10,000 artifacts',
    latencyMs: 50,
    bars: { wallMs: 15_000, apiRequests: 160, peakRssBytes: 300 * megabyte, summaryBytes: 1000 * kibibyte },
    with: { target: 'repository', 'run-id': '' },
    rounds: 3,
    fill: (world) => {
      const ci = workflowIn(world)
      let last = addRun(ci, { createdAt: ago(world, { days: 29 }) })
      for (let index = 1; index < 5000; index += 1) {
        const run = addRun(ci, {
          createdAt: ago(world, { minutes: 8 * (5000 - index) }),
          branch: index % 3 === 0 ? 'main' : `topic-${index % 200}`,
          conclusion: index % 11 === 0 ? 'failure' : 'success',
        })
        addJobs(run, { jobs: 6, steps: 8, failing: index % 11 === 0 ? 1 : 0 })
        for (const name of ['coverage', `report-${index % 40}`])
          addArtifact(run, name, { sizeBytes: 900_000 })
        last = run
      }
      return last
    },
  },
]

interface Size {
  readonly jobs: number
  readonly steps: number
  /** How many of the jobs failed. */
  readonly failing: number
  readonly suffix?: string
}

const workflowIn = (world: World): Workflow =>
  addWorkflow(addRepository(world, 'octo/bench'), 'ci.yml', { name: 'CI' })

function aRun(ci: Workflow, size: Size): Run {
  const run = addRun(ci, {
    createdAt: ago(ci.repository.world, { hours: 2 }),
    branch: 'feature',
    conclusion: size.failing > 0 ? 'failure' : 'success',
  })
  addJobs(run, size)
  return run
}

/** Successful runs of main, the newest five with jobs: no more of them are ever read. */
function addBaseline(ci: Workflow, runs: number, jobs: number, steps: number): void {
  for (let index = runs; index > 0; index -= 1) {
    const run = addRun(ci, { createdAt: ago(ci.repository.world, { hours: 3 * index + 3 }) })
    if (index <= 5) addJobs(run, { jobs, steps, failing: 0 })
  }
}

/** Jobs in three stages, ten legs to a matrix. */
function addJobs(run: Run, { jobs, steps, failing, suffix = '' }: Size): void {
  const start = run.attempts.at(-1)?.startedAt ?? run.createdAt
  for (let index = 0; index < jobs; index += 1) {
    const createdAt = start + spanMs({ minutes: 6 * (index % 3) })
    const conclusion: JobConclusion =
      index % Math.ceil(jobs / Math.max(1, failing)) === 0 && failing > 0 ? 'failure' : 'success'
    const job = addJob(run, `suite ${Math.floor(index / 10)} (leg ${index % 10}${suffix})`, {
      status: 'completed',
      conclusion,
      createdAt,
      completedAt: createdAt + spanMs({ minutes: 4, seconds: index % 90 }),
      steps: stepsOf(steps),
    })
    if (conclusion === 'failure') job.log = () => jobLog(job, `takes payment ${Math.floor(index / 10)}`)
  }
}

/** Two of them are the runner's own. */
const stepsOf = (count: number): readonly string[] =>
  Array.from({ length: count - 2 }, (_, index) =>
    index === count - 3 ? 'npm test' : `Step ${index + 1} of the job`,
  )
