/** The results as a Markdown table: wall times, and ratios to the engine that most people use. */
import { formatBytes } from '../src/text/format.ts'
import { table, right } from '../src/text/markdown.ts'
import type { CaseResult, EngineResult } from './fetch.ts'
import type { SummariseResult } from './summarise.ts'

export interface Machine {
  readonly node: string
  readonly cpu: string
  readonly cores: number
  readonly platform: string
}

const reference = 'actions-artifact'

export function fetchTable(results: readonly CaseResult[], machine: Machine): string {
  const rows = results.flatMap((result) => result.engines.map((engine) => rowOf(result, engine)))
  return `# Fetch bench

Whole processes, wall time (median) and peak memory (maximum) of the rounds; engines take turns. The ratio is to
\`@actions/artifact\`, the engine of actions/download-artifact, in the same run; the goal is ours.
Node ${machine.node}, ${machine.cores} cores (${machine.cpu}), ${machine.platform}; server on the same machine.

${table(
  [
    'Case',
    'Engine',
    right('Wall'),
    right('Ratio'),
    right('Goal'),
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
  const base = result.engines.find((candidate) => candidate.engine === reference)
  const ratio = base === undefined ? '' : (engine.wallMs / base.wallMs).toFixed(2)
  const isOurs = engine.engine === 'steward'
  return [
    result.name,
    isOurs ? '**this action**' : engine.engine,
    `${(engine.wallMs / 1000).toFixed(2)} s`,
    ratio,
    isOurs && result.goal !== null ? `≤ ${result.goal}` : '',
    engine.peakRssBytes === null ? '' : formatBytes(engine.peakRssBytes),
    engine.engine === 'unzip' ? '' : String(engine.apiRequests),
    engine.engine === 'unzip' ? '' : String(engine.blobRequests),
    engine.engine === 'unzip' ? '' : formatBytes(engine.blobBytes),
    engine.engine === 'unzip' ? '' : String(engine.atOnce),
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

function against(value: number, bar: number | null, format: (value: number) => string): string {
  if (bar === null) return format(value)
  return `${value <= bar ? '✅' : '❌'} ${format(value)} / ${format(bar)}`
}

const formatSeconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`
const formatKibibytes = (bytes: number): string => `${Math.ceil(bytes / 1024)} KiB`
