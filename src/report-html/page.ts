/**
 * The report as one HTML file that needs nothing else: its script, style and data are in it, and its policy lets
 * nothing in from outside, and nothing run but that script. What the data says is only ever shown as text.
 */
import type { RepositoryReport } from '../summarise/repository/repository-report.ts'
import type { RunReport } from '../summarise/run/run-report.ts'
import { escapeHtml } from '../text/markdown.ts'
import { licences, script, scriptHash, style, styleHash } from './assets.ts'
import { fitReport } from './fit.ts'

/** A page that a browser still opens at once, and that is no burden to keep. */
const maxPageBytes = 3_000_000

/** The page of a report; when all of it would not fit, it says what is missing. */
export function renderPage(report: RunReport | RepositoryReport): string {
  const before = [head(titleOf(report)), '<script type="application/json" id="data">'].join('')
  const after = `</script><script>${script}</script></body></html>\n`
  const data = fitReport(report, maxPageBytes - byteLength(before) - byteLength(after))
  return `${before}${data}${after}`
}

const byteLength = (text: string): number => Buffer.byteLength(text, 'utf8')

const titleOf = (report: RunReport | RepositoryReport): string =>
  'run' in report
    ? `${report.run.workflow} in ${report.repository}: ${report.verdict}`
    : `GitHub Actions, last ${report.days} days: ${report.repositories[0]?.repository ?? ''}`

const head = (title: string): string =>
  [
    '<!doctype html>',
    `<!--\nContains\n\n${licences.replaceAll('--', '- -')}\n-->`,
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '${scriptHash}'; style-src '${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<link rel="icon" href="data:,">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style></head>`,
    '<body><p>This page shows its numbers with JavaScript.</p>',
  ].join('\n')
