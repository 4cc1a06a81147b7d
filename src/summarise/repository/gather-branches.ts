/** What became of the branches that artifacts are of; each list is asked for only where it can change the answer. */
import { ApiError } from '../../errors.ts'
import { headKey, isPullRequestEvent } from '../../select/branches.ts'
import { isOfFork } from '../../select/trust.ts'
import type { Artifact, PullRequest, Ref, Repository } from '../../model.ts'
import type { BranchKnowledge } from '../../storage.ts'
import type { GitHub, Page } from '../../world.ts'
import type { RunFact } from './facts.ts'
import { readUpTo } from './gather-pages.ts'

/** More branches than these are not looked through for a report. */
const maxPages = 30

export interface BranchRequest {
  readonly github: GitHub
  readonly repository: Repository
  readonly artifacts: readonly Artifact[]
  readonly runs: readonly RunFact[]
}

/** What could be learnt, and a sentence for each list that could not be read. */
export interface GatheredBranches {
  readonly knowledge: BranchKnowledge
  readonly notices: readonly string[]
}

export async function gatherBranches(request: BranchRequest): Promise<GatheredBranches> {
  const { repository } = request
  const names = ownBranches(request)
  const refs = await readRefs(request, names)
  const heads = await readClosedHeads(request, refs.existing ?? new Set())
  return {
    knowledge: {
      defaultBranch: repository.defaultBranch,
      existingRefs: refs.existing,
      closedHeads: heads.closed,
    },
    notices: [...refs.notices, ...heads.notices],
  }
}

/** Branches of the repository itself that live artifacts are of, but for the default one. */
function ownBranches({ artifacts, repository }: BranchRequest): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { isExpired, run } of artifacts)
    if (!isExpired && run !== null && run.headBranch !== null && !isOfFork(run)) names.add(run.headBranch)
  names.delete(repository.defaultBranch)
  return names
}

interface Refs {
  /** Null when they could not be read whole: what is not among some is not known to be gone. */
  readonly existing: ReadonlySet<string> | null
  readonly notices: readonly string[]
}

async function readRefs({ github, repository }: BranchRequest, names: ReadonlySet<string>): Promise<Refs> {
  if (names.size === 0) return { existing: new Set(), notices: [] }
  const lost = (problem: string): Refs => ({
    existing: null,
    notices: [`Storage of deleted branches is not shown apart: ${problem}`],
  })
  try {
    const branches = await readNames((page) => github.listBranches(repository, page))
    if (branches === null) return lost(`the repository has more than ${maxPages * 100} branches.`)
    // A repository with runs has a branch: an empty list is a list that was not given to us.
    if (branches.length === 0) return lost('the token sees no branches. Give it "contents: read".')
    const existing = new Set(branches)
    if ([...names].every((name) => existing.has(name))) return { existing, notices: [] }
    const tags = await readNames((page) => github.listTags(repository, page))
    if (tags === null) return lost(`the repository has more than ${maxPages * 100} tags.`)
    return { existing: new Set([...branches, ...tags]), notices: [] }
  } catch (error) {
    return lost(sentenceOf(error))
  }
}

async function readNames(fetchPage: (page: number) => Promise<Page<Ref>>): Promise<readonly string[] | null> {
  const read = await readUpTo({ first: await fetchPage(1), fetchPage, idOf: ({ name }) => name, maxPages })
  return read.isComplete ? read.items.map(({ name }) => name) : null
}

interface Heads {
  readonly closed: ReadonlySet<string>
  readonly notices: readonly string[]
}

/** Branches that are still there, had a run for a pull request, and have none open. */
async function readClosedHeads(
  { github, repository, runs }: BranchRequest,
  existing: ReadonlySet<string>,
): Promise<Heads> {
  const candidates = new Set<string>()
  for (const { event, branch, isOfFork: isFork } of runs)
    if (branch !== null && !isFork && isPullRequestEvent(event) && existing.has(branch))
      candidates.add(branch)
  candidates.delete(repository.defaultBranch)
  if (candidates.size === 0) return { closed: candidates, notices: [] }
  const lost = (problem: string): Heads => ({
    closed: new Set(),
    notices: [`Storage of merged branches is not shown apart: ${problem}`],
  })
  try {
    const fetchPage = (page: number): Promise<Page<PullRequest>> =>
      github.listPullRequests(repository, { state: 'open' }, page)
    const open = await readUpTo({
      first: await fetchPage(1),
      fetchPage,
      idOf: ({ number }) => number,
      maxPages,
    })
    if (!open.isComplete) return lost(`more than ${maxPages * 100} pull requests are open.`)
    const heads = new Set(open.items.map((pull) => headKey(pull.headRepositoryId, pull.headBranch)))
    return {
      closed: new Set([...candidates].filter((branch) => !heads.has(headKey(repository.id, branch)))),
      notices: [],
    }
  } catch (error) {
    return lost(sentenceOf(error))
  }
}

/** What an answer of GitHub means for a reader. Throws what is no answer of GitHub's. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof ApiError)) throw error
  return error.hint === '' ? error.message : `${error.message} ${error.hint}`
}
