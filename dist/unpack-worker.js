/**
 * Turns the bytes of zip entries into files: inflate, CRC, size, SHA-256, write. Runs in worker threads, and in
 * the main thread where an archive is too small to be worth one.
 *
 * This file imports Node's modules and types only: the bundler copies it beside the bundle as it stands, and
 * Node runs it from there.
 */
import { isUtf8 } from 'node:buffer';
import { createHash, hash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import zlib from 'node:zlib';
/** Marks the threads that are ours. */
export const UNPACK_THREAD = 'actions-steward-unpack';
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;
/** Of zlib's output: larger saves calls, smaller stays in the cache. */
const INFLATE_CHUNK_BYTES = 256 * 1024;
/** RFC 1952: deflate, no name, no time, system unknown. */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
const GZIP_TRAILER_BYTES = 8;
const NEW_FILE_MODE = 0o666;
/** So many bytes of buffers are left to be collected at once: what fits the processor's cache is used again. */
const COLLECT_EVERY_BYTES = 4 * 1024 * 1024;
/**
 * Counts buffers that were made and let go, and has them collected in time. V8 sees only their small handles and
 * would let some 60 MB of them pile up in every thread before it looks; freed early they are also still in the
 * processor's cache when they are used again, which makes the whole a quarter faster.
 */
export function createCollector() {
    let uncollected = 0;
    return (bytes) => {
        uncollected += bytes;
        if (uncollected < COLLECT_EVERY_BYTES)
            return;
        uncollected = 0;
        collector ??= findCollector();
        collector({ type: 'minor' });
    };
}
let collector = null;
function findCollector() {
    v8.setFlagsFromString('--expose-gc');
    const found = vm.runInNewContext('gc');
    return isCollector(found) ? found : () => undefined;
}
const isCollector = (value) => typeof value === 'function';
/** The bytes of an entry are not what the directory says. */
class CorruptEntry extends Error {
}
/**
 * Answers requests, in order within a job. Never throws: what goes wrong is a reply. Every `piece` is answered by
 * one `consumed`, also after its job failed, because its sender waits for the memory.
 */
export function createUnpacker(files, reply) {
    const streams = new Map();
    const letGo = createCollector();
    const drop = (job) => {
        streams.get(job)?.cancel();
        streams.delete(job);
    };
    const open = (job, entry) => {
        const failed = (error) => {
            drop(job);
            reply({ kind: 'failed', job, failure: failureOf(error, entry.path) });
        };
        try {
            const stream = openEntryStream(files, entry, {
                failed,
                letGo,
                done(result) {
                    streams.delete(job);
                    reply({ kind: 'done', job, results: [result] });
                },
            });
            streams.set(job, stream);
        }
        catch (error) {
            failed(error);
        }
    };
    return (request) => {
        const { job } = request;
        switch (request.kind) {
            case 'batch':
                reply(unpackBatch(files, request));
                // Here, where nothing refers to them any more: what outlives a collection is kept for long.
                letGo(request.entries.reduce((total, { sizeBytes }) => total + sizeBytes, 0));
                break;
            case 'open':
                open(job, request.entry);
                break;
            case 'piece': {
                const consumed = () => reply({ kind: 'consumed', job });
                const stream = streams.get(job);
                if (stream === undefined)
                    consumed();
                else
                    stream.write(viewOf(request.piece), consumed);
                break;
            }
            case 'close':
                streams.get(job)?.end();
                break;
            case 'cancel':
                if (!streams.has(job))
                    break;
                drop(job);
                reply({ kind: 'failed', job, failure: { kind: 'bug', path: '', message: 'cancelled' } });
                break;
        }
    };
}
function unpackBatch(files, request) {
    const { job, entries, pieces } = request;
    let current = entries[0];
    try {
        const bodies = entries.map((entry, index) => {
            current = entry;
            return bodyOf(entry, joined(pieces[index] ?? []));
        });
        const together = inflateTogether(entries, bodies);
        const contents = together?.contents ??
            entries.map((entry, index) => {
                current = entry;
                return contentOf(entry, bodies[index] ?? NOTHING);
            });
        const results = entries.map((entry, index) => {
            current = entry;
            return keep(files, entry, contents[index] ?? NOTHING);
        });
        together?.free();
        return { kind: 'done', job, results };
    }
    catch (error) {
        return { kind: 'failed', job, failure: failureOf(error, current?.path ?? '') };
    }
}
const viewOf = (piece) => Buffer.from(piece.memory, piece.start, piece.length);
function joined(pieces) {
    const [only] = pieces;
    return pieces.length === 1 && only !== undefined ? viewOf(only) : Buffer.concat(pieces.map(viewOf));
}
/** Length of a local header, or null while too little of it is there. */
function headerLength(entry, bytes) {
    if (bytes.length < LOCAL_HEADER_BYTES)
        return null;
    if (bytes.readUInt32LE(0) !== LOCAL_SIGNATURE)
        throw new CorruptEntry('there is no entry where it should be');
    const nameEnd = LOCAL_HEADER_BYTES + bytes.readUInt16LE(26);
    const end = nameEnd + bytes.readUInt16LE(28);
    if (bytes.length < end)
        return null;
    if (bytes.toString('latin1', LOCAL_HEADER_BYTES, nameEnd) !== entry.rawName) {
        throw new CorruptEntry('it has another name where it lies than in the directory');
    }
    if (bytes.readUInt16LE(8) !== entry.method) {
        throw new CorruptEntry('it has another method where it lies than in the directory');
    }
    return end;
}
/** The compressed bytes of an entry, out of all that lies at its place. */
function bodyOf(entry, bytes) {
    const start = headerLength(entry, bytes);
    if (start === null || start + entry.compressedBytes > bytes.length) {
        throw new CorruptEntry('it runs into what follows it');
    }
    return bytes.subarray(start, start + entry.compressedBytes);
}
/**
 * All entries in one call of zlib, as each call costs as much as inflating a small file: deflated entries become
 * the members of one gzip stream, whose trailers make zlib check CRC and size of each. When every trailer is right
 * and the whole is as long as all entries together, each entry lies where the sizes say. Null when something is
 * wrong with one of them.
 */
function inflateTogether(entries, bodies) {
    const deflated = bodies.filter((_, index) => entries[index]?.method === 8);
    const overhead = deflated.length * (GZIP_HEADER.length + GZIP_TRAILER_BYTES);
    const input = Buffer.allocUnsafe(overhead + sum(deflated.map((body) => body.length)));
    let inputEnd = 0;
    let totalBytes = 0;
    for (const [index, entry] of entries.entries()) {
        const body = bodies[index];
        if (body === undefined)
            return null;
        if (entry.method !== 8) {
            if (zlib.crc32(body) !== entry.crc32)
                return null;
            continue;
        }
        inputEnd += GZIP_HEADER.copy(input, inputEnd);
        inputEnd += body.copy(input, inputEnd);
        inputEnd = input.writeUInt32LE(entry.crc32, inputEnd);
        inputEnd = input.writeUInt32LE(entry.sizeBytes, inputEnd);
        totalBytes += entry.sizeBytes;
    }
    const output = inputEnd === 0 ? NOTHING : gunzipExactly(input, totalBytes);
    freeNow(input, input.length);
    if (output === null)
        return null;
    let at = 0;
    const contents = entries.map((entry, index) => {
        if (entry.method !== 8)
            return bodies[index] ?? NOTHING;
        at += entry.sizeBytes;
        return output.subarray(at - entry.sizeBytes, at);
    });
    return { contents, free: () => freeNow(output, gunzipChunkBytes(totalBytes)) };
}
const NOTHING = Buffer.alloc(0);
/** One byte more than is expected, so that zlib need not be asked a second time whether that was all. */
const gunzipChunkBytes = (totalBytes) => Math.max(64, totalBytes + 1);
function gunzipExactly(input, totalBytes) {
    try {
        const output = zlib.gunzipSync(input, {
            chunkSize: gunzipChunkBytes(totalBytes),
            maxOutputLength: totalBytes + 1,
        });
        return output.length === totalBytes ? output : null;
    }
    catch {
        return null;
    }
}
/**
 * Frees a buffer that has its memory for itself, which is then `bytes` long (small ones share theirs). A collection
 * would do it much later: the object that zlib makes for each call holds on to its output until a full one.
 */
function freeNow(buffer, bytes) {
    const memory = buffer.buffer;
    if (memory instanceof ArrayBuffer && bytes > 0 && memory.byteLength === bytes)
        memory.transfer(0);
}
/** One entry by itself: slower, and says what is wrong. */
function contentOf(entry, body) {
    const content = entry.method === 8 ? inflateExactly(entry, body) : body;
    if (zlib.crc32(content) !== entry.crc32)
        throw new CorruptEntry('it fails its checksum (CRC-32)');
    return content;
}
function inflateExactly(entry, body) {
    const check = createSizeCheck(entry);
    const inflated = zlib.inflateRawSync(body, { info: true, maxOutputLength: entry.sizeBytes + 1 });
    if (!isInflated(inflated))
        throw new Error('zlib gave no info');
    check.add(inflated.buffer.length);
    check.end(inflated.engine.bytesWritten);
    return inflated.buffer;
}
/** Node's types do not know the option `info`. */
const isInflated = (value) => typeof value === 'object' && value !== null && 'buffer' in value && 'engine' in value;
/** Writes an entry, or hands back what a link holds. */
function keep(files, entry, content) {
    const sha256 = hash('sha256', content, 'hex');
    if (entry.kind === 'link') {
        if (!isUtf8(content))
            throw new CorruptEntry('it is a symlink whose target is not valid UTF-8');
        return { sha256, content: content.toString('utf8') };
    }
    const file = createFile(files, entry);
    try {
        writeAll(files, file, content);
    }
    finally {
        files.closeSync(file);
    }
    return { sha256, content: '' };
}
/** Never over something that is there: in a new folder that would be another entry. */
function createFile(files, entry) {
    try {
        return files.openSync(entry.targetPath, 'wx', NEW_FILE_MODE);
    }
    catch (error) {
        if (!hasCode(error) || error.code !== 'ENOENT')
            throw error;
        files.mkdirSync(path.dirname(entry.targetPath), { recursive: true });
        return files.openSync(entry.targetPath, 'wx', NEW_FILE_MODE);
    }
}
function writeAll(files, file, bytes) {
    for (let at = 0; at < bytes.length;)
        at += files.writeSync(file, bytes, at, bytes.length - at);
}
/** Unpacks one large entry piece by piece. Throws when its file cannot be made. */
function openEntryStream(files, entry, on) {
    const sink = openSink(files, entry);
    const fail = (error) => {
        if (!sink.isClosed())
            on.failed(error);
    };
    const attempt = (step) => {
        if (sink.isClosed())
            return;
        try {
            step();
        }
        catch (error) {
            fail(error);
        }
    };
    const events = { attempt, fail, letGo: on.letGo, done: (result) => on.done(result) };
    const decoder = entry.method === 8 ? createInflater(sink, events) : createCopier(sink, events);
    let header = Buffer.alloc(0);
    let missingBytes = entry.compressedBytes;
    /** What of some bytes is the entry's body. */
    const body = (bytes) => {
        let rest = bytes;
        if (header !== null) {
            const soFar = Buffer.concat([header, bytes]);
            const length = headerLength(entry, soFar);
            header = length === null ? soFar : null;
            rest =
                length === null
                    ? bytes.subarray(bytes.length)
                    : bytes.subarray(bytes.length - (soFar.length - length));
        }
        const part = rest.subarray(0, missingBytes);
        missingBytes -= part.length;
        return part;
    };
    return {
        write(bytes, consumed) {
            let part = bytes.subarray(bytes.length);
            attempt(() => {
                part = body(bytes);
            });
            if (part.length === 0 || sink.isClosed())
                consumed();
            else
                decoder.write(part, consumed);
        },
        end() {
            attempt(() => {
                if (header !== null || missingBytes > 0)
                    throw new CorruptEntry('it runs into what follows it');
                decoder.end();
            });
        },
        cancel() {
            sink.close();
            decoder.destroy();
        },
    };
}
function openSink(files, entry) {
    const file = createFile(files, entry);
    const digest = createHash('sha256');
    const size = createSizeCheck(entry);
    let crc = 0;
    let isOpen = true;
    const close = () => {
        if (!isOpen)
            return;
        isOpen = false;
        files.closeSync(file);
    };
    return {
        write(bytes) {
            size.add(bytes.length);
            crc = zlib.crc32(bytes, crc);
            digest.update(bytes);
            writeAll(files, file, bytes);
        },
        finish(compressedBytes) {
            size.end(compressedBytes);
            if (crc !== entry.crc32)
                throw new CorruptEntry('it fails its checksum (CRC-32)');
            close();
            return { sha256: digest.digest('hex'), content: '' };
        },
        close,
        isClosed: () => !isOpen,
    };
}
/** Holds an entry to the sizes that the directory gives it, so that no more than those is ever written. */
function createSizeCheck(entry) {
    let total = 0;
    return {
        add(bytes) {
            total += bytes;
            if (total > entry.sizeBytes)
                throw new CorruptEntry(`it is more than the ${entry.sizeBytes} bytes it says it is`);
        },
        end(compressedBytes) {
            if (total < entry.sizeBytes)
                throw new CorruptEntry(`it is ${total} bytes, not the ${entry.sizeBytes} it says it is`);
            if (compressedBytes < entry.compressedBytes)
                throw new CorruptEntry('it holds more than one compressed stream');
        },
    };
}
const createCopier = (sink, on) => ({
    write(bytes, consumed) {
        on.attempt(() => sink.write(bytes));
        consumed();
    },
    end: () => on.done(sink.finish(Infinity)),
    destroy: () => undefined,
});
function createInflater(sink, on) {
    const inflater = zlib.createInflateRaw({ chunkSize: INFLATE_CHUNK_BYTES });
    let ready = [];
    const drain = () => {
        const chunks = ready;
        ready = [];
        on.attempt(() => chunks.forEach((chunk) => sink.write(chunk)));
    };
    // Not written at once: zlib starts on the next chunk, in its own thread, when this handler has returned.
    inflater.on('data', (chunk) => {
        on.letGo(chunk.length);
        if (ready.length === 0)
            process.nextTick(drain);
        ready.push(chunk);
    });
    inflater.on('error', (error) => on.fail(error));
    inflater.on('end', () => {
        drain();
        on.attempt(() => on.done(sink.finish(inflater.bytesWritten)));
    });
    // An inflater that is destroyed forgets the write it is at.
    const unconsumed = new Set();
    inflater.on('close', () => unconsumed.forEach((consumed) => consumed()));
    return {
        write(bytes, consumed) {
            const done = () => {
                if (unconsumed.delete(done))
                    consumed();
            };
            unconsumed.add(done);
            inflater.write(bytes, done);
        },
        end: () => inflater.end(),
        destroy: () => inflater.destroy(),
    };
}
const ZLIB_PROBLEMS = {
    Z_DATA_ERROR: 'its compressed data is broken',
    Z_BUF_ERROR: 'its compressed data is cut off',
    ERR_BUFFER_TOO_LARGE: 'it is more than it says it is',
};
function failureOf(error, entryPath) {
    const message = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
    if (error instanceof CorruptEntry)
        return { kind: 'corrupt', path: entryPath, problem: message };
    const code = hasCode(error) ? error.code : '';
    const problem = ZLIB_PROBLEMS[code];
    if (problem !== undefined)
        return { kind: 'corrupt', path: entryPath, problem };
    return typeof error === 'object' && error !== null && 'syscall' in error
        ? { kind: 'file', path: entryPath, code, message }
        : { kind: 'bug', path: entryPath, message };
}
const hasCode = (error) => typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
if (workerData === UNPACK_THREAD && parentPort !== null) {
    const port = parentPort;
    const unpack = createUnpacker(fs, (message) => port.postMessage(message));
    port.on('message', (request) => unpack(request));
}
