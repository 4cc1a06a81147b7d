/** Summarises one run: gather, measure, render, and publish the report. */
import type { SummariseInputs } from '../../inputs.ts'
import type { Annotation, Report } from '../../report.ts'
import { uploadArtifact, type UploadArtifact } from '../../report-upload.ts'
import type { World } from '../../world.ts'
import { publishFinished } from '../publish.ts'
import { runAddress } from './address.ts'
import { gatherRun, rulesOf } from './gather.ts'
import { measureRun } from './measure.ts'
import { defaultMaxBytes, renderRun } from './render.ts'
import { renderAnnotations, renderFailure, renderLog, renderOutputs } from './render-outputs.ts'

/** Summarises and gates on a run. Throws UserError when it is not said which, ApiError when it cannot be read. */
export const summariseRun = (inputs: SummariseInputs, world: World): Promise<Report> =>
  reportRun(inputs, world, uploadArtifact)

/** The same with a way to upload, which tests replace. */
export async function reportRun(
  inputs: SummariseInputs,
  world: World,
  upload: UploadArtifact,
): Promise<Report> {
  const facts = await gatherRun(runAddress(inputs, world.context), inputs, world)
  const report = measureRun(facts, { rules: rulesOf(inputs), rates: inputs.rates })
  const summary = renderRun(report, { timeline: inputs.timeline, maxBytes: defaultMaxBytes })
  const published = await publishFinished(
    { folder: `run-${report.run.id}-${report.run.attempt}`, report, summary, artifactName: inputs.report },
    world,
    upload,
  )
  for (const line of renderLog(report)) world.log.info(line)
  // A closed gate is the message; that the report was not uploaded goes beside it.
  const closed = renderFailure(report)
  const failure = closed ?? published.failure
  const beside: readonly Annotation[] =
    closed === null || published.failure === null
      ? []
      : [{ level: 'warning', message: published.failure.message }]
  return {
    summary,
    outputs: { ...renderOutputs(report), ...published.outputs, 'error-message': failure?.message ?? '' },
    annotations: [...renderAnnotations(report), ...published.annotations, ...beside],
    failure,
  }
}
