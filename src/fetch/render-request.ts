/** What was asked for, in the words of the inputs. Pure. */
import type { Address, BranchList, FetchInputs, TimeRange, WordList, WorkflowList } from '../inputs.ts'
import { describeBranchLine } from '../select/branches.ts'
import { describeWorkflowLine } from '../select/workflows.ts'
import { formatBytes, formatDuration, formatTimestamp } from '../text/format.ts'
import type { PatternList } from '../text/patterns.ts'
import { fullName } from './findings.ts'
import type { FetchRequest } from './plan-request.ts'

/** An input by name and what it says; hostile text where it comes from expressions. */
export interface AskedLine {
  readonly input: string
  readonly text: string
}

/** The selectors that were in force, defaults included, in the order of the tests. */
export function describeRequest(inputs: FetchInputs, request: FetchRequest): readonly AskedLine[] {
  const { selectors } = inputs
  const { runSelectors } = request
  const isDefaultWorkflow = request.ask.kind === 'search' && request.ask.isOfCurrentWorkflow
  const lines: readonly (readonly [string, string | null])[] = [
    ['repository', fullName(inputs.repository)],
    ['target', inputs.target === 'artifacts' ? null : inputs.target],
    ['run-id', addresses(selectors.runIds)],
    ['artifact-id', addresses(selectors.artifactIds)],
    ['workflow', isDefaultWorkflow ? 'the current one' : workflows(selectors.workflow)],
    ['run-number', selectors.runNumbers?.join(', ') ?? null],
    ['branch', branches(selectors.branch)],
    ['event', words(selectors.event)],
    ['actor', words(selectors.actor)],
    ['commit', commitText(inputs)],
    ['ancestors', inputs.ancestors === 0 ? null : String(inputs.ancestors)],
    ['pull-request', selectors.pullRequest === null ? null : String(selectors.pullRequest)],
    ['created', range(selectors.created)],
    ['older-than', duration(selectors.olderThanMs)],
    ['newer-than', duration(selectors.newerThanMs)],
    ['conclusion', words(runSelectors.conclusion)],
    ['name', patterns(selectors.name)],
    ['min-size', size(selectors.minSizeBytes)],
    ['max-size', size(selectors.maxSizeBytes)],
    ['min-count', inputs.minCount === 1 ? null : String(inputs.minCount)],
    ['job', patterns(selectors.job)],
    ['history', inputs.history === 1 ? null : String(inputs.history)],
    ['wait', duration(inputs.waitMs)],
  ]
  return lines.flatMap(([input, text]) => (text === null ? [] : [{ input, text }]))
}

const joined = (includes: readonly string[], excludes: readonly string[]): string =>
  [...includes, ...excludes.map((text) => `!${text}`)].join(', ')

const addresses = (list: readonly Address[] | null): string | null =>
  list
    ?.map(({ id, repository }) => (repository === null ? String(id) : `${fullName(repository)}/${id}`))
    .join(', ') ?? null
const workflows = (list: WorkflowList | null): string | null =>
  list && joined(list.includes.map(describeWorkflowLine), list.excludes.map(describeWorkflowLine))
const branches = (list: BranchList | null): string | null =>
  list && joined(list.includes.map(describeBranchLine), list.excludes.map(describeBranchLine))
const words = (list: WordList | null): string | null => list && joined(list.includes, list.excludes)
const patterns = (list: PatternList | null): string | null =>
  list &&
  joined(
    list.includes.map(({ source }) => source),
    list.excludes.map(({ source }) => source),
  )
const duration = (ms: number | null): string | null => (ms === null ? null : formatDuration(ms))
const size = (bytes: number | null): string | null => (bytes === null ? null : formatBytes(bytes))
const commitText = ({ selectors: { commit } }: FetchInputs): string | null =>
  commit === null ? null : commit.kind === 'merge-base' ? 'merge-base' : commit.ref

function range(value: TimeRange | null): string | null {
  if (value === null) return null
  const { fromMs, toMs } = value
  return [fromMs, toMs].map((ms) => (ms === null ? '*' : formatTimestamp(ms))).join(' .. ')
}
