import type { Commit, PullRequest, Ref, Repository } from '../model.ts'
import {
  DecodeError,
  isTrueAt,
  listAt,
  numberAt,
  numberOrNull,
  objectAt,
  objectOrNull,
  textAt,
  textOrNull,
  timeAt,
  type Json,
} from './decode-json.ts'

export const decodeRepository = (json: Json): Repository => ({
  id: numberAt(json, 'id'),
  owner: textAt(objectAt(json, 'owner'), 'login'),
  name: textAt(json, 'name'),
  defaultBranch: textAt(json, 'default_branch'),
  isArchived: isTrueAt(json, 'archived'),
  isFork: isTrueAt(json, 'fork'),
  url: textOrNull(json, 'html_url') ?? '',
})

/** A branch or a tag. */
export const decodeRef = (json: Json): Ref => ({
  name: textAt(json, 'name'),
  sha: textAt(objectAt(json, 'commit'), 'sha'),
})

export const decodeCommit = (json: Json): Commit => ({
  sha: textAt(json, 'sha'),
  parents: listAt(json, 'parents', (parent) => textAt(parent, 'sha')),
})

/** The SHA of the merge base out of a comparison. */
export const decodeMergeBase = (json: Json): string => textAt(objectAt(json, 'merge_base_commit'), 'sha')

export function decodePullRequest(json: Json): PullRequest {
  const head = objectAt(json, 'head')
  const base = objectAt(json, 'base')
  const headRepository = objectOrNull(head, 'repo')
  const headOwner = objectOrNull(head, 'user')
  return {
    number: numberAt(json, 'number'),
    state: decodeState(textAt(json, 'state')),
    headSha: textAt(head, 'sha'),
    headBranch: textAt(head, 'ref'),
    headRepositoryId: headRepository === null ? null : numberOrNull(headRepository, 'id'),
    headOwner: headOwner === null ? null : textOrNull(headOwner, 'login'),
    baseBranch: textAt(base, 'ref'),
    baseSha: textAt(base, 'sha'),
    createdAtMs: timeAt(json, 'created_at'),
    url: textOrNull(json, 'html_url') ?? '',
  }
}

function decodeState(state: string): PullRequest['state'] {
  if (state === 'open' || state === 'closed') return state
  throw new DecodeError(`state is "${state}", neither open nor closed`)
}
