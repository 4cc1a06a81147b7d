import { addArtifact, addJob } from './build.ts'
import { spanMs } from './clock.ts'
import { jobLog } from './seed-logs.ts'
import type { Job, JobConclusion, Run } from './world.ts'

export const npmSteps = ['Check out', 'Set up Node', 'npm ci']
export const testLegs = [
  { name: 'test (ubuntu-latest, 20)', label: 'ubuntu-latest' },
  { name: 'test (ubuntu-latest, 22)', label: 'ubuntu-latest' },
  { name: 'test (windows-latest, 22)', label: 'windows-latest' },
] as const

/** All jobs of a run of CI that has ended: `failing` names the legs that fail. */
export function addCiJobs(run: Run, failing: readonly string[]): void {
  const start = run.attempts.at(-1)?.startedAt ?? run.createdAt
  const at = (minutes: number) => start + spanMs({ minutes })
  const logged = (job: Job): void => {
    if (job.conclusion !== 'skipped') job.log = () => jobLog(job)
  }
  logged(addJob(run, 'lint', jobTimes(at(0), at(1.5), 'success', [...npmSteps, 'npm run lint'])))
  logged(addJob(run, 'build', jobTimes(at(0), at(3), 'success', [...npmSteps, 'npm run build'])))
  for (const [index, leg] of testLegs.entries()) {
    const conclusion = failing.includes(leg.name) ? 'failure' : 'success'
    const times = jobTimes(at(3), at(5.5 + index), conclusion, [...npmSteps, 'npm test'])
    logged(addJob(run, leg.name, { ...times, labels: [leg.label] }))
  }
  const after = failing.length > 0 ? 'skipped' : 'success'
  logged(
    addJob(
      run,
      'deploy / plan',
      jobTimes(at(8), at(8.4), after, after === 'skipped' ? [] : ['terraform plan']),
    ),
  )
  logged(
    addJob(
      run,
      'deploy / apply',
      jobTimes(at(8.5), at(9), after, after === 'skipped' ? [] : ['terraform apply']),
    ),
  )
}

/** A job that has ended: when, how, and its steps. */
export const jobTimes = (
  createdAt: number,
  completedAt: number,
  conclusion: JobConclusion,
  steps: readonly string[],
) => ({
  createdAt,
  startedAt: conclusion === 'skipped' ? completedAt : createdAt + spanMs({ seconds: 7 }),
  // A skipped job ends a second before it starts: GitHub's own stamps do that.
  completedAt: conclusion === 'skipped' ? completedAt - spanMs({ seconds: 1 }) : completedAt,
  status: 'completed' as const,
  conclusion,
  steps,
})

/** What a run of CI uploads. */
export function addCiArtifacts(run: Run): void {
  addArtifact(run, 'coverage', {
    files: {
      'lcov.info': `TN:\nSF:src/cart.ts\nDA:1,${run.number}\nend_of_record\n`,
      'html/index.html': `<h1>Coverage of run ${run.number}</h1>\n`,
    },
  })
  addArtifact(run, 'dist', {
    files: { 'app.js': `export const build = ${run.number}\n`, 'assets/logo.svg': '<svg/>\n' },
  })
  for (const leg of testLegs) {
    addArtifact(run, `test-results-${leg.name.slice(6, -1).replaceAll(', ', '-')}`, {
      files: { 'junit.xml': `<testsuites tests="212" run="${run.number}"/>\n` },
    })
  }
}
