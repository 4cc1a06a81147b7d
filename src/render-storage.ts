/** The storage table, as prune and summarise show it: one line, and tables by name, branch, workflow and age. */
import {
  topShares,
  type BranchShare,
  type Duplicate,
  type NameShare,
  type Storage,
  type StorageShare,
} from './storage.ts'
import { countOf, formatBytes, formatCount, formatPercent, shorten } from './text/format.ts'
import { codeSpan, escapeText, right, table } from './text/markdown.ts'

/** Sets of equal artifacts that are named; what they waste together is in the title. */
const maxDuplicates = 10
/** Longer names are cut in the middle. */
const maxNameChars = 80

/** One table of the storage. */
export interface StorageTable {
  /** Safe Markdown: `By name`. */
  readonly title: string
  /** What it is in a sentence: `storage by name`. */
  readonly what: string
  readonly markdown: string
}

/** What the tables are of: those lists may have been cut. */
export type StorageGroups = Pick<
  Storage,
  | 'count'
  | 'bytes'
  | 'byName'
  | 'byBranch'
  | 'byBranchState'
  | 'byWorkflow'
  | 'byAge'
  | 'duplicates'
  | 'wastedBytes'
>

/** `4.8 GB in 1,213 artifacts, +160 MB a day (200 MB added, 40 MB expiring)`. */
export function storageLine({ bytes, count, growth }: Storage): string {
  const { bytesPerDay, addedBytesPerDay, expiringBytesPerDay } = growth
  const held = `${formatBytes(bytes)} in ${countOf(count, 'artifact')}`
  if (addedBytesPerDay === 0 && expiringBytesPerDay === 0) return held
  return `${held}, ${formatChange(bytesPerDay)} a day (${formatBytes(addedBytesPerDay)} added, ${formatBytes(expiringBytesPerDay)} expiring)`
}

/** `+160 MB`, `−40 MB`, `±0 B`. */
export const formatChange = (bytes: number): string =>
  bytes === 0 ? '±0 B' : `${bytes > 0 ? '+' : '−'}${formatBytes(Math.abs(bytes))}`

/** The tables in their order, of at most so many rows each, and none that would be empty. */
export function storageTables(storage: StorageGroups, maxRows: number): readonly StorageTable[] {
  if (storage.count === 0) return []
  const whole = storage.bytes
  const hasWorkflows = storage.byWorkflow.some(({ label }) => label !== '')
  return [
    {
      title: 'By name',
      what: 'storage by name',
      markdown: sharesTable('Name', storage.byName, { whole, maxRows, labelOf: nameLabel }),
    },
    ...(storage.byBranchState.length === 0
      ? []
      : [
          {
            title: 'By what became of the branch',
            what: 'storage of deleted and merged branches',
            markdown: sharesTable('Branch', storage.byBranchState, {
              whole,
              maxRows,
              labelOf: plainLabel,
            }),
          },
        ]),
    {
      title: 'By branch',
      what: 'storage by branch',
      markdown: sharesTable('Branch', storage.byBranch, { whole, maxRows, labelOf: branchLabel }),
    },
    ...(hasWorkflows
      ? [
          {
            title: 'By workflow',
            what: 'storage by workflow',
            markdown: sharesTable('Workflow', storage.byWorkflow, { whole, maxRows, labelOf: knownLabel }),
          },
        ]
      : []),
    {
      title: 'By age',
      what: 'storage by age',
      markdown: sharesTable('Age', storage.byAge, {
        whole,
        maxRows,
        labelOf: plainLabel,
      }),
    },
    ...(storage.duplicates.length === 0
      ? []
      : [
          {
            title: `The same bytes more than once: ${formatBytes(storage.wastedBytes)}`,
            what: 'duplicates',
            markdown: duplicatesTable(storage.duplicates.slice(0, Math.min(maxRows, maxDuplicates))),
          },
        ]),
  ]
}

interface TableOptions<T> {
  readonly whole: number
  readonly maxRows: number
  /** Safe Markdown. */
  readonly labelOf: (share: T) => string
}

function sharesTable<T extends StorageShare>(
  title: string,
  shares: readonly T[],
  { whole, maxRows, labelOf }: TableOptions<T>,
): string {
  const { top, rest } = topShares(shares, maxRows)
  const row = (label: string, { count, bytes }: StorageShare): readonly string[] => [
    label,
    formatCount(count),
    formatBytes(bytes),
    whole === 0 ? '' : formatPercent(bytes / whole),
  ]
  return table(
    [title, right('Artifacts'), right('Size'), right('Share')],
    [
      ...top.map((share) => row(labelOf(share), share)),
      ...(rest === null ? [] : [row(`<em>${escapeText(rest.label)}</em>`, rest)]),
    ],
  )
}

const plainLabel = ({ label }: StorageShare): string => escapeText(label)

const nameLabel = ({ label }: NameShare): string => codeSpan(shorten(label, maxNameChars))

const knownLabel = ({ label }: StorageShare): string =>
  label === '' ? '<em>not known</em>' : codeSpan(shorten(label, maxNameChars))

function branchLabel(share: BranchShare): string {
  const { state } = share
  const note = state === 'live' || state === 'unknown' ? '' : ` (${noteOf(state)})`
  return `${knownLabel(share)}${note}`
}

const noteOf = (state: Exclude<BranchShare['state'], 'live' | 'unknown'>): string => {
  switch (state) {
    case 'default':
      return 'default'
    case 'closed-pr':
      return 'merged or closed'
    case 'deleted':
      return 'deleted'
    case 'fork':
      return 'of a fork'
  }
}

const duplicatesTable = (duplicates: readonly Duplicate[]): string =>
  table(
    ['Names', right('Copies'), right('Size of one'), right('Wasted')],
    duplicates.map(({ names, count, sizeBytes, wastedBytes }) => [
      names.map((name) => codeSpan(shorten(name, maxNameChars))).join(', '),
      formatCount(count),
      formatBytes(sizeBytes),
      formatBytes(wastedBytes),
    ]),
  )
