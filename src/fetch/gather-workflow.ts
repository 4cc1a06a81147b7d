/** From the lines of `workflow` to the workflows that the server can be asked for one by one. */
import type { Pattern } from '../text/patterns.ts'
import type { WorkflowLine, WorkflowList } from '../inputs.ts'
import type { RepositoryRef, Workflow } from '../model.ts'
import { gatherRunFacts } from '../select/facts.ts'
import type { RunFacts } from '../select/runs.ts'
import { describeWorkflowLine, fileNameOf, isAnyWorkflow, workflowMatches } from '../select/workflows.ts'
import type { GitHub } from '../world.ts'
import { fullName, type Missing } from './findings.ts'
import type { FullAddress } from './plan-request.ts'

export interface WorkflowChoice {
  /** What runs are judged by. */
  readonly list: WorkflowList | null
  /** Ids and file names to list the runs of; empty lists those of all workflows. */
  readonly filters: readonly (number | string)[]
  /** Whether the filters come from the inputs alone: the server may say that there is no such workflow. */
  readonly isUnproven: boolean
  readonly workflows: RunFacts['workflows']
  /** What a miss has to say about the workflow; null where the workflow is not the question. */
  readonly missing: Missing | null
  readonly nearestOf: readonly string[]
}

/** More workflows than this are listed together: one request a page instead of one a workflow and page. */
const maxWorkflowFilters = 5

const anyWorkflow: WorkflowChoice = {
  list: null,
  filters: [],
  isUnproven: false,
  workflows: null,
  missing: null,
  nearestOf: [],
}

/** What the inputs say by themselves, for no request. Null where the list of workflows must be read. */
export function guessWorkflows(list: WorkflowList | null): WorkflowChoice | null {
  if (list === null) return anyWorkflow
  const excludesNeedNothing = list.excludes.every((line) => line.kind === 'id')
  if (!excludesNeedNothing) return null
  if (list.includes.some(isAnyWorkflow)) return { ...anyWorkflow, list }
  const filters = list.includes.map(filterOf)
  if (filters.length === 0 || filters.length > maxWorkflowFilters) return null
  const known = filters.filter((filter) => filter !== null)
  return known.length === filters.length ? { ...anyWorkflow, list, filters: known, isUnproven: true } : null
}

/** The workflow that this step runs in, by its file. Null where the runner does not say. */
export function currentWorkflow(path: string): WorkflowChoice | null {
  const filter = fileFilter(path)
  if (filter === null) return null
  const list = { includes: [literalLine(path)], excludes: [] }
  return { ...anyWorkflow, list, filters: [filter], isUnproven: true }
}

/** The workflow of the current run, for one request. Throws ApiError. */
export async function workflowOfRun(github: GitHub, current: FullAddress): Promise<WorkflowChoice> {
  const { workflowId } = await github.getRun(current.repository, current.id)
  const list = { includes: [{ kind: 'id', id: workflowId } as const], excludes: [] }
  return { ...anyWorkflow, list, filters: [workflowId] }
}

/** Reads the list of workflows and picks those that the lines take. Throws UserError. */
export async function chooseWorkflows(
  source: { readonly github: GitHub; readonly canAfford: (calls: number) => boolean },
  repository: RepositoryRef,
  list: WorkflowList,
): Promise<WorkflowChoice> {
  const needs = { defaultBranch: false, existingRefs: false, openHeads: false, workflows: true }
  const { workflows } = await gatherRunFacts(source.github, repository, {
    needs,
    nowMs: 0,
    canAfford: source.canAfford,
  })
  const all = [...(workflows ?? new Map<number, Workflow>()).values()]
  const chosen = all.filter((workflow) => workflowMatches(list, asRun(workflow), { workflows }))
  const base = { ...anyWorkflow, list, workflows }
  if (list.includes.length === 0 || chosen.length > maxWorkflowFilters) return base
  if (chosen.length === 0) return { ...base, ...missingWorkflow(list, all, repository) }
  // A display name means the workflows that carry it today: their runs under older names count as well.
  const ids = chosen.map(({ id }) => id)
  return {
    ...base,
    list: { includes: ids.map((id) => ({ kind: 'id', id }) as const), excludes: list.excludes },
    filters: ids,
  }
}

function missingWorkflow(
  list: WorkflowList,
  all: readonly Workflow[],
  repository: RepositoryRef,
): Pick<WorkflowChoice, 'missing' | 'nearestOf'> {
  const asked = list.includes.map(describeWorkflowLine).join(', ')
  return {
    missing: {
      what: `${fullName(repository)} has no workflow that matches ${asked}`,
      hint: 'Give its file name (ci.yml), its path, its id or its display name.',
    },
    nearestOf: all.flatMap(({ name, path }) => [name, fileNameOf(path)]),
  }
}

const asRun = (workflow: Workflow): Parameters<typeof workflowMatches>[1] => ({
  workflowId: workflow.id,
  workflowName: workflow.name,
  workflowPath: workflow.path,
})

function filterOf(line: WorkflowLine): number | string | null {
  if (line.kind === 'id') return line.id
  if (line.kind === 'word' || !line.pattern.isLiteral) return null
  return fileFilter(line.pattern.source)
}

/** The file name that the API takes for a workflow; null for what may be a display name. */
function fileFilter(name: string): string | null {
  const file = name.startsWith('.github/workflows/') ? fileNameOf(name) : name
  return /^[^/]+\.ya?ml$/.test(file) ? file : null
}

function literalLine(value: string): WorkflowLine {
  const pattern: Pattern = { source: value, isLiteral: true, matches: (other) => other === value }
  return { kind: 'pattern', pattern }
}
