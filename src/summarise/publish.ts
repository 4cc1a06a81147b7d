/** How a report leaves the mode, whatever it is of. */
import { publishReport, type PublishedReport, type UploadArtifact } from '../report-upload.ts'
import type { World } from '../world.ts'
import type { RepositoryReport } from './repository/repository-report.ts'
import type { RunReport } from './run/run-report.ts'

export interface FinishedReport {
  /** As `ReportRequest` has it. */
  readonly folder: string
  readonly report: RunReport | RepositoryReport
  /** The page in Markdown. */
  readonly summary: string
  /** Null makes no artifact. */
  readonly artifactName: string | null
}

/** Writes the report as JSON and Markdown, and uploads both with the HTML page when an artifact is asked for. */
export const publishFinished = (
  { folder, report, summary, artifactName }: FinishedReport,
  world: World,
  upload: UploadArtifact,
): Promise<PublishedReport> =>
  publishReport(
    {
      folder,
      json: `${JSON.stringify(report)}\n`,
      markdown: summary,
      html: async () => (await import('../report-html/page.ts')).renderPage(report),
      artifactName,
    },
    world,
    upload,
  )
