// src/archive/unpack-worker.ts
import fs from "node:fs";
import { parentPort, workerData } from "node:worker_threads";

// src/garbage.ts
import v8 from "node:v8";
import vm from "node:vm";
var collector = null;
function collectGarbage(type) {
  collector ??= findCollector();
  collector({ type });
}
function findCollector() {
  v8.setFlagsFromString("--expose-gc");
  const found = vm.runInNewContext("globalThis.gc");
  return isCollector(found) ? found : () => void 0;
}
var isCollector = (value) => typeof value === "function";

// src/archive/collector.ts
var COLLECT_EVERY_BYTES = 4 * 1024 * 1024;
function createCollector() {
  let uncollected = 0;
  return (bytes) => {
    uncollected += bytes;
    if (uncollected < COLLECT_EVERY_BYTES) return;
    uncollected = 0;
    collectGarbage("minor");
  };
}

// src/archive/node-errors.ts
var codeOf = (error) => typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" ? error.code : "";
var messageOf = (error) => typeof error === "object" && error !== null && "message" in error && typeof error.message === "string" ? error.message : String(error);

// src/archive/slabs.ts
var viewOf = (chunk) => Buffer.from(chunk.memory, chunk.start, chunk.length);

// src/archive/unpack-failure.ts
var CorruptEntry = class extends Error {
};
var ZLIB_PROBLEMS = {
  Z_DATA_ERROR: "its compressed data is broken",
  Z_BUF_ERROR: "its compressed data is cut off",
  ERR_BUFFER_TOO_LARGE: "it is more than it says it is"
};
function failureOf(error, entryPath) {
  const message = messageOf(error);
  if (error instanceof CorruptEntry) return { kind: "corrupt", path: entryPath, problem: message };
  const code = codeOf(error);
  const problem = ZLIB_PROBLEMS[code];
  if (problem !== void 0) return { kind: "corrupt", path: entryPath, problem };
  return typeof error === "object" && error !== null && "syscall" in error ? { kind: "file", path: entryPath, code, message } : { kind: "bug", path: entryPath, message };
}

// src/archive/unpack-large.ts
import { createHash } from "node:crypto";
import zlib from "node:zlib";

// src/archive/entry-file.ts
import path from "node:path";
var NEW_FILE_MODE = 438;
function createFile(files, entry) {
  try {
    return files.openSync(entry.targetPath, "wx", NEW_FILE_MODE);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    files.mkdirSync(path.dirname(entry.targetPath), { recursive: true });
    return files.openSync(entry.targetPath, "wx", NEW_FILE_MODE);
  }
}
function writeAll(files, file, bytes) {
  for (let at = 0; at < bytes.length; ) at += files.writeSync(file, bytes, at, bytes.length - at);
}
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
        throw new CorruptEntry("it holds more than one compressed stream");
    }
  };
}

// src/archive/local-header.ts
var LOCAL_SIGNATURE = 67324752;
var LOCAL_HEADER_BYTES = 30;
function headerLength(entry, bytes) {
  if (bytes.length < LOCAL_HEADER_BYTES) return null;
  if (bytes.readUInt32LE(0) !== LOCAL_SIGNATURE)
    throw new CorruptEntry("there is no entry where it should be");
  const nameEnd = LOCAL_HEADER_BYTES + bytes.readUInt16LE(26);
  const end = nameEnd + bytes.readUInt16LE(28);
  if (bytes.length < end) return null;
  if (bytes.toString("latin1", LOCAL_HEADER_BYTES, nameEnd) !== entry.rawName) {
    throw new CorruptEntry("it has another name where it lies than in the directory");
  }
  if (bytes.readUInt16LE(8) !== entry.method) {
    throw new CorruptEntry("it has another method where it lies than in the directory");
  }
  return end;
}
function bodyOf(entry, bytes) {
  const start = headerLength(entry, bytes);
  if (start === null || start + entry.compressedBytes > bytes.length) {
    throw new CorruptEntry("it runs into what follows it");
  }
  return bytes.subarray(start, start + entry.compressedBytes);
}

