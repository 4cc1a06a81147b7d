/** Builders of what measuring works on: times in seconds after the start of the run, everything else plausible. */
import type { Job, Step } from '../../../src/model.ts'
import type { GateRules, RunFacts } from '../../../src/summarise/run/facts.ts'
import type { MeasureOptions } from '../../../src/summarise/run/measure.ts'
import { parsePatterns } from '../../../src/text/patterns.ts'
import type { PatternList } from '../../../src/text/patterns.ts'
import { aJob, aRun, aStep, nowMs, octoApp } from '../../support/builders.ts'

/** The start of run 100, an hour before the "now" of tests. */
export const startMs = nowMs - 60 * 60_000
export const at = (seconds: number): number => startMs + seconds * 1000

export interface JobSpec extends Partial<Job> {
  /** Creation, start and end, in seconds after the start of the run. */
  readonly times?: readonly [created: number | null, started: number | null, ended: number | null]
}

/** A job of run 100: `conclusion` null is in progress. */
export function job(id: number, name: string, spec: JobSpec = {}): Job {
  const { times = [0, 5, 65], ...fields } = spec
  const [created, started, ended] = times
  const isOpen = fields.conclusion === null
  return aJob({
    id,
    runId: 100,
    name,
    status: isOpen ? 'in_progress' : 'completed',
    createdAtMs: created === null ? null : at(created),
    startedAtMs: started === null ? null : at(started),
    completedAtMs: isOpen || ended === null ? null : at(ended),
    runnerName: `GitHub Actions ${id}`,
    ...fields,
  })
}

export const passed = (id: number, name: string, spec: JobSpec = {}): Job => job(id, name, spec)
export const failed = (id: number, name: string, spec: JobSpec = {}): Job =>
  job(id, name, { conclusion: 'failure', ...spec })
export const skipped = (id: number, name: string, spec: JobSpec = {}): Job =>
  job(id, name, { conclusion: 'skipped', times: [60, 60, 59], runnerName: null, ...spec })
export const cancelled = (id: number, name: string, spec: JobSpec = {}): Job =>
  job(id, name, { conclusion: 'cancelled', ...spec })
export const running = (id: number, name: string, spec: JobSpec = {}): Job =>
  job(id, name, { conclusion: null, ...spec })

/** A step from one second to another after the start of the run. */
export const step = (
  number: number,
  name: string,
  [from, to]: readonly [number, number],
  fields: Partial<Step> = {},
): Step => aStep({ number, name, startedAtMs: at(from), completedAtMs: at(to), ...fields })

export const patterns = (...lines: string[]): PatternList => parsePatterns(lines, { crossesSlash: true })

/** No gate and no rule, unless a test writes one. */
export const rules = (fields: Partial<GateRules> = {}): GateRules => ({
  isOn: false,
  allowFailure: null,
  allowSkip: null,
  require: null,
  onCancelled: 'fail',
  maxRegression: null,
  ...fields,
})

export const options = (fields: Partial<GateRules> = {}): MeasureOptions => ({
  rules: rules(fields),
  rates: new Map(),
})

/** `needs` from results by id. */
export const needs = (results: Readonly<Record<string, string>>): RunFacts['needs'] =>
  Object.fromEntries(Object.entries(results).map(([id, result]) => [id, { result }]))

/** Facts of run 100 with these jobs: the current run, nothing else read. */
export const facts = (jobs: readonly Job[], fields: Partial<RunFacts> = {}): RunFacts => ({
  repository: octoApp,
  run: aRun({
    id: 100,
    status: 'in_progress',
    headBranch: 'feature',
    createdAtMs: startMs,
    startedAtMs: startMs,
  }),
  isRunRead: true,
  isCurrentRun: true,
  jobs: { jobs, ownName: 'summary', waitedMs: 0 },
  needs: null,
  baseline: null,
  artifacts: null,
  logs: new Map(),
  notices: [],
  apiCalls: 5,
  nowMs,
  ...fields,
})
