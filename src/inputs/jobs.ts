/** What summarise is told about jobs: `needs`, `rates`, and the name of its report. */
import { splitLines } from '../text/lists.ts'
import { Malformed, parseEach } from '../text/malformed.ts'

/** `needs`, by job id. */
export type Needs = Readonly<Record<string, { readonly result: string }>>

/** As the `needs` context has them. */
const needResults = ['success', 'failure', 'cancelled', 'skipped']

const validNeeds = 'Write needs: ${{ toJSON(needs) }}'

/** Parses the `needs` context as JSON; what jobs output is left out. Throws Malformed. */
export function parseNeeds(text: string): Needs {
  const fail = (reason: string): Malformed => new Malformed([{ value: text, reason, valid: validNeeds }])
  const needs = parseJson(text)
  if (!isRecord(needs)) throw fail('is no JSON object')
  const entries = Object.entries(needs).map(([id, job]) => {
    const result = isRecord(job) ? job['result'] : undefined
    if (typeof result !== 'string' || !needResults.includes(result))
      throw fail(`has no result for the job ${id}`)
    return [id, { result }] as const
  })
  if (entries.length === 0) throw fail('has no jobs: this job lacks a needs: of its own')
  return Object.fromEntries(entries)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Parses `rates`: a price a minute by runner label, one `label: price` a line. Throws Malformed. */
export function parseRates(text: string): ReadonlyMap<string, number> {
  const rates = new Map<string, number>()
  parseEach(splitLines(text), (line) => {
    const [, label = '', price = ''] = /^(.*\S)\s*:\s*(.*)$/.exec(line) ?? []
    const fail = (reason: string): Malformed =>
      new Malformed([{ value: line, reason, valid: 'Write label: price, such as ubuntu-latest: 0.006' }])
    if (label === '') throw fail('has no label and price')
    if (!/^\d+(?:\.\d+)?$/.test(price)) throw fail('has no price that is a plain number')
    if (rates.has(label)) throw fail('prices a label a second time')
    rates.set(label, Number(price))
  })
  return rates
}

/** What upload-artifact refuses in the name of an artifact. */
const notInArtifactName = /["*/:<>?\\|\p{Cc}]/u

/** Parses the name of an artifact to upload. Throws Malformed. */
export function parseArtifactName(text: string): string {
  if (!notInArtifactName.test(text) && text !== '.' && text !== '..') return text
  throw new Malformed([
    {
      value: text,
      reason: 'cannot be the name of an artifact',
      valid: 'Write a name without " : < > | * ? / \\ and line ends, such as ci-report',
    },
  ])
}
