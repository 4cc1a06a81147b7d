/**
 * Turns the bytes of zip entries into files: inflate, CRC, size, SHA-256, write. Runs in worker threads, and in
 * the main thread where an archive is too small to be worth one. As a thread's entry it is a bundle of its own, so it
 * imports little.
 */
import fs from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { createCollector } from './collector.ts'
import { viewOf } from './slabs.ts'
import { failureOf } from './unpack-failure.ts'
import { openEntryStream, type EntryStream } from './unpack-large.ts'
import { unpackBatch } from './unpack-small.ts'
import type { UnpackEntry, UnpackFiles, UnpackReply, UnpackRequest } from './unpack-types.ts'

/** Marks the threads that are ours. */
export const UNPACK_THREAD = 'actions-steward-unpack'

/**
 * Answers requests, in order within a job. Never throws: what goes wrong is a reply. Every `piece` is answered by
 * one `consumed`, also after its job failed, because its sender waits for the memory.
 */
export function createUnpacker(
  files: UnpackFiles,
  reply: (message: UnpackReply) => void,
): (request: UnpackRequest) => void {
  const streams = new Map<number, EntryStream>()
  const letGo = createCollector()
  const drop = (job: number): void => {
    streams.get(job)?.cancel()
    streams.delete(job)
  }
  const open = (job: number, entry: UnpackEntry): void => {
    const failed = (error: unknown): void => {
      drop(job)
      reply({ kind: 'failed', job, failure: failureOf(error, entry.path) })
    }
    try {
      const stream = openEntryStream(files, entry, {
        failed,
        letGo,
        done(result) {
          streams.delete(job)
          reply({ kind: 'done', job, results: [result] })
        },
      })
      streams.set(job, stream)
    } catch (error) {
      failed(error)
    }
  }
  return (request) => {
    const { job } = request
    switch (request.kind) {
      case 'batch':
        reply(unpackBatch(files, request))
        // Here, where nothing refers to them any more: what outlives a collection is kept for long.
        letGo(request.entries.reduce((total, { sizeBytes }) => total + sizeBytes, 0))
        break
      case 'open':
        open(job, request.entry)
        break
      case 'piece': {
        const consumed = (): void => reply({ kind: 'consumed', job })
        const stream = streams.get(job)
        if (stream === undefined) consumed()
        else stream.write(viewOf(request.piece), consumed)
        break
      }
      case 'close':
        streams.get(job)?.end()
        break
      case 'cancel':
        if (!streams.has(job)) break
        drop(job)
        reply({ kind: 'failed', job, failure: { kind: 'bug', path: '', message: 'cancelled' } })
        break
    }
  }
}

if (workerData === UNPACK_THREAD && parentPort !== null) {
  const port = parentPort
  const unpack = createUnpacker(fs, (message) => port.postMessage(message))
  port.on('message', (request: UnpackRequest) => unpack(request))
}
