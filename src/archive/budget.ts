import { formatBytes, formatCount } from '../text/format.ts'
import { capped } from './failures.ts'

/**
 * What one fetch may still write, all archives together. Archives claim what their directories declare before the
 * first byte is unpacked, and unpacking never writes more than was declared: so the caps hold for real bytes.
 */
export interface Budget {
  /** Takes a share; throws when there is not that much left. */
  claim(share: Share): void
  /** Gives one back, of an attempt that is to be repeated. */
  giveBack(share: Share): void
  /** The most that was claimed at once. */
  neededBytes(): number
}

export interface Share {
  readonly files: number
  readonly bytes: number
}

export function createBudget(limits: { readonly maxFiles: number; readonly maxBytes: number }): Budget {
  const { maxFiles, maxBytes } = limits
  let files = 0
  let bytes = 0
  let neededBytes = 0
  return {
    claim(share) {
      if (files + share.files > maxFiles) {
        throw capped(
          `holds ${formatCount(share.files)} files to extract, more than \`max-files\` (${formatCount(maxFiles)}) leaves room for`,
        )
      }
      if (bytes + share.bytes > maxBytes) {
        throw capped(
          `comes to ${formatBytes(share.bytes)}, more than \`max-bytes\` (${formatBytes(maxBytes)}) leaves room for`,
        )
      }
      files += share.files
      bytes += share.bytes
      neededBytes = Math.max(neededBytes, bytes)
    },
    giveBack(share) {
      files -= share.files
      bytes -= share.bytes
    },
    neededBytes: () => neededBytes,
  }
}
