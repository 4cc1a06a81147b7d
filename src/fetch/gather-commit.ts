/** From `commit` to a SHA, and from there along first parents. */
import { ApiError, isMissing, UserError } from '../errors.ts'
import type { RepositoryRef } from '../model.ts'
import type { Context, GitHub } from '../world.ts'
import { fullName, isSameRepository, type Missing } from './findings.ts'
import type { FetchRequest } from './plan-request.ts'

export type ResolvedCommit =
  { readonly sha: string; readonly note: string } | { readonly sha: null; readonly missing: Missing }

/** SHA-1, and SHA-256 as Git has it besides. */
const fullSha = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i

/**
 * Resolves `commit`. A name that does not exist is data, since a tag may still come; a merge base without anything
 * to be the base of is a UserError.
 */
export async function resolveCommit(
  github: GitHub,
  repository: RepositoryRef,
  options: { readonly request: FetchRequest; readonly context: Context },
): Promise<ResolvedCommit | null> {
  const { commit } = options.request
  if (commit === null) return null
  if (commit.kind === 'merge-base') return resolveMergeBase(github, repository, options)
  if (fullSha.test(commit.ref)) return { sha: commit.ref.toLowerCase(), note: '' }
  try {
    const { sha } = await github.getCommit(repository, commit.ref)
    return { sha, note: `commit: ${commit.ref} is ${sha}.` }
  } catch (error) {
    if (!isNoSuchCommit(error)) throw error
    const what = `${fullName(repository)} has no commit, tag or branch ${commit.ref}`
    return { sha: null, missing: { what, hint: error.hint } }
  }
}

/** GitHub answers 422 to a text that is no commit, and 404 where nothing of the repository can be seen. */
const isNoSuchCommit = (error: unknown): error is ApiError =>
  isMissing(error) || (error instanceof ApiError && error.kind === 'invalid')

async function resolveMergeBase(
  github: GitHub,
  repository: RepositoryRef,
  { request, context }: { readonly request: FetchRequest; readonly context: Context },
): Promise<ResolvedCommit> {
  if (request.mergeBaseOf !== null) return mergeBaseOfNumber(github, repository, request.mergeBaseOf)
  const isOwn = context.repository !== null && isSameRepository(context.repository, repository)
  const pull = isOwn ? pullOfEvent(context) : null
  if (pull !== null) return mergeBaseOf(github, repository, pull)
  const base = isOwn ? textAt(context.payload, ['merge_group', 'base_sha']) : null
  if (base !== null) return { sha: base, note: `commit: merge-base is ${base}, the base of the merge group.` }
  const where = isOwn
    ? `the event ${context.event === '' ? 'of this run' : context.event} has none`
    : `${fullName(repository)} is not the repository of this run`
  throw new UserError(`commit: merge-base needs a pull request, and ${where}.`, {
    hint: 'Give pull-request: <number>, or use it in workflows on pull_request or merge_group.',
  })
}

async function mergeBaseOfNumber(
  github: GitHub,
  repository: RepositoryRef,
  number: number,
): Promise<ResolvedCommit> {
  let pull: PullHead
  try {
    pull = await github.getPullRequest(repository, number)
  } catch (error) {
    if (!isMissing(error)) throw error
    const what = `${fullName(repository)} has no pull request #${number}`
    return { sha: null, missing: { what, hint: error.hint } }
  }
  return mergeBaseOf(github, repository, pull)
}

interface PullHead {
  readonly number: number
  readonly baseSha: string
  readonly headSha: string
}

/**
 * By the SHA of the base rather than its name: once a pull request is merged, the merge base of its branch and the
 * base branch is its own head.
 */
async function mergeBaseOf(
  github: GitHub,
  repository: RepositoryRef,
  pull: PullHead,
): Promise<ResolvedCommit> {
  try {
    const sha = await github.getMergeBase(repository, pull.baseSha, pull.headSha)
    return { sha, note: `commit: merge-base of pull request #${pull.number} is ${sha}.` }
  } catch (error) {
    if (!isNoSuchCommit(error)) throw error
    const what = `pull request #${pull.number} has no merge base with its base branch`
    return { sha: null, missing: { what, hint: error.hint } }
  }
}

function pullOfEvent({ payload }: Context): PullHead | null {
  const number = valueAt(payload, ['pull_request', 'number'])
  const baseSha = textAt(payload, ['pull_request', 'base', 'sha'])
  const headSha = textAt(payload, ['pull_request', 'head', 'sha'])
  return typeof number === 'number' && baseSha !== null && headSha !== null
    ? { number, baseSha, headSha }
    : null
}

/** The text at a path of a webhook payload; null where there is none. */
export function textAt(payload: unknown, path: readonly string[]): string | null {
  const value = valueAt(payload, path)
  return typeof value === 'string' && value !== '' ? value : null
}

/** The value at a path of a webhook payload; undefined where there is none. */
export function valueAt(payload: unknown, path: readonly string[]): unknown {
  let value = payload
  for (const key of path) {
    if (!isRecord(value)) return undefined
    value = value[key]
  }
  return value
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/**
 * The first-parent ancestors of a commit, nearest first, without the commit itself; read as they are asked for.
 * A listing goes in the order of git log, where merged branches stand between: when it breaks off, the next one
 * starts at the parent looked for. Throws ApiError; of a commit that is not there, nothing comes.
 */
export async function* firstParents(
  github: GitHub,
  repository: RepositoryRef,
  sha: string,
): AsyncGenerator<string> {
  const parentOf = new Map<string, string | null>()
  let current = sha
  for (;;) {
    if (!parentOf.has(current)) {
      const { items } = await listFrom(github, repository, current)
      if (items.length === 0) return
      for (const commit of items) parentOf.set(commit.sha, commit.parents[0] ?? null)
    }
    const parent = parentOf.get(current) ?? null
    if (parent === null) return
    yield parent
    current = parent
  }
}

async function listFrom(
  github: GitHub,
  repository: RepositoryRef,
  sha: string,
): ReturnType<GitHub['listCommits']> {
  try {
    return await github.listCommits(repository, sha, 1)
  } catch (error) {
    if (!isNoSuchCommit(error)) throw error
    return { items: [], totalCount: null, hasNext: false }
  }
}
