/**
 * Answers of the results service: protobuf as JSON, so that a field may come as `snake_case` or `camelCase`, 64-bit
 * numbers come as texts, and a field that is zero, false or empty may not come at all.
 */
import type { ResultsArtifact } from '../world.ts'
import { DecodeError, isObject, listOrEmpty, type Json } from './decode-json.ts'

/** An artifact, and the ids that the service wants back to act on it. */
export interface ListedArtifact extends ResultsArtifact {
  readonly runBackendId: string
  readonly jobBackendId: string
}

/** The ids by which the results service knows the run and the job; the runtime token holds them. */
export interface BackendIds {
  readonly runBackendId: string
  readonly jobBackendId: string
}

export const decodeListed = (json: Json): readonly ListedArtifact[] =>
  listOrEmpty(json, 'artifacts', decodeArtifact)

export const decodeSignedUrl = (json: Json): string => textAt(json, 'signed_url')

/** Throws when the service does not say that it deleted. */
export function decodeDeleted(json: Json): void {
  if (fieldOf(json, 'ok') !== true) throw new DecodeError('ok is not true')
}

const decodeArtifact = (json: Json): ListedArtifact => ({
  id: integerAt(json, 'database_id'),
  name: textAt(json, 'name'),
  sizeBytes: integerAt(json, 'size'),
  digest: textOrNull(json, 'digest'),
  createdAtMs: timeOrNull(json, 'created_at'),
  runBackendId: textAt(json, 'workflow_run_backend_id'),
  jobBackendId: textAt(json, 'workflow_job_run_backend_id'),
})

/**
 * Reads the backend ids out of a runtime token, a JWT whose `scp` claim holds
 * `Actions.Results:<run>:<job>` among other scopes. Null where they are not there. Verifies nothing: the service does.
 */
export function decodeBackendIds(runtimeToken: string): BackendIds | null {
  const claims = decodeClaims(runtimeToken)
  const scopes = claims !== null && typeof claims['scp'] === 'string' ? claims['scp'].split(' ') : []
  for (const scope of scopes) {
    const [kind, runBackendId = '', jobBackendId = '', ...rest] = scope.split(':')
    if (kind === 'Actions.Results' && runBackendId !== '' && jobBackendId !== '' && rest.length === 0)
      return { runBackendId, jobBackendId }
  }
  return null
}

function decodeClaims(runtimeToken: string): Json | null {
  try {
    const text = Buffer.from(runtimeToken.split('.')[1] ?? '', 'base64url').toString('utf8')
    const claims: unknown = JSON.parse(text)
    return isObject(claims) ? claims : null
  } catch {
    return null
  }
}

const fieldOf = (json: Json, name: string): unknown =>
  json[name] ?? json[name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase())]

function textAt(json: Json, name: string): string {
  const value = fieldOf(json, name)
  if (typeof value === 'string' && value !== '') return value
  throw new DecodeError(`${name} is missing or no text`)
}

const textOrNull = (json: Json, name: string): string | null => {
  const value = fieldOf(json, name)
  return typeof value === 'string' && value !== '' ? value : null
}

function integerAt(json: Json, name: string): number {
  const value = fieldOf(json, name) ?? 0
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN
  if (Number.isSafeInteger(number) && number >= 0) return number
  throw new DecodeError(`${name} is no whole number`)
}

const timeOrNull = (json: Json, name: string): number | null => {
  const timeMs = Date.parse(textOrNull(json, name) ?? '')
  return Number.isNaN(timeMs) ? null : timeMs
}
