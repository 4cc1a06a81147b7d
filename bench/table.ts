/** The results as a Markdown table: wall times, and ratios to the engine that most people use. */
import { formatBytes } from '../src/text/format.ts'
import { table, right } from '../src/text/markdown.ts'
import type { EngineName } from './fetch-cases.ts'
import type { CaseResult, EngineResult } from './fetch.ts'
import type { SummariseResult } from './summarise.ts'

export interface Machine {
  readonly node: string
  readonly cpu: string
  readonly cores: number
  readonly platform: string
}

const reference = 'actions-artifact'
/** The default of the input `concurrency`: connections to the blob host at once. */
const defaultConcurrency = 6

export function fetchTable(results: readonly CaseResult[], machine: Machine): string {
  const rows = results.flatMap((result) => result.engines.map((engine) => rowOf(result, engine)))
  return `# Fetch bench

Whole processes, wall time (median) and peak memory (maximum) of the rounds; engines take turns. The
ratio is to \`@actions/artifact\`, the engine of actions/download-artifact, in the same run, and to Info-ZIP's \`unzip\`, which
only unpacks and checks no digest. Behind a slash is the bar.
Node ${machine.node}, ${machine.cores} cores (${machine.cpu}), ${machine.platform}; server on the same machine.

${table(
  [
    'Case',
    'Engine',
    right('Wall'),
    right('Ratio'),
    right('to unzip'),
    right('Peak memory'),
    right('API requests'),
    right('Blob requests'),
    right('Moved'),
    right('At once'),
  ],
  rows,
)}
`
}

function rowOf(result: CaseResult, engine: EngineResult): readonly string[] {
  const isOurs = engine.engine === 'steward'
  const bars = isOurs ? result.bars : null
  const ratioTo = (name: EngineName, bar: number | undefined | null): string => {
    const base = result.engines.find((candidate) => candidate.engine === name)
    return base === undefined ? '' : against(engine.wallMs / base.wallMs, bar, (ratio) => ratio.toFixed(2))
  }
  const ofTransfer = [
    String(engine.apiRequests),
    String(engine.blobRequests),
    against(engine.blobBytes, bars?.blobBytes, formatBytes),
    against(engine.atOnce, isOurs ? defaultConcurrency : null, String),
  ]
  return [
    result.name,
    isOurs ? '**this action**' : engine.engine,
    formatSeconds(engine.wallMs),
    ratioTo(reference, bars?.ratio),
    ratioTo('unzip', bars?.unzipRatio),
    engine.peakRssBytes === null ? '' : against(engine.peakRssBytes, bars?.peakRssBytes, formatBytes),
    ...(engine.engine === 'unzip' ? [] : ofTransfer),
  ]
}

/** What the summarise cases took, each figure beside its bar. */
export function summariseTable(results: readonly SummariseResult[], machine: Machine): string {
  const rows = results.map((result) => [
    result.name,
    against(result.wallMs, result.bars.wallMs, formatSeconds),
    against(result.apiRequests, result.bars.apiRequests, String),
    String(result.blobRequests),
    result.peakRssBytes === null ? '' : against(result.peakRssBytes, result.bars.peakRssBytes, formatBytes),
    against(result.summaryBytes, result.bars.summaryBytes, formatKibibytes),
  ])
  return `# Summarise bench

Whole processes: wall time (median) and peak memory (maximum) of the rounds; the server is on the same machine and answers
each request ${[...new Set(results.map(({ latencyMs }) => latencyMs))].join(' or ')} ms late. Behind a slash is the bar.
Node ${machine.node}, ${machine.cores} cores (${machine.cpu}), ${machine.platform}.

${table(['Case', right('Wall'), right('API requests'), right('Logs'), right('Peak memory'), right('Summary')], rows)}
`
}

/** A figure beside its bar, where it has one, and whether it holds. */
export function against(
  value: number,
  bar: number | null | undefined,
  format: (value: number) => string,
): string {
  if (bar === null || bar === undefined) return format(value)
  return `${value <= bar ? '✅' : '❌'} ${format(value)} / ${format(bar)}`
}

/** Of milliseconds. */
export const formatSeconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`
const formatKibibytes = (bytes: number): string => `${Math.ceil(bytes / 1024)} KiB`
