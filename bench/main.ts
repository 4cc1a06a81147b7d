/**
 * `npm run bench`: the cases of each mode against the engines that peers use, in one run, as ratios. With words as
 * arguments, only the cases whose names hold one of them: `npm run bench -- tiny text`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fetchCases } from './fetch-cases.ts'
import { runFetchCase, type CaseResult } from './fetch.ts'
import { fetchTable } from './table.ts'

const words = process.argv.slice(2)
const isWanted = (name: string): boolean => words.length === 0 || words.some((word) => name.includes(word))

const results: CaseResult[] = []
for (const fetchCase of fetchCases) {
  if (!isWanted(fetchCase.name)) continue
  process.stderr.write(`${fetchCase.name} …\n`)
  results.push(await runFetchCase(fetchCase))
}

const machine = {
  node: process.version,
  cpu: os.cpus()[0]?.model ?? '',
  cores: os.cpus().length,
  memoryBytes: os.totalmem(),
  platform: `${os.platform()} ${os.release()}`,
}
const markdown = fetchTable(results, machine)
console.log(markdown)
if (words.length === 0) {
  const folder = path.join(import.meta.dirname, 'results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'fetch.json'), `${JSON.stringify({ machine, results }, null, 2)}\n`)
  writeFileSync(path.join(folder, 'fetch.md'), markdown)
  console.error(`Written to ${path.relative(process.cwd(), folder)}.`)
}
