/** The fetch mode: looks, decides, downloads, publishes, and reports whatever came of it. */
import { UserError, explain } from '../errors.ts'
import type { FetchInputs } from '../inputs.ts'
import type { Failure, Report } from '../report.ts'
import type { World } from '../world.ts'
import { download, type Downloaded } from './execute-download.ts'
import { gather } from './gather.ts'
import { gatherPullNumber } from './gather-pull.ts'
import { planFetch, type FetchPlan } from './plan.ts'
import { planRequest } from './plan-request.ts'
import { renderDecision, renderLog, renderReport } from './render.ts'

/**
 * Fetches what the inputs ask for. A failure that a user can mend comes back as the report's, with every output set;
 * throws only for a bug.
 */
export async function runFetch(inputs: FetchInputs, world: World): Promise<Report> {
  const progress: Progress = { plan: null, pullRequest: null, downloaded: null }
  const failure = await attempt(inputs, world, progress)
  const outcome = {
    inputs,
    ...progress,
    failure,
    nowMs: world.clock.now(),
    requestCount: world.github.requestCount(),
  }
  for (const line of renderLog(outcome)) world.log.info(line)
  return renderReport(outcome)
}

/** How far a fetch got: what a failing one still has to say. */
interface Progress {
  plan: FetchPlan | null
  pullRequest: number | null
  downloaded: Downloaded | null
}

async function attempt(inputs: FetchInputs, world: World, progress: Progress): Promise<Failure | null> {
  try {
    const request = planRequest(inputs, world.context)
    const findings = await gather(world, inputs, request)
    const plan = planFetch(inputs, request, { findings, platform: world.context.platform })
    progress.plan = plan
    for (const line of renderDecision({ inputs, nowMs: world.clock.now() }, plan)) world.log.info(line)
    const [newest] = findings.taken
    if (newest !== undefined) progress.pullRequest = await gatherPullNumber(world, newest, request)
    if (plan.failure !== null || inputs.dryRun) return plan.failure
    progress.downloaded = await download(world, inputs, plan)
    return progress.downloaded.failure
  } catch (error) {
    if (world.signal.aborted)
      return {
        message: 'Cancelled. Nothing is half-written: each file in path is the old one or the new one.',
        hint: '',
      }
    if (!(error instanceof UserError)) throw error
    return explain(error)
  }
}
