import type { Job, Run, Step, Workflow } from '../model.ts'
import {
  isObject,
  listOrEmpty,
  numberAt,
  numberOrNull,
  objectAt,
  objectOrNull,
  textAt,
  textOrNull,
  textsOrEmpty,
  timeAt,
  timeOrNull,
  type Json,
} from './decode-json.ts'

/** A workflow run. Tolerates what GitHub Enterprise Server leaves out and what deleted accounts leave behind. */
export function decodeRun(json: Json): Run {
  const id = numberAt(json, 'id')
  const headRepository = objectOrNull(json, 'head_repository')
  const actor = objectOrNull(json, 'actor')
  const createdAtMs = timeAt(json, 'created_at')
  const startedAtMs = timeOrNull(json, 'run_started_at') ?? createdAtMs
  const workflowName = textOrNull(json, 'name') ?? ''
  return {
    id,
    number: numberAt(json, 'run_number'),
    attempt: numberOrNull(json, 'run_attempt') ?? 1,
    workflowId: numberAt(json, 'workflow_id'),
    workflowName,
    workflowPath: withoutRef(textOrNull(json, 'path') ?? ''),
    title: textOrNull(json, 'display_title') ?? firstLineOfCommit(json) ?? workflowName,
    event: textAt(json, 'event'),
    // Null is possible by the API's description; a run that does not say it is completed is not taken for it.
    status: textOrNull(json, 'status') ?? 'unknown',
    conclusion: textOrNull(json, 'conclusion'),
    headBranch: textOrNull(json, 'head_branch'),
    headSha: textAt(json, 'head_sha'),
    repositoryId: numberAt(objectAt(json, 'repository'), 'id'),
    headRepositoryId:
      (headRepository === null ? null : numberOrNull(headRepository, 'id')) ??
      numberOrNull(json, 'head_repository_id'),
    headRepositoryName: headRepository === null ? null : textOrNull(headRepository, 'full_name'),
    actor: actor === null ? null : textOrNull(actor, 'login'),
    createdAtMs,
    startedAtMs,
    updatedAtMs: timeOrNull(json, 'updated_at') ?? startedAtMs,
    pullRequests: listOrEmpty(json, 'pull_requests', (pull) => numberAt(pull, 'number')),
    url: textOrNull(json, 'html_url') ?? '',
  }
}

/** An execution of a job. */
export const decodeJob = (json: Json): Job => ({
  id: numberAt(json, 'id'),
  runId: numberAt(json, 'run_id'),
  attempt: numberOrNull(json, 'run_attempt') ?? 1,
  name: textAt(json, 'name'),
  status: textAt(json, 'status'),
  conclusion: textOrNull(json, 'conclusion'),
  createdAtMs: timeOrNull(json, 'created_at'),
  startedAtMs: timeOrNull(json, 'started_at'),
  completedAtMs: timeOrNull(json, 'completed_at'),
  labels: textsOrEmpty(json, 'labels'),
  runnerName: textOrNull(json, 'runner_name'),
  headSha: textOrNull(json, 'head_sha') ?? '',
  steps: listOrEmpty(json, 'steps', decodeStep),
  url: textOrNull(json, 'html_url') ?? '',
})

const decodeStep = (json: Json): Step => ({
  number: numberAt(json, 'number'),
  name: textAt(json, 'name'),
  status: textAt(json, 'status'),
  conclusion: textOrNull(json, 'conclusion'),
  startedAtMs: timeOrNull(json, 'started_at'),
  completedAtMs: timeOrNull(json, 'completed_at'),
})

export const decodeWorkflow = (json: Json): Workflow => ({
  id: numberAt(json, 'id'),
  name: textAt(json, 'name'),
  path: withoutRef(textAt(json, 'path')),
  state: textOrNull(json, 'state') ?? 'active',
})

/** `.github/workflows/ci.yml@main`, which some answers say, without its ref. */
const withoutRef = (path: string): string => /^.*?\.ya?ml(?=@)/.exec(path)?.[0] ?? path

function firstLineOfCommit(json: Json): string | null {
  const commit = json['head_commit']
  const message = isObject(commit) ? textOrNull(commit, 'message') : null
  return message === null ? null : (message.split('\n', 1)[0] ?? null)
}
