/**
 * What GitHub's "no" means, and what a user can do about it. Decided by status and headers; the message of the
 * answer is only shown, and refines a hint. Pure.
 */
import { ApiError, type ApiErrorKind } from '../errors.ts'
import { isObject } from './decode-json.ts'
import type { Subject } from './subject.ts'

export interface Answer {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** The `message` of the JSON body; empty where there is none. */
  readonly message: string
}

export interface ApiErrorFields {
  readonly message: string
  readonly kind: ApiErrorKind
  /** 0 when there was no answer. */
  readonly status: number
  readonly hint: string
}

/** Longer texts of a server are cut: an error is a sentence, not a page. */
const maxMessageLength = 300

/** As deep as a chain of causes is followed: it may be a circle. */
const maxCauses = 8

const documentationSuffix = /\s*-?\s*https?:\/\/docs\.github\.com\S*/g
const signatureParameter = /([?&](?:sig|signature|x-amz-signature|x-amz-security-token|token)=)[^&\s"']+/gi

/** The error as it is thrown. */
export const apiError = (fields: ApiErrorFields, cause?: unknown): ApiError =>
  new ApiError(fields.message, { kind: fields.kind, status: fields.status, hint: fields.hint, cause })

/** Replaces the values of signatures in the URLs of a text by `***`. */
export const withoutSignatures = (text: string): string => text.replace(signatureParameter, '$1***')

/**
 * Whether an answer asks to wait: 429, or a 403 that says so in its headers. GitHub's secondary limits may come
 * without either header, with nothing but their message.
 */
export const isRateLimit = ({ status, headers, message }: Answer): boolean =>
  status === 429 ||
  (status === 403 &&
    (headers['x-ratelimit-remaining'] === '0' ||
      headers['retry-after'] !== undefined ||
      isSecondaryWording(message)))

/** Whether it is the hourly quota that is used up, rather than the pace that is too fast. */
export const isPrimaryLimit = (answer: Answer): boolean =>
  isRateLimit(answer) &&
  answer.headers['x-ratelimit-remaining'] === '0' &&
  answer.headers['retry-after'] === undefined &&
  !isSecondaryWording(answer.message)

// "abuse detection mechanism" is the wording of older GitHub Enterprise Server.
const isSecondaryWording = (message: string): boolean =>
  /\bsecondary rate\b|\babuse detection\b/i.test(message)

/**
 * Deleting what belongs to a run that has not ended is refused with a status that GitHub does not document; 403 is
 * one of those seen. The wording is all that tells it from a missing permission, which a user would mend in vain.
 */
const isUnfinishedWording = (message: string): boolean =>
  /\bnot (?:been )?completed\b|\bin[ _-]progress\b|\b(?:still|already) running\b/i.test(message)

/** Explains an answer of 400 and above. */
export function explainAnswer(subject: Subject, answer: Answer): ApiErrorFields {
  const { kind, hint } = classify(subject, answer)
  const text = readable(answer.message)
  const shown = text === '' ? (standardText[answer.status] ?? '') : text
  const status = `${answer.status} ${shown}`.trim().replace(/\.$/, '')
  return { message: `${couldNot(subject)}: ${status}.`, kind, status: answer.status, hint }
}

/** Explains a request that got no answer at all. `host` is the API's, for the message. */
export function explainNoAnswer(
  subject: Subject,
  failure: { readonly host: string; readonly error: unknown },
): ApiErrorFields {
  const { code, message } = rootOf(failure.error)
  const detail = [code, readable(message)].filter((part) => part !== '').join(', ')
  return {
    message: `${couldNot(subject)}: no answer from ${failure.host}${detail === '' ? '' : ` (${detail})`}.`,
    kind: 'network',
    status: 0,
    hint: networkHint(code, message),
  }
}

/** Explains an answer whose body is not what the API promises. `problem` names the field. */
export const explainBadBody = (subject: Subject, problem: string, status: number): ApiErrorFields => ({
  message: `${couldNot(subject)}: the answer of GitHub is not as its API describes it (${problem}).`,
  kind: 'server',
  status,
  hint: 'Check that github-api-url is the base of a GitHub API (https://api.github.com, or https://HOST/api/v3).',
})

/** `delete artifact 42 of octo/app` */
export const wordsOf = ({ verb, object, place }: Subject): string => `${verb} ${object} of ${place}`

const couldNot = (subject: Subject): string => `Could not ${wordsOf(subject)}`

function classify(subject: Subject, answer: Answer): Pick<ApiErrorFields, 'kind' | 'hint'> {
  const { status } = answer
  if (isRateLimit(answer)) return { kind: 'rate-limit', hint: rateLimitHint(answer) }
  if (status === 401) return { kind: 'unauthorized', hint: unauthorizedHint }
  if (status === 403 && isUnfinishedWording(answer.message))
    return { kind: 'conflict', hint: conflictHint(subject) }
  if (status === 403) return { kind: 'permission', hint: permissionHint(subject, answer) }
  // 422 is what the API says of a commit, branch or tag that it cannot find.
  if (status === 404 || (status === 422 && subject.verb === 'read'))
    return { kind: 'not-found', hint: notFoundHint(subject) }
  if (status === 409) return { kind: 'conflict', hint: conflictHint(subject) }
  if (status === 410) return { kind: 'gone', hint: 'It has expired or was deleted; GitHub keeps no copy.' }
  if (status === 407) return { kind: 'network', hint: proxyHint }
  if (status >= 500)
    return {
      kind: 'server',
      hint: 'GitHub had a problem, and went on having it on every retry. Look at githubstatus.com, or try again later.',
    }
  return { kind: 'invalid', hint: 'GitHub refused the values of the request.' }
}

const unauthorizedHint =
  'The token is missing, wrong, expired or revoked. Check the input github-token: the default, ' +
  '${{ github.token }}, ends with the job; a secret that does not exist is the empty string.'

function permissionHint({ permission }: Subject, { headers, message }: Answer): string {
  if (headers['x-github-sso'] !== undefined || /\bSAML\b/.test(message))
    return 'The organization enforces SAML single sign-on: authorize the token of github-token for it.'
  if (/\bIP allow list\b/i.test(message))
    return "The organization's IP allow list does not let this runner in: use a runner whose address is on it."
  if (/\barchived\b/i.test(message))
    return 'The repository is archived, so that nothing in it can be changed: unarchive it, or leave it out.'
  if (/personal access token/i.test(message))
    return `Give the token of github-token "${forToken(permission)}".`
  const fork = permission.endsWith('write')
    ? ' In a pull request from a fork the token is read-only whatever the workflow says.'
    : ''
  return (
    `Add "permissions: ${permission}" to the job (or "${forToken(permission)}" to the token of github-token).` +
    fork
  )
}

/** `actions: write` as the settings of a token name it: `Actions: write`. */
const forToken = (permission: string): string => permission.charAt(0).toUpperCase() + permission.slice(1)

const notFoundHint = ({ place, permission }: Subject): string =>
  `It does not exist, or the token cannot see it. The workflow's own token sees only its own repository ` +
  `(with "permissions: ${permission}" where that is private); if ${place} is another one, give github-token a token ` +
  'that has access to it.'

const conflictHint = ({ verb }: Subject): string =>
  verb === 'cancel'
    ? 'The run has completed, or is being cancelled already.'
    : 'Something else is changing it, or a run is not completed yet.'

function rateLimitHint(answer: Answer): string {
  const { headers } = answer
  const retryAfter = headers['retry-after']
  if (isPrimaryLimit(answer)) {
    const limit = headers['x-ratelimit-limit']
    const resetAt = resetText(headers['x-ratelimit-reset'])
    return (
      `The token's quota${limit === undefined ? '' : ` of ${limit} requests an hour`} is used up` +
      `${resetAt === '' ? '' : `; it resets at ${resetAt}`}. Run later or less often, or use a token with a quota of its own.`
    )
  }
  const wait = retryAfter === undefined ? '' : ` GitHub asks to wait ${retryAfter} s.`
  return `Too many requests in a short time, by all that share the token.${wait} Run fewer jobs of this kind at once.`
}

function resetText(epochSeconds: string | undefined): string {
  const resetAtMs = Number(epochSeconds) * 1000
  if (epochSeconds === undefined || !Number.isFinite(resetAtMs) || resetAtMs <= 0) return ''
  return `${new Date(resetAtMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

const proxyHint =
  'The proxy refused the connection. Check https_proxy, its user and password, and no_proxy in the runner’s environment.'

function networkHint(code: string, message: string): string {
  if (certificateCodes.has(code) || code.startsWith('ERR_TLS_'))
    return (
      'The server’s certificate is not trusted. With a private certificate authority, set NODE_EXTRA_CA_CERTS to its ' +
      'file in the environment of the runner or the job.'
    )
  if (/\bproxy\b/i.test(message)) return proxyHint
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'The host name cannot be resolved. Check github-api-url, and the DNS and proxy settings of the runner.'
  return 'Check that the runner can reach the host: github-api-url, firewall, and https_proxy and no_proxy.'
}

/** Codes of OpenSSL's verification that mean "not trusted", as Node names them. */
const certificateCodes = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
])

/** `fetch failed` says nothing: the reason is at the end of the chain of causes. */
function rootOf(error: unknown): { readonly code: string; readonly message: string } {
  let code = ''
  let message = ''
  let current = error
  for (let depth = 0; depth < maxCauses && isObject(current); depth += 1) {
    if (typeof current['code'] === 'string') code = current['code']
    if (typeof current['message'] === 'string' && current['message'] !== '') message = current['message']
    // Of a host with several addresses each failed; the first is as good as any.
    const { errors, cause } = current
    current = Array.isArray(errors) ? errors[0] : cause
  }
  return { code, message }
}

/** One line, without links to the API's manual and without signatures. */
function readable(text: string): string {
  const line = withoutSignatures(text.replace(documentationSuffix, '')).replace(/\s+/g, ' ').trim()
  return line.length <= maxMessageLength ? line : `${line.slice(0, maxMessageLength)}…`
}

const standardText: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  410: 'Gone',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}
