import { deflateRawSync } from 'node:zlib'
import { writeZip } from './zip-writer.ts'
import type { EntrySpec } from './zip-writer.ts'

export interface HostileZip {
  /** Named by the refusal it must cause. */
  readonly name: string
  readonly bytes: Buffer
  /** What the error must say. */
  readonly says: RegExp
  readonly isUntrusted?: boolean
}

const good: EntrySpec = { name: 'good.txt', content: 'fine' }
const hello = 'hello, hello, hello, hello'
const named = (name: string | Buffer, more: Partial<EntrySpec> = {}): Buffer =>
  writeZip([good, { name, content: 'bad', ...more }])
const link = (target: string): EntrySpec => ({ name: 'sub/link', content: target, mode: 0o120777, method: 0 })

const plain = writeZip([good, { name: 'a/b.txt', content: hello }])
const bomb = deflateRawSync(Buffer.alloc(4_000_000))

export const hostileZips: readonly HostileZip[] = [
  { name: 'traversal', bytes: named('../evil'), says: /has a "\.\." part: "\.\.\/evil"/ },
  { name: 'traversal in the middle', bytes: named('a/../../evil'), says: /has a "\.\." part/ },
  { name: 'absolute path', bytes: named('/etc/evil'), says: /is absolute: "\/etc\/evil"/ },
  { name: 'absolute folder', bytes: named('/etc/', { content: '' }), says: /is absolute/ },
  { name: 'drive letter', bytes: named('C:/evil'), says: /starts with a drive letter/ },
  { name: 'drive letter without separator', bytes: named('c:evil'), says: /starts with a drive letter/ },
  { name: 'backslash traversal', bytes: named('..\\evil'), says: /holds a backslash/ },
  { name: 'NUL in a name', bytes: named('evil\0.txt'), says: /holds a NUL/ },
  { name: 'line break in a name', bytes: named('a\n::error::evil'), says: /holds a control character/ },
  { name: 'empty name', bytes: named(''), says: /is empty/ },
  { name: 'empty part', bytes: named('a//b'), says: /has an empty part/ },
  {
    name: 'a name that is not UTF-8',
    bytes: named(Buffer.from([0x61, 0xff, 0xfe]), { flags: 0x800 }),
    says: /not valid UTF-8/,
  },
  { name: 'a part that is too long', bytes: named('x'.repeat(300)), says: /longer than 255 bytes/ },
  { name: 'git folder', bytes: named('.git/config'), says: /in a "\.git" folder/ },
  { name: 'git folder in capitals', bytes: named('x/.GIT/hooks/post-checkout'), says: /in a "\.git" folder/ },
  {
    name: 'duplicate',
    bytes: writeZip([good, { ...good, content: 'again' }]),
    says: /names "good\.txt" twice/,
  },
  {
    name: 'file as folder',
    bytes: writeZip([
      { name: 'a', content: 'x' },
      { name: 'a/b', content: 'y' },
    ]),
    says: /"a" as a file and as a folder/,
  },
  {
    name: 'folder as file',
    bytes: writeZip([
      { name: 'a/b', content: 'y' },
      { name: 'a', content: 'x' },
    ]),
    says: /"a" as a file and as a folder/,
  },
  {
    name: 'symlink out',
    bytes: writeZip([good, link('../../evil')]),
    says: /symlink whose target leaves the archive/,
  },
  {
    name: 'symlink to an absolute place',
    bytes: writeZip([good, link('/etc/passwd')]),
    says: /symlink whose target is absolute/,
  },
  {
    name: 'symlink that turns back',
    bytes: writeZip([good, link('x/../../../evil')]),
    says: /has "\.\." after a name/,
  },
  {
    name: 'symlink in a parent',
    bytes: writeZip([
      { name: 'l', content: '.', mode: 0o120777 },
      { name: 'l/evil', content: 'x' },
    ]),
    says: /leads through a symlink: "l"/,
  },
  {
    name: 'symlink in a parent, link last',
    bytes: writeZip([
      { name: 'l/evil', content: 'x' },
      { name: 'l', content: '.', mode: 0o120777 },
    ]),
    says: /leads through a symlink: "l"/,
  },
  {
    name: 'symlink without end',
    bytes: writeZip([good, link('x'.repeat(5000))]),
    says: /symlink with an endless target/,
  },
  {
    name: 'symlink to bytes that are no text',
    bytes: writeZip([good, { ...link(''), content: Buffer.from([0xff, 0xfe]) }]),
    says: /not valid UTF-8/,
  },
  {
    name: 'symlink of a fork',
    bytes: writeZip([good, link('good.txt')]),
    says: /comes from a fork and holds a symlink/,
    isUntrusted: true,
  },
  { name: 'device', bytes: named('null', { mode: 0o020666 }), says: /no file, folder or symlink/ },
  { name: 'named pipe', bytes: named('pipe', { mode: 0o010666 }), says: /no file, folder or symlink/ },
  { name: 'overlapping entries', bytes: overlapping(), says: /overlap/ },
  {
    name: 'one entry under two names',
    bytes: writeZip([good, { name: 'twin', content: 'fine', offset: 0 }]),
    says: /overlap/,
  },
  {
    name: 'entry that runs into the directory',
    bytes: writeZip([good, { name: 'x', content: hello, method: 0, compressedSize: 4000, size: 4000 }]),
    says: /runs into the directory/,
  },
  {
    name: 'entry behind the directory',
    bytes: writeZip([good, { name: 'x', content: 'x', offset: 0x7fffffff }]),
    says: /runs into the directory/,
  },
  {
    name: 'wrong CRC, deflated',
    bytes: writeZip([good, { name: 'x', content: hello, crc: 1 }]),
    says: /broken at "x": it fails its checksum/,
  },
  {
    name: 'wrong CRC, stored',
    bytes: writeZip([good, { name: 'x', content: hello, method: 0, crc: 1 }]),
    says: /broken at "x": it fails its checksum/,
  },
  {
    name: 'size too small',
    bytes: writeZip([good, { name: 'x', content: hello, size: 5 }]),
    says: /broken at "x": it is more than/,
  },
  {
    name: 'size too large',
    bytes: writeZip([good, { name: 'x', content: hello, size: 60 }]),
    says: /broken at "x": it is 26 bytes, not the 60/,
  },
  {
    name: 'stored with two sizes',
    bytes: writeZip([good, { name: 'x', content: hello, method: 0, size: 5 }]),
    says: /which cannot be/,
  },
  {
    name: 'packed size too small',
    bytes: writeZip([good, { name: 'x', content: hello, compressedSize: 6 }]),
    says: /broken at "x": its compressed data is cut off/,
  },
  {
    name: 'packed size too large',
    bytes: writeZip([
      {
        name: 'x',
        content: hello,
        compressedSize: deflateRawSync(Buffer.from(hello)).length + 12,
        descriptor: 'unsigned',
      },
      good,
    ]),
    says: /broken at "x": it holds more than one compressed stream/,
  },
  {
    name: 'two streams in one entry',
    bytes: writeZip([
      good,
      {
        name: 'x',
        content: hello,
        packed: Buffer.concat([deflateRawSync(Buffer.from(hello)), deflateRawSync(Buffer.from('more'))]),
      },
    ]),
    says: /more than one compressed stream/,
  },
  {
    name: 'compressed data that is none',
    bytes: writeZip([good, { name: 'x', content: hello, packed: Buffer.alloc(40, 0xff) }]),
    says: /broken at "x": its compressed data is broken/,
  },
  {
    name: 'another name at the entry',
    bytes: writeZip([good, { name: 'x', content: hello, localName: 'y' }]),
    says: /another name where it lies/,
  },
  {
    name: 'another method at the entry',
    bytes: writeZip([good, { name: 'x', content: hello, localMethod: 0 }]),
    says: /another method where it lies/,
  },
  {
    name: 'no entry where it should be',
    bytes: writeZip({
      entries: [good, { name: 'x', content: hello, offset: 60 }],
      beforeDirectory: Buffer.alloc(64),
    }),
    says: /no entry where it should be|another name/,
  },
  {
    name: 'encrypted',
    bytes: writeZip([good, { name: 'x', content: hello, flags: 1 }]),
    says: /holds an encrypted entry: "x"/,
  },
  {
    name: 'strongly encrypted',
    bytes: writeZip([good, { name: 'x', content: hello, flags: 0x41 }]),
    says: /holds an encrypted entry: "x"/,
  },
  {
    name: 'bzip2',
    bytes: writeZip([good, { name: 'x', content: hello, method: 12 }]),
    says: /compressed with bzip2/,
  },
  {
    name: 'unknown method',
    bytes: writeZip([good, { name: 'x', content: hello, method: 77 }]),
    says: /compressed with method 77/,
  },
  {
    name: 'bomb by ratio that cannot be',
    bytes: writeZip([good, { name: 'x', content: 'x', size: 4_000_000_000 }]),
    says: /which cannot be/,
  },
  {
    name: 'bomb beyond max-bytes',
    bytes: writeZip(
      [1, 2, 3].map((n) => ({
        name: `zeros-${n}`,
        content: Buffer.alloc(400_000_000 / 1000),
        packed: bomb,
        size: 4_000_000,
      })),
    ),
    says: /more than `max-bytes`/,
  },
  {
    name: 'bomb by count',
    bytes: writeZip(Array.from({ length: 60 }, (_, n) => ({ name: `f${n}`, content: '' }))),
    says: /more than `max-files`/,
  },
  {
    name: 'bomb by folders',
    bytes: writeZip(
      Array.from({ length: 6 }, (_, n) => ({ name: `${n}/${'d/'.repeat(1900)}f`, content: '' })),
    ),
    says: /names more than \d+ folders/,
  },
  {
    name: 'bomb that lies about its size',
    bytes: writeZip([good, { name: 'x', content: '', packed: bomb, size: 1000, crc: 0 }]),
    says: /it is more than/,
  },
  {
    name: 'Zip64 size beyond any file',
    bytes: writeZip([good, { name: 'x', content: 'x', size: 1n << 60n }]),
    says: /beyond any file/,
  },
  {
    name: 'Zip64 size that cannot be',
    bytes: writeZip([good, { name: 'x', content: 'x', size: 1n << 40n }]),
    says: /which cannot be/,
  },
  {
    name: 'Zip64 count that cannot be',
    bytes: writeZip({ entries: [good], zip64End: true, zip64: { entryCount: 1n << 40n } }),
    says: /more than fit/,
  },
  {
    name: 'Zip64 count beyond any file',
    bytes: writeZip({ entries: [good], zip64End: true, zip64: { entryCount: 1n << 62n } }),
    says: /beyond any file/,
  },
  {
    name: 'Zip64 record elsewhere',
    bytes: writeZip({ entries: [good], zip64End: true, zip64: { locatorOffset: 3n } }),
    says: /Zip64 end record that is not where it says/,
  },
  {
    name: 'Zip64 record of another length',
    bytes: writeZip({ entries: [good], zip64End: true, zip64: { recordSize: 4000n } }),
    says: /Zip64 end record that is not where it says/,
  },
  { name: 'two ends that contradict', bytes: contradicting(), says: /two ends that contradict/ },
  {
    name: 'entry count too large',
    bytes: writeZip({ entries: [good], entryCount: 2 }),
    says: /more than fit|broken directory/,
  },
  {
    name: 'entry count too small',
    bytes: writeZip({ entries: [good, { name: 'x' }], entryCount: 1 }),
    says: /behind the last entry of its directory/,
  },
  {
    name: 'directory outside of the file',
    bytes: writeZip({ entries: [good], directoryOffset: 5000 }),
    says: /outside of the file/,
  },
  {
    name: 'bytes behind the directory',
    bytes: writeZip({ entries: [good], afterDirectory: Buffer.alloc(10) }),
    says: /in front of the zip or behind its directory/,
  },
  {
    name: 'prefix junk',
    bytes: Buffer.concat([Buffer.from('#!/bin/sh\n'), plain]),
    says: /in front of the zip/,
  },
  {
    name: 'prefix junk with true offsets',
    bytes: writeZip({ entries: [good], prefix: Buffer.from('MZ junk') }),
    says: /in front of its first entry/,
  },
  {
    name: 'comment that is another end',
    bytes: writeZip({ entries: [good], comment: writeZip([{ name: 'other', content: 'x' }]).subarray(-22) }),
    says: /pretends to be the end of another zip/,
  },
  { name: 'several disks', bytes: writeZip({ entries: [good], disk: 1 }), says: /split over several files/ },
  {
    name: 'entry on another disk',
    bytes: writeZip([good, { name: 'x', disk: 3 }]),
    says: /split over several files/,
  },
  {
    name: 'folder with content',
    bytes: writeZip([good, { name: 'dir/', content: hello }]),
    says: /which cannot be/,
  },
  {
    name: 'truncated',
    bytes: plain.subarray(0, plain.length - 10),
    says: /not a zip, or its end is missing/,
  },
  { name: 'truncated in the middle', bytes: plain.subarray(0, 60), says: /not a zip, or its end is missing/ },
  { name: 'start cut off', bytes: plain.subarray(20), says: /outside of the file|in front of/ },
  {
    name: 'no zip at all',
    bytes: Buffer.from('<html>Service unavailable</html>'),
    says: /not a zip, or its end is missing/,
  },
  { name: 'nothing at all', bytes: Buffer.alloc(0), says: /not a zip, or its end is missing/ },
]

/** Two entries whose data is the same, as zip bombs of one layer are built. */
function overlapping(): Buffer {
  const inner: EntrySpec = { name: 'inner', content: hello, method: 0 }
  const outer: EntrySpec = { name: 'outer', content: 'x'.repeat(200), method: 0 }
  const whole = writeZip([outer, inner])
  // The outer entry says that it reaches to the end of the inner one.
  const lying = writeZip([{ ...outer, compressedSize: 260, size: 260 }, inner])
  return lying.length === whole.length ? lying : whole
}

/** The short end says one entry, the Zip64 end two. */
function contradicting(): Buffer {
  const bytes = writeZip({ entries: [good, { name: 'x', content: 'y' }], zip64End: true })
  bytes.writeUInt16LE(1, bytes.length - 22 + 8)
  bytes.writeUInt16LE(1, bytes.length - 22 + 10)
  return bytes
}
