/** What came of a fetch, whole or not: all that there is to report on. Data only. */
import type { FetchInputs } from '../inputs.ts'
import type { Failure } from '../report.ts'
import type { Downloaded } from './execute-download.ts'
import type { FetchPlan } from './plan.ts'

export interface Outcome {
  readonly inputs: FetchInputs
  /** Null when the fetch failed before it could decide. */
  readonly plan: FetchPlan | null
  readonly pullRequest: number | null
  /** Null when nothing was to be downloaded, or it failed. */
  readonly downloaded: Downloaded | null
  readonly failure: Failure | null
  readonly nowMs: number
  /** API requests so far. */
  readonly requestCount: number
}