// src/archive/unpack-large.ts
var INFLATE_CHUNK_BYTES = 512 * 1024;
function openEntryStream(files, entry, on) {
  const sink = openSink(files, entry);
  const fail = (error) => {
    if (!sink.isClosed()) on.failed(error);
  };
  const attempt = (step) => {
    if (sink.isClosed()) return;
    try {
      step();
    } catch (error) {
      fail(error);
    }
  };
  const events = { attempt, fail, letGo: on.letGo, done: (result) => on.done(result) };
  const decoder = entry.method === 8 ? createInflater(sink, events) : createCopier(sink, events);
  let header = Buffer.alloc(0);
  let missingBytes = entry.compressedBytes;
  const body = (bytes) => {
    let rest = bytes;
    if (header !== null) {
      const soFar = Buffer.concat([header, bytes]);
      const length = headerLength(entry, soFar);
      header = length === null ? soFar : null;
      rest = length === null ? bytes.subarray(bytes.length) : bytes.subarray(bytes.length - (soFar.length - length));
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
      if (part.length === 0 || sink.isClosed()) consumed();
      else decoder.write(part, consumed);
    },
    end() {
      attempt(() => {
        if (header !== null || missingBytes > 0) throw new CorruptEntry("it runs into what follows it");
        decoder.end();
      });
    },
    cancel() {
      sink.close();
      decoder.destroy();
    }
  };
}
function openSink(files, entry) {
  const file = createFile(files, entry);
  const digest = createHash("sha256");
  const size = createSizeCheck(entry);
  let crc = 0;
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
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
      if (crc !== entry.crc32) throw new CorruptEntry("it fails its checksum (CRC-32)");
      close();
      return { sha256: digest.digest("hex"), content: "" };
    },
    close,
    isClosed: () => !isOpen
  };
}
var createCopier = (sink, on) => ({
  write(bytes, consumed) {
    on.attempt(() => sink.write(bytes));
    consumed();
  },
  end: () => on.done(sink.finish(Infinity)),
  destroy: () => void 0
});
function createInflater(sink, on) {
  const inflater = zlib.createInflateRaw({ chunkSize: INFLATE_CHUNK_BYTES });
  let ready = [];
  const drain = () => {
    const chunks = ready;
    ready = [];
    on.attempt(() => chunks.forEach((chunk) => sink.write(chunk)));
  };
  inflater.on("data", (chunk) => {
    on.letGo(chunk.length);
    if (ready.length === 0) process.nextTick(drain);
    ready.push(chunk);
  });
  inflater.on("error", (error) => on.fail(error));
  inflater.on("end", () => {
    drain();
    on.attempt(() => on.done(sink.finish(inflater.bytesWritten)));
  });
  const unconsumed = /* @__PURE__ */ new Set();
  inflater.on("close", () => unconsumed.forEach((consumed) => consumed()));
  return {
    write(bytes, consumed) {
      const done = () => {
        if (unconsumed.delete(done)) consumed();
      };
      unconsumed.add(done);
      inflater.write(bytes, done);
    },
    end: () => inflater.end(),
    destroy: () => inflater.destroy()
  };
}

