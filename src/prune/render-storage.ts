/** What eats the storage of a repository. Pure. */
import {
  branchStateOf,
  describeBranchState,
  measureStorage,
  topShares,
  workflowLabel,
  type BranchShare,
  type StorageShare,
} from '../storage.ts'
import { countOf, formatBytes, formatCount, formatPercent, shorten } from '../text/format.ts'
import { codeSpan, details, escapeText, joinBlocks, right, table } from '../text/markdown.ts'
import type { RepositoryPlan } from './plan.ts'

const maxRows = 10
const maxNameLength = 80

/** Live artifacts by name, branch and workflow before this run, folded. Empty where none were listed. */
export function renderStorage({ inventory }: RepositoryPlan, nowMs: number): string {
  const { artifacts, runs, repository, facts } = inventory
  const storage = measureStorage({
    artifacts,
    nowMs,
    workflowOf: ({ run }) => (run === null ? '' : workflowLabel(runs.get(run.id))),
    branchStateOf: ({ run }) =>
      branchStateOf(run, {
        defaultBranch: repository.defaultBranch,
        existingRefs: facts.existingRefs,
        closedHeads: new Set(),
      }),
  })
  if (storage.count === 0) return ''
  const isWorkflowKnown = storage.byWorkflow.some(({ label }) => label !== '')
  return details(
    `Storage: ${formatBytes(storage.bytes)} in ${countOf(storage.count, 'live artifact')}`,
    joinBlocks([
      shares(storage.byName, storage.bytes, { title: 'Name', label: nameLabel }),
      shares(storage.byBranch, storage.bytes, { title: 'Branch', label: branchLabel }),
      isWorkflowKnown
        ? shares(storage.byWorkflow, storage.bytes, { title: 'Workflow', label: nameLabel })
        : '',
    ]),
  )
}

function shares<T extends StorageShare>(
  list: readonly T[],
  totalBytes: number,
  { title, label }: { readonly title: string; readonly label: (share: T) => string },
): string {
  const { top, rest } = topShares(list, maxRows)
  const row = (name: string, { count, bytes }: StorageShare): readonly string[] => [
    name,
    formatCount(count),
    formatBytes(bytes),
    totalBytes === 0 ? '' : formatPercent(bytes / totalBytes),
  ]
  return table(
    [title, right('Artifacts'), right('Size'), right('Share')],
    [
      ...top.map((share) => row(label(share), share)),
      ...(rest === null ? [] : [row(escapeText(rest.label), rest)]),
    ],
  )
}

const nameLabel = ({ label }: StorageShare): string =>
  label === '' ? 'not known' : codeSpan(shorten(label, maxNameLength))

const branchLabel = ({ label, state }: BranchShare): string => {
  const isPlain = state === 'live' || state === 'unknown'
  const name = label === '' ? 'not known' : codeSpan(shorten(label, maxNameLength))
  return isPlain ? name : `${name} (${describeBranchState(state)})`
}
