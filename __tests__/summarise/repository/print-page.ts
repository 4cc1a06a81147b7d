/** Prints the page of a report for its golden file: `node print-page.ts busy > ../../fixtures/summarise-repository/busy.md`. */
import { pageOfReport, reports } from './pages.ts'

const make = reports[process.argv[2] ?? '']
if (make === undefined) throw new Error(`Name one of ${Object.keys(reports).join(', ')}.`)
process.stdout.write(pageOfReport(await make()))
