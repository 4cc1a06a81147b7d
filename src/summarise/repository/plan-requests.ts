/** How the quota is spent: listings first, as far as it reaches; jobs with what a report may cost. */

/**
 * What a report of a repository costs at most unless its listings alone cost more: 16% of what GitHub gives a job's
 * token an hour. Those of 5,000 runs and 10,000 artifacts fit in, with a little for jobs.
 */
const requestsOfReport = 160
/** The same for tokens with a larger quota, as a share of it: on GitHub Enterprise Cloud it is 15,000 an hour. */
const reportShareOfQuota = 0.03
/** Beyond this, more runs change little in what is found, and each costs a request. */
const maxJobRequests = 60
/** Of a repository whose listings cost more than a report should, this share of their cost goes to jobs as well. */
const jobShareOfListings = 1 / 40
/** Pages of branches, tags and open pull requests, as most repositories have them. */
const requestsForBranches = 4

export interface ListingPages {
  readonly runs: number
  readonly artifacts: number
}

/**
 * How many pages of each listing to read, the first ones included, when the quota pays for `left` more requests.
 * When it does not pay for both, each gets half, and what one does not need is the other's.
 */
export function sharePages(wanted: ListingPages, left: number): ListingPages {
  const pages = Math.max(0, left - requestsForBranches)
  const more = { runs: wanted.runs - 1, artifacts: wanted.artifacts - 1 }
  const runs = Math.min(more.runs, Math.max(Math.floor(pages / 2), pages - more.artifacts))
  return { runs: 1 + runs, artifacts: 1 + Math.min(more.artifacts, pages - runs) }
}

export interface JobQuota {
  /** What the quota is an hour; null where the server has none. */
  readonly limit: number | null
  /** How many more requests it pays for. */
  readonly left: number
  /** The part of them that this repository may have for its jobs. */
  readonly fairShare: number
}

/** How many requests may go to jobs of a repository, after `spent` on its listings. */
export function jobRequests(spent: number, { limit, left, fairShare }: JobQuota): number {
  const ofReport = Math.max(requestsOfReport, (limit ?? 0) * reportShareOfQuota)
  const wanted = Math.max(ofReport - spent, spent * jobShareOfListings)
  return Math.max(0, Math.floor(Math.min(wanted, maxJobRequests, left, fairShare)))
}
