import { gzipSync } from 'node:zlib'
import { addCommits, addPull, addTag } from './build-code.ts'
import {
  addArtifact,
  addFork,
  addJob,
  addRepository,
  addRun,
  addWorkflow,
  removeRepository,
  rerun,
} from './build.ts'
import { ago, spanMs } from './clock.ts'
import { addCiArtifacts, addCiJobs, jobTimes, npmSteps, testLegs } from './seed-ci.ts'
import { jobLog, lostRunnerLog } from './seed-logs.ts'
import type { Artifact, Job, Pull, Repository, Run, Workflow, World } from './world.ts'

/** The repository that `npm run sandbox` and the demo show, with names for what a caller points at. */
export interface Webshop {
  readonly repository: Repository
  readonly ci: Workflow
  readonly nightly: Workflow
  readonly release: Workflow
  /** A second repository of the same owner. */
  readonly handbook: Repository
  /** In progress, with finished, running and queued jobs. */
  readonly currentRun: Run
  /** The job of the current run that a step of ours would be in. */
  readonly currentJob: Job
  /** Newest successful CI run on main. */
  readonly greenRun: Run
  /** Failed, with two legs that fail alike. */
  readonly redRun: Run
  /** Failed in attempt 1, succeeded in attempt 2 on the same commit. */
  readonly flakyRun: Run
  readonly ownPull: Pull
  readonly forkPull: Pull
  /** Its fork was deleted. */
  readonly orphanPull: Pull
  /** Not a zip. */
  readonly tarball: Artifact
  readonly expired: Artifact
}

/** Fills a world with `octo-org/webshop`: 30 days of everything that Actions leaves behind. */
export function seedWebshop(world: World): Webshop {
  const repository = addRepository(world, 'octo-org/webshop', { description: 'A shop on the web' })
  const ci = addWorkflow(repository, 'ci.yml', { name: 'CI' })
  const nightly = addWorkflow(repository, 'nightly.yml', { name: 'Nightly' })
  const release = addWorkflow(repository, 'release.yml', { name: 'Release' })
  addWorkflow(repository, 'dynamic/github-code-scanning/codeql', { name: 'CodeQL' })
  const expired = seedLeftovers(repository, nightly)
  const shop = { repository, ci, nightly, release }

  seedDays(shop, 30, 12)
  seedMergedPull(shop)
  seedDays(shop, 11, 6)
  const tarball = seedRelease(shop)
  const forkPull = seedForkPull(shop)
  seedDays(shop, 5, 3)
  const ownPull = seedOwnPull(shop)
  const orphanPull = seedOrphanPull(shop)
  seedDays(shop, 2, 1)
  const flakyRun = seedFlaky(shop)
  const redRun = seedRed(shop)
  const greenRun = ciRun(shop, {
    createdAt: ago(world, { hours: 1, minutes: 40 }),
    title: 'Make the cart faster',
  })
  const { currentRun, currentJob } = seedCurrent(shop)
  return {
    ...shop,
    handbook: seedHandbook(world),
    currentRun,
    currentJob,
    greenRun,
    redRun,
    flakyRun,
    ownPull,
    forkPull,
    orphanPull,
    tarball,
    expired,
  }
}

type Shop = Pick<Webshop, 'repository' | 'ci' | 'nightly' | 'release'>

interface CiOptions {
  readonly createdAt: number
  readonly title?: string
  readonly pull?: Pull
  /** Legs that fail. */
  readonly failing?: readonly string[]
}

/** A run of CI with all its jobs and artifacts: of a pull request, or of a new commit on main. */
function ciRun({ repository, ci }: Shop, options: CiOptions): Run {
  const { createdAt, failing = [], pull } = options
  const title = options.title ?? pull?.title ?? 'Tidy up'
  if (pull === undefined)
    addCommits(repository, { messages: [title], at: createdAt - spanMs({ minutes: 1 }) })
  const run = addRun(ci, {
    createdAt,
    title,
    conclusion: failing.length > 0 ? 'failure' : 'success',
    durationMs: spanMs({ minutes: 9 }),
    ...(pull === undefined ? {} : { pull }),
  })
  addCiJobs(run, failing)
  addCiArtifacts(run)
  return run
}

