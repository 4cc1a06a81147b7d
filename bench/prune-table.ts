/** What the prune cases took, each of our figures beside its bar. */
import { formatBytes } from '../src/text/format.ts'
import { right, table } from '../src/text/markdown.ts'
import { latencyMs, type PruneEngineResult, type PruneResult } from './prune.ts'
import { against, formatSeconds, type Machine } from './table.ts'

const engineNames = {
  steward: '**this action**',
  sequential: 'the same lists, page after page',
  'by-run': 'as c-hive/gha-remove-artifacts',
  'by-page': 'as kolpav/purge-artifacts-action',
} as const

export function pruneTable(results: readonly PruneResult[], machine: Machine): string {
  const rows = results.flatMap((result) => result.engines.map((engine) => rowOf(result, engine)))
  return `# Prune bench

Whole processes, each against a server of its own on the same machine, which answers every request ${latencyMs} ms late and
refuses what GitHub's secondary limits refuse: more than 900 points a minute (a GET is 1, a DELETE 5), and more than 100
requests at once. Wall time is the median of the rounds. Behind a slash is the bar.
Node ${machine.node}, ${machine.cores} cores (${machine.cpu}), ${machine.platform}.

${table(
  [
    'Case',
    'Engine',
    right('Wall'),
    right('Ratio'),
    right('GETs'),
    right('of artifacts'),
    right('of runs'),
    right('DELETEs'),
    right('Deleted'),
    right('Refused by a limit'),
    right('At once'),
    right('CPU'),
    right('Peak memory'),
  ],
  rows,
)}
`
}

function rowOf(result: PruneResult, engine: PruneEngineResult): readonly string[] {
  const isOurs = engine.engine === 'steward'
  const bars = isOurs ? result.bars : null
  const base = result.engines.find((each) => each.engine === result.reference)
  return [
    result.name,
    engineNames[engine.engine],
    against(engine.wallMs, bars?.wallMs, formatSeconds),
    base === undefined ? '' : against(engine.wallMs / base.wallMs, bars?.ratio, (ratio) => ratio.toFixed(2)),
    against(engine.gets, bars?.gets, String),
    against(engine.artifactPages, bars?.artifactPages, String),
    against(engine.runPages, bars?.runPages, String),
    String(engine.deletes),
    engine.deleted === result.deletions ? String(engine.deleted) : `${engine.deleted} of ${result.deletions}`,
    against(engine.limitAnswers, isOurs ? 0 : null, String),
    String(engine.atOnce),
    engine.cpuMs === null ? '' : against(engine.cpuMs, bars?.cpuMs, formatSeconds),
    engine.peakRssBytes === null ? '' : against(engine.peakRssBytes, bars?.peakRssBytes, formatBytes),
  ]
}
