/** Which GitHub this is, and what it may be told to do differently. */
export interface Profile {
  readonly kind: 'github.com' | 'ghes'
  /** The site for people; nobody calls it. */
  readonly site: string
  readonly hasDigest: boolean
  readonly hasRateLimits: boolean
  readonly hasResultsService: boolean
  /** GitHub Enterprise Server lists a run's artifacts only when the run has ended. */
  readonly listsArtifactsOfUnfinishedRuns: boolean
  /** How long a signed URL lives: GitHub documents one minute. */
  readonly signedUrlMs: number
  /** What `ranges` a blob host answers: Azure takes `a-b` and `a-`, ignores `-n`; some hosts ignore all. */
  readonly ranges: 'azure' | 'all' | 'none'
  /** Status for deleting a run that has not ended: it is not documented. */
  readonly unfinishedDeleteStatus: 403 | 409
  /** What `filter=latest` of a job list means: it has changed over the years. */
  readonly latestJobs: 'whole-attempt' | 'executed'
  /** Whether the results service shows a re-run the artifacts of the attempts before. */
  readonly resultsScope: 'run' | 'attempt'
  /** Results of a filtered run list, as documented. */
  readonly filteredRunCap: number
  /** Runs that an unfiltered list reaches, as reported. */
  readonly unfilteredRunCap: number
}

export const githubProfile: Profile = {
  kind: 'github.com',
  site: 'https://github.com',
  hasDigest: true,
  hasRateLimits: true,
  hasResultsService: true,
  listsArtifactsOfUnfinishedRuns: true,
  signedUrlMs: 60_000,
  ranges: 'azure',
  unfinishedDeleteStatus: 409,
  latestJobs: 'whole-attempt',
  resultsScope: 'run',
  filteredRunCap: 1_000,
  unfilteredRunCap: 40_000,
}

export const ghesProfile: Profile = {
  ...githubProfile,
  kind: 'ghes',
  site: 'https://github.example.com',
  hasDigest: false,
  hasRateLimits: false,
  hasResultsService: false,
  listsArtifactsOfUnfinishedRuns: false,
  ranges: 'none',
}