/** Pushes and nights, from so many days ago to so many. */
function seedDays(shop: Shop, from: number, to: number): void {
  const { world } = shop.repository
  for (let day = from; day >= to; day--) {
    const night = addRun(shop.nightly, {
      event: 'schedule',
      createdAt: ago(world, { days: day, hours: 9 }),
      conclusion: day % 11 === 0 ? 'timed_out' : 'success',
    })
    addJob(night, 'benchmark', { completedAt: night.createdAt + spanMs({ minutes: 4 }) })
    addArtifact(night, 'nightly-report', { files: { 'report.txt': `Night ${day}\n` } })
    addArtifact(night, 'heap-dump', { sizeBytes: 40_000_000 + day * 1_000_003 })
    const failing = day % 9 === 0 ? [testLegs[1].name] : []
    ciRun(shop, { createdAt: ago(world, { days: day, hours: 3 }), failing })
  }
}

/** Runs of workflows that are off or gone, and an artifact that is expired. */
function seedLeftovers(repository: Repository, nightly: Workflow): Artifact {
  const { world } = repository
  const expiredRun = addRun(nightly, {
    event: 'schedule',
    createdAt: ago(world, { days: 95 }),
    logs: 'expired',
  })
  const expired = addArtifact(expiredRun, 'nightly-report', { files: { 'report.txt': 'long gone' } })
  const old = addWorkflow(repository, 'travis.yml', { name: 'Old CI', state: 'deleted' })
  const oldRun = addRun(old, { createdAt: ago(world, { days: 60 }) })
  addArtifact(oldRun, 'coverage', { files: { 'lcov.info': 'old\n' } })
  const docs = addWorkflow(repository, 'docs.yml', { name: 'Docs', state: 'disabled_manually' })
  const docsRun = addRun(docs, { createdAt: ago(world, { days: 40 }) })
  addArtifact(docsRun, 'site', { files: { 'index.html': '<p>Docs\n' } })
  return expired
}

const runOfPull = (shop: Shop, pull: Pull): Run =>
  ciRun(shop, { pull, createdAt: pull.createdAt + spanMs({ minutes: 5 }) })

/** Merged, and its branch deleted. */
function seedMergedPull(shop: Shop): void {
  const headBranch = 'fix/straße 7'
  const pull = addPull(shop.repository, {
    number: 38,
    title: 'Ünïcode in street names',
    headBranch,
    merged: true,
    createdAt: ago(shop.repository.world, { days: 12 }),
  })
  runOfPull(shop, pull)
  shop.repository.branches.delete(headBranch)
}

function seedOwnPull(shop: Shop): Pull {
  const pull = addPull(shop.repository, {
    number: 41,
    title: 'Pay with one click',
    headBranch: 'feature/one-click',
    author: 'hubot',
    createdAt: ago(shop.repository.world, { days: 3 }),
  })
  runOfPull(shop, pull)
  return pull
}

/** From a fork's main, which is not ours. */
function seedForkPull(shop: Shop): Pull {
  const { world } = shop.repository
  const fork = addFork(shop.repository, 'mona')
  addCommits(fork, { messages: ['Add a dark theme'], author: 'mona', at: ago(world, { days: 5, hours: 8 }) })
  const pull = addPull(shop.repository, {
    number: 40,
    title: 'Add a dark theme',
    headBranch: 'main',
    headRepository: fork,
    createdAt: ago(world, { days: 5, hours: 7 }),
  })
  runOfPull(shop, pull)
  return pull
}

/** From a fork that is gone. */
function seedOrphanPull(shop: Shop): Pull {
  const fork = addFork(shop.repository, 'ghosted')
  const pull = addPull(shop.repository, {
    number: 42,
    title: 'Speed up search',
    headBranch: 'speed',
    headRepository: fork,
    createdAt: ago(shop.repository.world, { days: 2, hours: 20 }),
  })
  runOfPull(shop, pull)
  removeRepository(fork)
  return pull
}

