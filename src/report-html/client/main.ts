/** Entry of the page's script: reads the data that the page carries, and fills the page. */
import type { RepositoryReport } from '../../summarise/repository/repository-report.ts'
import type { RunReport } from '../../summarise/run/run-report.ts'
import { isJson, isList, isObject, unpack, type Json, type Packed } from '../pack.ts'
import { drawCharts, redrawCharts } from './charts.ts'
import { el, noticeList, type Child } from './dom.ts'
import { repositoryPage } from './repository-page.ts'
import { runPage } from './run-page.ts'

/** The page itself writes both, so that the mark is proof enough. */
const isRepositoryReport = (value: unknown): value is RepositoryReport =>
  schemaOf(value).includes('/repository-report/')
const isRunReport = (value: unknown): value is RunReport => schemaOf(value).includes('/run-report/')

const schemaOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'schema' in value && typeof value.schema === 'string'
    ? value.schema
    : ''

function readData(): { readonly report: Json; readonly notice: string } {
  const text = document.getElementById('data')?.textContent ?? ''
  const parsed: unknown = JSON.parse(text)
  if (!isJson(parsed) || !isObject(parsed)) throw new Error('The page carries no report.')
  const { texts, data, notice } = parsed
  const packed: Packed = {
    texts: isList(texts) ? texts.filter((each) => typeof each === 'string') : [],
    data: data ?? null,
  }
  return { report: unpack(packed), notice: typeof notice === 'string' ? notice : '' }
}

function fill(): void {
  const { report, notice } = readData()
  const main = el('main', {})
  main.append(
    ...[noticeList(notice === '' ? [] : [notice]), ...pageOf(report)].filter((child) => child !== null),
  )
  document.body.replaceChildren(main)
  drawCharts()
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redrawCharts)
  document.documentElement.setAttribute('data-ready', String(Math.round(performance.now())))
}

function pageOf(report: unknown): readonly Child[] {
  if (isRepositoryReport(report)) return repositoryPage(report)
  if (isRunReport(report)) return runPage(report)
  return [el('p', {}, 'This page carries a report that it does not know how to show.')]
}

fill()
