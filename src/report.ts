/** What a mode hands back: `main.ts` publishes it and decides on the exit code. Data only. */
export interface Report {
  /** Markdown of the job summary; empty for none. */
  readonly summary: string
  /** By output name; every output that action.yml declares and this leaves out is set to the empty string. */
  readonly outputs: Readonly<Record<string, string>>
  readonly annotations: readonly Annotation[]
  /** The one error of a failing step: message, and what to do about it. Null when the step succeeds. */
  readonly failure: Failure | null
}

export interface Annotation {
  readonly level: 'notice' | 'warning'
  readonly message: string
}

export interface Failure {
  readonly message: string
  /** The usual cause and the mend; empty where the message says it all. */
  readonly hint: string
}