// src/archive/unpack-small.ts
import { isUtf8 } from "node:buffer";
import { hash } from "node:crypto";
import zlib2 from "node:zlib";
var GZIP_HEADER = Buffer.from([31, 139, 8, 0, 0, 0, 0, 0, 0, 255]);
var GZIP_TRAILER_BYTES = 8;
function unpackBatch(files, request) {
  const { job, entries, pieces } = request;
  let current = entries[0];
  try {
    const bodies = entries.map((entry, index) => {
      current = entry;
      return bodyOf(entry, joined(pieces[index] ?? []));
    });
    const together = inflateTogether(entries, bodies);
    const contents = together?.contents ?? entries.map((entry, index) => {
      current = entry;
      return contentOf(entry, bodies[index] ?? NOTHING);
    });
    const results = entries.map((entry, index) => {
      current = entry;
      return keep(files, entry, contents[index] ?? NOTHING);
    });
    together?.free();
    return { kind: "done", job, results };
  } catch (error) {
    return { kind: "failed", job, failure: failureOf(error, current?.path ?? "") };
  }
}
function joined(pieces) {
  const [only] = pieces;
  return pieces.length === 1 && only !== void 0 ? viewOf(only) : Buffer.concat(pieces.map(viewOf));
}
function inflateTogether(entries, bodies) {
  const deflated = bodies.filter((_, index) => entries[index]?.method === 8);
  const overhead = deflated.length * (GZIP_HEADER.length + GZIP_TRAILER_BYTES);
  const input = Buffer.allocUnsafe(overhead + sum(deflated.map((body) => body.length)));
  let inputEnd = 0;
  let totalBytes = 0;
  for (const [index, entry] of entries.entries()) {
    const body = bodies[index];
    if (body === void 0) return null;
    if (entry.method !== 8) {
      if (zlib2.crc32(body) !== entry.crc32) return null;
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
  if (output === null) return null;
  let at = 0;
  const contents = entries.map((entry, index) => {
    if (entry.method !== 8) return bodies[index] ?? NOTHING;
    at += entry.sizeBytes;
    return output.subarray(at - entry.sizeBytes, at);
  });
  return { contents, free: () => freeNow(output, gunzipChunkBytes(totalBytes)) };
}
var NOTHING = Buffer.alloc(0);
var gunzipChunkBytes = (totalBytes) => Math.max(64, totalBytes + 1);
function gunzipExactly(input, totalBytes) {
  try {
    const output = zlib2.gunzipSync(input, {
      chunkSize: gunzipChunkBytes(totalBytes),
      maxOutputLength: totalBytes + 1
    });
    return output.length === totalBytes ? output : null;
  } catch {
    return null;
  }
}
function freeNow(buffer, bytes) {
  const memory = buffer.buffer;
  if (memory instanceof ArrayBuffer && bytes > 0 && memory.byteLength === bytes) memory.transfer(0);
}
function contentOf(entry, body) {
  const content = entry.method === 8 ? inflateExactly(entry, body) : body;
  if (zlib2.crc32(content) !== entry.crc32) throw new CorruptEntry("it fails its checksum (CRC-32)");
  return content;
}
function inflateExactly(entry, body) {
  const check = createSizeCheck(entry);
  const inflated = zlib2.inflateRawSync(body, { info: true, maxOutputLength: entry.sizeBytes + 1 });
  if (!isInflated(inflated)) throw new Error("zlib gave no info");
  check.add(inflated.buffer.length);
  check.end(inflated.engine.bytesWritten);
  return inflated.buffer;
}
var isInflated = (value) => typeof value === "object" && value !== null && "buffer" in value && "engine" in value;
function keep(files, entry, content) {
  const sha256 = hash("sha256", content, "hex");
  if (entry.kind === "link") {
    if (!isUtf8(content)) throw new CorruptEntry("it is a symlink whose target is not valid UTF-8");
    return { sha256, content: content.toString("utf8") };
  }
  const file = createFile(files, entry);
  try {
    writeAll(files, file, content);
  } finally {
    files.closeSync(file);
  }
  return { sha256, content: "" };
}
var sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

// src/archive/unpack-worker.ts
var UNPACK_THREAD = "actions-steward-unpack";
function createUnpacker(files, reply) {
  const streams = /* @__PURE__ */ new Map();
  const letGo = createCollector();
  const drop = (job) => {
    streams.get(job)?.cancel();
    streams.delete(job);
  };
  const open = (job, entry) => {
    const failed = (error) => {
      drop(job);
      reply({ kind: "failed", job, failure: failureOf(error, entry.path) });
    };
    try {
      const stream = openEntryStream(files, entry, {
        failed,
        letGo,
        done(result) {
          streams.delete(job);
          reply({ kind: "done", job, results: [result] });
        }
      });
      streams.set(job, stream);
    } catch (error) {
      failed(error);
    }
  };
  return (request) => {
    const { job } = request;
    switch (request.kind) {
      case "batch":
        reply(unpackBatch(files, request));
        letGo(request.entries.reduce((total, { sizeBytes }) => total + sizeBytes, 0));
        break;
      case "open":
        open(job, request.entry);
        break;
      case "piece": {
        const consumed = () => reply({ kind: "consumed", job });
        const stream = streams.get(job);
        if (stream === void 0) consumed();
        else stream.write(viewOf(request.piece), consumed);
        break;
      }
      case "close":
        streams.get(job)?.end();
        break;
      case "cancel":
        if (!streams.has(job)) break;
        drop(job);
        reply({ kind: "failed", job, failure: { kind: "bug", path: "", message: "cancelled" } });
        break;
    }
  };
}
if (workerData === UNPACK_THREAD && parentPort !== null) {
  const port = parentPort;
  const unpack = createUnpacker(fs, (message) => port.postMessage(message));
  port.on("message", (request) => unpack(request));
}
export {
  UNPACK_THREAD,
  createUnpacker
};
