/** Summarises one run: gather, measure, render, and write the report's files. */
import type { SummariseInputs } from '../../inputs.ts'
import type { Annotation, Report } from '../../report.ts'
import type { World } from '../../world.ts'
import { writeReport } from '../files.ts'
import { runAddress } from './address.ts'
import { gatherRun, rulesOf } from './gather.ts'
import { measureRun } from './measure.ts'
import { defaultMaxBytes, renderRun } from './render.ts'
import { renderAnnotations, renderFailure, renderLog, renderOutputs } from './render-outputs.ts'
import type { RunReport } from './run-report.ts'

/** Summarises and gates on a run. Throws UserError when it is not said which, ApiError when it cannot be read. */
export async function summariseRun(inputs: SummariseInputs, world: World): Promise<Report> {
  const facts = await gatherRun(runAddress(inputs, world.context), inputs, world)
  const report = measureRun(facts, { rules: rulesOf(inputs), rates: inputs.rates })
  const summary = renderRun(report, { timeline: inputs.timeline, maxBytes: defaultMaxBytes })
  const files = await writeFiles(report, summary, world)
  for (const line of renderLog(report)) world.log.info(line)
  const failure = renderFailure(report)
  return {
    summary,
    outputs: { ...renderOutputs(report), ...files.outputs, 'error-message': failure?.message ?? '' },
    annotations: [...renderAnnotations(report), ...files.annotations],
    failure,
  }
}

interface Files {
  readonly outputs: Readonly<Record<string, string>>
  readonly annotations: readonly Annotation[]
}

/** A full disk must not turn a green run red: the files are then missing, and it is said. */
async function writeFiles(report: RunReport, summary: string, world: World): Promise<Files> {
  const folder = `run-${report.run.id}-${report.run.attempt}`
  try {
    const written = await writeReport(world.context.tempFolder, folder, {
      'report.json': `${JSON.stringify(report)}\n`,
      'report.md': summary,
    })
    return {
      outputs: {
        'report-json': written.get('report.json') ?? '',
        'report-md': written.get('report.md') ?? '',
      },
      annotations: [],
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const message = `The files of the report could not be written: ${reason}`
    return { outputs: { 'report-json': '', 'report-md': '' }, annotations: [{ level: 'warning', message }] }
  }
}
