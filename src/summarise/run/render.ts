/** The page of a run, in the order in which a reader decides: the verdict, why, the jobs, what it hangs on, the rest. */
import { listOf } from './render-names.ts'
import { fitBlocks, fixed, maxSummaryBytes, type Block } from '../../text/blocks.ts'
import {
  aboutBlock,
  artifactsBlock,
  attemptsBlock,
  billingBlock,
  gateBlock,
  renderCriticalPath,
  renderNotices,
  slackBlock,
  slowestStepsBlock,
} from './render-details.ts'
import { failureBlocks } from './render-failures.ts'
import { renderGateNotes, renderVerdict } from './render-head.ts'
import { allJobsBlock, hasNoteworthyJobs, jobTableBlock } from './render-jobs.ts'
import { timelineBlock } from './render-timeline.ts'
import type { RunReport } from './run-report.ts'

export interface RenderOptions {
  readonly timeline: 'jobs' | 'steps' | 'off'
  /** Of the page in UTF-8. */
  readonly maxBytes: number
}

export const defaultMaxBytes = maxSummaryBytes

/** Markdown of the job summary. A run that is plainly green is two lines and folded sections. */
export function renderRun(report: RunReport, { timeline, maxBytes }: RenderOptions): string {
  const isPlain = report.verdict === 'success' && !hasNoteworthyJobs(report)
  const blocks: readonly Block[] = [
    fixed('the verdict', renderVerdict(report)),
    fixed('what closed the gate', renderGateNotes(report)),
    ...failureBlocks(report),
    ...(isPlain || report.jobs.length === 0 ? [] : [jobTableBlock(report)]),
    fixed('the critical path', renderCriticalPath(report)),
    allJobsBlock(report),
    timelineBlock(report, timeline),
    slackBlock(report),
    slowestStepsBlock(report),
    artifactsBlock(report),
    attemptsBlock(report),
    billingBlock(report),
    gateBlock(report),
    fixed('what is missing', renderNotices(report)),
    aboutBlock(report),
  ]
  return `${fitBlocks(blocks, leftOutNote, maxBytes)}\n`
}

const leftOutNote = (shortened: readonly string[]): string =>
  `✂️ To stay below GitHub's limit, this page leaves out or shortens ${listOf(shortened, shortened.length)}. All of it is in the file of \`report-json\`.`
