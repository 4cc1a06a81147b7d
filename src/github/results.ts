/**
 * The results service, which holds the artifacts of the run that this step is in. Its three calls are made here as
 * @actions/artifact makes them, rather than by it: that client hands out no signed URL, and its own download writes
 * files before it has verified them.
 */
import { ApiError, UserError } from '../errors.ts'
import type { Clock, Log, ResultsService } from '../world.ts'
import { asObject, DecodeError, isObject, type Json } from './decode-json.ts'
import {
  decodeBackendIds,
  decodeDeleted,
  decodeListed,
  decodeSignedUrl,
  type ListedArtifact,
} from './decode-results.ts'
import { apiError, explainAnswer, explainBadBody, explainNoAnswer, type Answer } from './errors.ts'
import { maskSignedUrl } from './signed-url.ts'
import type { Subject } from './subject.ts'
import { createTransport, hostOf, userAgent, type Reply } from './transport.ts'

export interface ResultsOptions {
  /** ACTIONS_RUNTIME_TOKEN. */
  readonly runtimeToken: string
  /** ACTIONS_RESULTS_URL. */
  readonly resultsUrl: string
  readonly log: Log
  readonly clock: Clock
  readonly signal: AbortSignal
}

interface Request<T> {
  readonly subject: Subject
  readonly method: 'ListArtifacts' | 'GetSignedArtifactURL' | 'DeleteArtifact'
  readonly body: Json
  readonly decode: (json: Json) => T
}

const service = 'github.actions.results.api.v1.ArtifactService'
/** As in @actions/artifact: five attempts, 3 s after the first and half as long again after each further one. */
const maxAttempts = 5
const firstWaitMs = 3000
const waitFactor = 1.5
const retriedStatuses: readonly number[] = [429, 500, 502, 503, 504]

/** Calls throw ApiError; a runtime token that holds no backend ids is a UserError. */
export function createResults(options: ResultsOptions): ResultsService {
  const { runtimeToken, log } = options
  const post = createPoster(options)

  const list = (subject: Subject, filter: Json): Promise<readonly ListedArtifact[]> => {
    const ids = decodeBackendIds(runtimeToken)
    if (ids === null)
      throw new UserError(
        `Could not ${subject.verb} ${subject.object} of the current run: bad runtime token.`,
        {
          hint: 'ACTIONS_RUNTIME_TOKEN holds no ids of a run and a job. The runner sets it; it must not be overwritten.',
        },
      )
    const body = { ...bodyOf(ids), ...filter }
    return post({ subject, method: 'ListArtifacts', body, decode: decodeListed })
  }

  /** When steps or attempts upload one name again, all of them are listed: the newest counts. */
  const findNewest = async (subject: Subject, name: string): Promise<ListedArtifact> => {
    const listed = await list(subject, { name_filter: name })
    const [newest] = listed.filter((each) => each.name === name).toSorted((one, other) => other.id - one.id)
    if (newest !== undefined) return newest
    throw notThere(`There is no artifact "${name}" in the current run.`)
  }

  let lastDeletion: Promise<unknown> = Promise.resolve()
  const deleteNewest = async ({
    id,
    name,
  }: {
    readonly id: number
    readonly name: string
  }): Promise<void> => {
    const subject = subjectFor('delete', `artifact "${name}"`)
    const newest = await findNewest(subject, name)
    // Another step has overwritten it since it was listed: what it put there is not meant.
    if (newest.id !== id) throw notThere(`There is no artifact ${id} "${name}" in the current run any more.`)
    await post({ subject, method: 'DeleteArtifact', body: bodyOf(newest, name), decode: decodeDeleted })
  }
  return {
    listArtifacts: async () => {
      const listed = await list(subjectFor('list', 'the artifacts'), {})
      return listed.map(({ id, name, sizeBytes, digest, createdAtMs }) => ({
        id,
        name,
        sizeBytes,
        digest,
        createdAtMs,
      }))
    },
    getArtifactUrl: async (name) => {
      const subject = subjectFor('download', `artifact "${name}"`)
      const body = bodyOf(await findNewest(subject, name), name)
      const url = await post({ subject, method: 'GetSignedArtifactURL', body, decode: decodeSignedUrl })
      return maskSignedUrl(url, log)
    },
    deleteArtifact: (artifact) => {
      // One after the other: which artifact of a name is the newest changes with each deletion.
      const turn = lastDeletion.then(() => deleteNewest(artifact))
      lastDeletion = turn.catch(() => undefined)
      return turn
    },
  }
}

const notThere = (message: string): ApiError =>
  new ApiError(message, {
    kind: 'not-found',
    status: 404,
    hint: 'No step of this attempt uploaded it before this one, or it was deleted.',
  })

const subjectFor = (verb: string, object: string): Subject => ({
  verb,
  object,
  place: 'the current run',
  permission: 'actions: read',
})

const bodyOf = (
  { runBackendId, jobBackendId }: Pick<ListedArtifact, 'runBackendId' | 'jobBackendId'>,
  name?: string,
): Json => ({
  workflow_run_backend_id: runBackendId,
  workflow_job_run_backend_id: jobBackendId,
  ...(name === undefined ? {} : { name }),
})

/** One call of the service, tried again while the trouble is the service's or the network's. */
function createPoster({ runtimeToken, resultsUrl, log, clock, signal }: ResultsOptions) {
  const transport = createTransport(signal)

  const attempt = async <T>({ subject, method, body, decode }: Request<T>): Promise<T> => {
    const reply = await reach(subject, () =>
      transport.fetch(new URL(`/twirp/${service}/${method}`, resultsUrl).href, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${runtimeToken}`,
          'content-type': 'application/json',
          'user-agent': userAgent(),
        },
        body: JSON.stringify(body),
      }),
    )
    const json = parseJson(await reply.text())
    if (reply.status >= 400) throw refused(subject, answerOf(reply, json))
    try {
      return decode(asObject(json, 'the answer'))
    } catch (error) {
      if (error instanceof DecodeError)
        throw apiError(explainBadBody(subject, error.message, reply.status), error)
      throw error
    }
  }

  const reach = async (subject: Subject, request: () => Promise<Reply>): Promise<Reply> => {
    try {
      return await request()
    } catch (error) {
      signal.throwIfAborted()
      throw apiError(explainNoAnswer(subject, { host: hostOf(resultsUrl), error }), error)
    }
  }

  return async <T>(request: Request<T>): Promise<T> => {
    let waitMs = firstWaitMs
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await attempt(request)
      } catch (error) {
        if (!isWorthRetrying(error) || attempts === maxAttempts) throw error
        log.info(`${error.message} Trying again in ${waitMs / 1000} s.`)
        await clock.sleep(waitMs, signal)
        waitMs *= waitFactor
      }
    }
  }
}

const isWorthRetrying = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.kind === 'network' || retriedStatuses.includes(error.status))

/** The service knows nothing of permissions and tokens that a user could set: its "no" has causes of its own. */
function refused(subject: Subject, answer: Answer): ApiError {
  const fields = explainAnswer(subject, answer)
  const hint =
    fields.kind === 'server' || fields.kind === 'rate-limit'
      ? fields.hint
      : 'The results service answers only while the job runs, and only about the run that the job is part of.'
  return apiError({ ...fields, hint })
}

const answerOf = ({ status, headers }: Reply, body: unknown): Answer => ({
  status,
  headers: Object.fromEntries(headers),
  message: isObject(body) && typeof body['msg'] === 'string' ? body['msg'] : '',
})

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
