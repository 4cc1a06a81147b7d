import { crc32 } from 'node:zlib'
import { corrupt, quoted, refused } from './failures.ts'

/** Fixed part of an entry of the central directory (PKWARE APPNOTE 6.3.10, 4.3.12). */
export const ENTRY_BYTES = 46
/** Fixed part of a local header (4.3.7). */
export const LOCAL_HEADER_BYTES = 30

const UNICODE_PATH_EXTRA = 0x7075

/** A number of 64 bits. Throws when it is larger than any file. */
export function readSafeInteger(bytes: Buffer, at: number): number {
  const value = bytes.readBigUInt64LE(at)
  if (value > BigInt(Number.MAX_SAFE_INTEGER))
    throw corrupt('names a size or a place beyond any file (Zip64)')
  return Number(value)
}

/** The first extra field of a kind. Up to three bytes of padding at the end are common and harmless. */
export function findExtra(extra: Buffer, kind: number): Buffer | null {
  for (let at = 0; at + 4 <= extra.length;) {
    const end = at + 4 + extra.readUInt16LE(at + 2)
    if (end > extra.length) return null
    if (extra.readUInt16LE(at) === kind) return extra.subarray(at + 4, end)
    at = end
  }
  return null
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** APPNOTE appendix D: UTF-8 where a flag or the Unicode field says so, else the original IBM code page. */
export function decodeName(name: Buffer, how: { readonly isUtf8: boolean; readonly extra: Buffer }): string {
  const unicode = findExtra(how.extra, UNICODE_PATH_EXTRA)
  const hasUnicode =
    unicode !== null && unicode.length > 5 && unicode[0] === 1 && unicode.readUInt32LE(1) === crc32(name)
  if (hasUnicode) return decodeUtf8(unicode.subarray(5))
  return how.isUtf8 ? decodeUtf8(name) : decodeCodePage437(name)
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw refused(`has a name that is not valid UTF-8: ${quoted(bytes.toString('latin1'))}`)
  }
}

const CODE_PAGE_437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

const decodeCodePage437 = (bytes: Buffer): string =>
  Array.from(bytes, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : CODE_PAGE_437.charAt(byte - 0x80),
  ).join('')
