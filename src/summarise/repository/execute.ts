/** Summarises repositories: gather and measure one after the other, so that only one is in memory; then render. */
import { UserError } from '../../errors.ts'
import { callsLeft, hasQuota } from '../../github/limits.ts'
import type { SummariseInputs } from '../../inputs.ts'
import type { Repository } from '../../model.ts'
import type { Annotation, Report } from '../../report.ts'
import { uploadArtifact, type UploadArtifact } from '../../report-upload.ts'
import { listRepositories, type ListedRepository } from '../../repository-listing.ts'
import { countOf, formatBytes } from '../../text/format.ts'
import type { World } from '../../world.ts'
import { publishFinished } from '../publish.ts'
import { slugOf } from './facts.ts'
import { gatherRepository } from './gather.ts'
import { measureReport, measureRepository } from './measure.ts'
import { dayMs, type Period } from './measure-periods.ts'
import { defaultMaxBytes, renderRepositories } from './render.ts'
import type { RepositoryReport, RepositoryResult, UnreadRepository } from './repository-report.ts'

/** Runs, and artifacts, that the report lists one by one, all repositories together. */
const maxRows = 20_000
/** A repository costs at least its runs, its artifacts and its branches. */
const minRequests = 4
/** A step shows ten notices at most. */
const maxNotices = 8

/**
 * Summarises the repositories of the inputs. One that cannot be read costs its row and a notice. Throws UserError
 * when none can.
 */
export const summariseRepositories = (inputs: SummariseInputs, world: World): Promise<Report> =>
  reportRepositories(inputs, world, uploadArtifact)

/** The same with a way to upload, which tests replace. */
export async function reportRepositories(
  inputs: SummariseInputs,
  world: World,
  upload: UploadArtifact,
): Promise<Report> {
  const report = await readReport(inputs, world)
  const summary = renderRepositories(report, defaultMaxBytes)
  const published = await publishFinished(
    { folder: folderOf(report), report, summary, artifactName: inputs.report },
    world,
    upload,
  )
  const { failure } = published
  return {
    summary,
    outputs: {
      ...published.outputs,
      repositories: JSON.stringify(report.repositories.map(({ repository }) => repository)),
      'error-message': failure?.message ?? '',
    },
    annotations: [...noticesOf(report), ...published.annotations],
    failure,
  }
}

async function readReport(inputs: SummariseInputs, world: World): Promise<RepositoryReport> {
  const { github, clock, log } = world
  const nowMs = clock.now()
  const period: Period = { sinceMs: nowMs - inputs.days * dayMs, nowMs }
  const listed = await listRepositories(github, inputs.repositories, (calls) =>
    hasQuota(github.rateLimit(), inputs.apiReserve, calls),
  )
  if (listed.length === 0)
    throw new UserError('No repository matches repository.', {
      hint: 'The token may not see those that you mean, or an exclude takes them all.',
    })
  const repositories: RepositoryResult[] = []
  const unread: UnreadRepository[] = []
  const errors: unknown[] = []
  for (const [index, each] of listed.entries()) {
    try {
      const result = await readOne(each, {
        world,
        inputs,
        period,
        listedCount: listed.length,
        repositoriesLeft: listed.length - index,
      })
      repositories.push(result)
      log.info(lineOf(result))
    } catch (error) {
      world.signal.throwIfAborted()
      if (!(error instanceof UserError)) throw error
      errors.push(error)
      const repository = each.kind === 'unlisted' ? each.line : slugOf(each.ref)
      unread.push({ repository, reason: error.message })
      log.warning(`${repository}: ${error.message}`)
    }
  }
  log.info(`${countOf(github.requestCount(), 'API request')} in all.`)
  if (repositories.length === 0) throw errors[0]
  return measureReport({
    period,
    days: inputs.days,
    repositories,
    unread,
    notices: [],
    apiCalls: github.requestCount(),
  })
}

interface Reading {
  readonly world: World
  readonly inputs: SummariseInputs
  readonly period: Period
  readonly listedCount: number
  readonly repositoriesLeft: number
}

async function readOne(listed: ListedRepository, reading: Reading): Promise<RepositoryResult> {
  const { world, inputs, period, listedCount, repositoriesLeft } = reading
  const { github } = world
  if (listed.kind === 'unlisted') throw listed.error
  if (callsLeft(github.rateLimit(), inputs.apiReserve) < minRequests)
    throw new UserError('The API quota above api-reserve is used up.', {
      hint: 'Run it again after the quota has been reset (within the hour), or give each repository a job and a token of its own with a matrix.',
    })
  const repository: Repository =
    listed.kind === 'found' ? listed.repository : await github.getRepository(listed.ref)
  const facts = await gatherRepository(world, {
    repository,
    sinceMs: period.sinceMs,
    apiReserve: inputs.apiReserve,
    repositoriesLeft,
  })
  return measureRepository(facts, {
    period,
    rates: inputs.rates,
    maxRows: Math.floor(maxRows / listedCount),
  })
}

/** What was read of a repository, for the log. */
function lineOf({ repository, health, jobs, storage, apiCalls }: RepositoryResult): string {
  const parts = [
    health === null ? 'runs not read' : countOf(health.runs, 'run'),
    storage === null
      ? 'artifacts not read'
      : `${countOf(storage.count, 'artifact')} (${formatBytes(storage.bytes)})`,
    jobs === null ? 'no jobs read' : `jobs of ${countOf(jobs.sample.runs, 'run')}`,
    countOf(apiCalls, 'API request'),
  ]
  return `${repository}: ${parts.join(', ')}.`
}

/** Two reports of one job lie side by side. */
function folderOf({ repositories, generatedAt }: RepositoryReport): string {
  const [only, another] = repositories
  return only !== undefined && another === undefined
    ? `repository-${only.repository.replace('/', '-')}`
    : `repositories-${Date.parse(generatedAt)}`
}

function noticesOf({ repositories, unread }: RepositoryReport): readonly Annotation[] {
  const [only, another] = repositories
  const messages = [
    ...unread.map(({ repository, reason }) => `${repository} was not read: ${reason}`),
    ...(only !== undefined && another === undefined
      ? only.notices
      : repositories.flatMap(({ repository, notices }) =>
          notices.map((notice) => `${repository}: ${notice}`),
        )),
  ]
  const rest = messages.length - maxNotices
  return (
    rest > 0 ? [...messages.slice(0, maxNotices), `And ${rest} more notices; see the job summary.`] : messages
  ).map((message) => ({ level: 'notice', message }))
}
