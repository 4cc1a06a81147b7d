/** What eats the storage of a repository, in the tables that a repository's report has too. Pure. */
import { storageLine, storageTables } from '../render-storage.ts'
import { branchStateOf, measureStorage, workflowLabel } from '../storage.ts'
import { details, joinBlocks } from '../text/markdown.ts'
import type { RepositoryPlan } from './plan.ts'

const maxRows = 10

/** Live artifacts by name, branch, workflow and age, as they were before this run; folded. Empty where there are none. */
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
  // What became of a branch is known only where a rule asked for the list of branches.
  const isStateKnown = facts.existingRefs !== null
  const tables = storageTables(
    { ...storage, byBranchState: isStateKnown ? storage.byBranchState : [] },
    maxRows,
  )
  return details(
    `Storage before this run: ${storageLine(storage)}`,
    joinBlocks(tables.flatMap(({ title, markdown }) => [`**${title}**`, markdown])),
  )
}