function seedRelease({ repository, release }: Shop): Artifact {
  const createdAt = ago(repository.world, { days: 6 })
  addTag(repository, 'v2.4.0')
  const [prepared] = addCommits(repository, {
    branch: 'release/2.4',
    messages: ['Prepare 2.4.1'],
    at: createdAt,
  })
  const sha = addTag(repository, 'v2.4.1', prepared?.sha)
  const run = addRun(release, { branch: 'v2.4.1', sha, createdAt, title: 'Prepare 2.4.1' })
  addJob(run, 'publish')
  return addArtifact(run, 'webshop-2.4.1.tgz', {
    bytes: gzipSync('webshop 2.4.1\n'),
    contentType: 'application/gzip',
  })
}

/** Two legs fail alike, and the third lost its runner. */
function seedRed(shop: Shop): Run {
  const run = ciRun(shop, {
    createdAt: ago(shop.repository.world, { hours: 5 }),
    title: 'Round prices up',
    failing: [testLegs[0].name, testLegs[1].name],
  })
  const lost = run.attempts[0]?.jobs.find((job) => job.name === testLegs[2].name)
  if (lost !== undefined) {
    lost.conclusion = 'cancelled'
    for (const step of lost.steps) if (step.name === 'npm test') step.conclusion = 'cancelled'
    lost.log = () => lostRunnerLog(lost)
  }
  return run
}

function seedFlaky(shop: Shop): Run {
  const { world } = shop.repository
  const run = ciRun(shop, {
    createdAt: ago(world, { hours: 8 }),
    title: 'Cache the catalogue',
    failing: [testLegs[1].name],
  })
  const attempt = rerun(run, { jobs: 'failed', startedAt: ago(world, { hours: 7, minutes: 30 }) })
  const at = (minutes: number) => attempt.startedAt + spanMs({ minutes })
  addJob(run, testLegs[1].name, jobTimes(at(0), at(3), 'success', [...npmSteps, 'npm test']))
  addJob(run, 'deploy / plan', jobTimes(at(3), at(3.5), 'success', ['terraform plan']))
  addJob(run, 'deploy / apply', jobTimes(at(3.5), at(4), 'success', ['terraform apply']))
  addArtifact(run, 'test-results-ubuntu-latest-22', {
    files: { 'junit.xml': '<testsuites tests="212" failures="0"/>\n' },
  })
  return run
}

function seedCurrent({ repository, ci }: Shop) {
  const title = 'Round prices the way the law says'
  const createdAt = ago(repository.world, { minutes: 12 })
  addCommits(repository, { messages: [title], at: createdAt - spanMs({ minutes: 1 }) })
  const currentRun = addRun(ci, { status: 'in_progress', createdAt, title })
  const at = (minutes: number) => createdAt + spanMs({ minutes })
  addJob(currentRun, 'lint', jobTimes(at(0), at(1.4), 'success', [...npmSteps, 'npm run lint']))
  addJob(currentRun, 'build', jobTimes(at(0), at(3.2), 'success', [...npmSteps, 'npm run build']))
  for (const leg of testLegs) {
    const conclusion = leg.label === 'windows-latest' ? 'failure' : 'success'
    const times = jobTimes(at(3.3), at(7), conclusion, [...npmSteps, 'npm test'])
    const job = addJob(currentRun, leg.name, { ...times, labels: [leg.label] })
    job.log = () => jobLog(job)
  }
  addJob(currentRun, 'e2e', { status: 'queued', createdAt: at(7.1) })
  const currentJob = addJob(currentRun, 'steward', {
    status: 'in_progress',
    createdAt: at(7.1),
    steps: ['Fetch artifacts', 'Summarise'],
  })
  addCiArtifacts(currentRun)
  return { currentRun, currentJob }
}

function seedHandbook(world: World): Repository {
  const handbook = addRepository(world, 'octo-org/handbook', { private: true })
  const run = addRun(addWorkflow(handbook, 'pages.yml', { name: 'Pages' }), {
    createdAt: ago(world, { days: 1 }),
  })
  addArtifact(run, 'github-pages', { files: { 'index.html': '<h1>Handbook</h1>\n' } })
  addRepository(world, 'octo-org/attic', { archived: true })
  return handbook
}
