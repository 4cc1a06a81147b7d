import type { WorkflowLine, WorkflowList } from '../inputs.ts'
import type { Run, Workflow } from '../model.ts'

/** The repository's workflows by id; null where no line needs them. */
export interface WorkflowFacts {
  readonly workflows: ReadonlyMap<number, Workflow> | null
}

/** A run as far as workflow lines look at it. */
export type WorkflowRun = Pick<Run, 'workflowId' | 'workflowName' | 'workflowPath'>

/** `ci.yml` of `.github/workflows/ci.yml`. */
export const fileNameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/**
 * Whether a list takes the workflow of a run. A pattern may match its file name, its path, its display name when
 * the run was made, or its display name now: renaming a workflow hides none of its runs.
 */
export function workflowMatches(list: WorkflowList, run: WorkflowRun, facts: WorkflowFacts): boolean {
  if (excludingWorkflowLine(list, run, facts) !== null) return false
  return list.includes.length === 0 || list.includes.some((line) => lineTakes(line, run, facts))
}

/** The exclude that takes the run, as it was written; null for none. */
export function excludingWorkflowLine(
  list: WorkflowList,
  run: WorkflowRun,
  facts: WorkflowFacts,
): string | null {
  const line = list.excludes.find((exclude) => lineTakes(exclude, run, facts))
  return line === undefined ? null : `!${describeWorkflowLine(line)}`
}

/** A line as it was written, without its `!`. */
export function describeWorkflowLine(line: WorkflowLine): string {
  switch (line.kind) {
    case 'id':
      return String(line.id)
    case 'word':
      return line.word
    case 'pattern':
      return line.pattern.source
  }
}

/** Whether a line takes every workflow there is, whatever its file is called. */
export const isAnyWorkflow = (line: WorkflowLine): boolean =>
  line.kind === 'pattern' && (line.pattern.source === '*' || line.pattern.source === '**')

function lineTakes(line: WorkflowLine, run: WorkflowRun, facts: WorkflowFacts): boolean {
  const workflow = facts.workflows?.get(run.workflowId)
  switch (line.kind) {
    case 'id':
      return run.workflowId === line.id
    case 'word': {
      if (facts.workflows === null) throw new Error(`The facts behind ${line.word} were not gathered.`)
      return line.word === '@deleted'
        ? isDeleted(run, workflow)
        : (workflow?.state.startsWith('disabled') ?? false)
    }
    case 'pattern':
      return isAnyWorkflow(line) || namesOf(run, workflow).some((name) => line.pattern.matches(name))
  }
}

/** Where the files of a repository's own workflows are. */
const workflowFolder = '.github/workflows/'

/**
 * GitHub lists a workflow whose file is gone as deleted, and forgets some altogether. One that it does not list may
 * also be of another repository (required by a ruleset: its path begins with that repository) or GitHub's own
 * (`dynamic/…`): those say nothing of a file that is gone.
 */
const isDeleted = (run: WorkflowRun, workflow: Workflow | undefined): boolean =>
  workflow === undefined ? run.workflowPath.startsWith(workflowFolder) : workflow.state === 'deleted'

const namesOf = (run: WorkflowRun, workflow: Workflow | undefined): readonly string[] => [
  fileNameOf(run.workflowPath),
  run.workflowPath,
  run.workflowName,
  ...(workflow === undefined ? [] : [workflow.name]),
]
