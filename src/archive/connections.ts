import { reasonOf } from './slabs.ts'

/** The connections that a fetch may have open at once, all archives together. */
export interface Connections {
  /** Waits for a free connection, first come, first served. Rejects with the signal's reason. */
  acquire(signal: AbortSignal): Promise<Connection>
  /** The server said that it is busy: halves how many are used, down to one. Good answers win them back. */
  slowDown(): void
}

export interface Connection {
  /** Gives it back; safe to call twice. */
  release(outcome: 'good' | 'bad'): void
}

/** Good answers in a row before one more connection is tried again after the server was busy. */
const GOOD_ANSWERS_TO_GROW = 20

export function createConnections(maxCount: number): Connections {
  const waiters: (() => void)[] = []
  let limit = maxCount
  let active = 0
  let goodInARow = 0

  const serve = (): void => {
    while (active < limit && waiters.length > 0) {
      active += 1
      waiters.shift()?.()
    }
  }
  const connection = (): Connection => {
    let isHeld = true
    return {
      release(outcome) {
        if (!isHeld) return
        isHeld = false
        active -= 1
        goodInARow = outcome === 'good' ? goodInARow + 1 : 0
        if (limit < maxCount && goodInARow >= GOOD_ANSWERS_TO_GROW) {
          limit += 1
          goodInARow = 0
        }
        serve()
      },
    }
  }
  return {
    acquire: (signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted()
        const grant = (): void => {
          signal.removeEventListener('abort', abandon)
          resolve(connection())
        }
        const abandon = (): void => {
          const place = waiters.indexOf(grant)
          if (place >= 0) waiters.splice(place, 1)
          reject(reasonOf(signal))
        }
        signal.addEventListener('abort', abandon, { once: true })
        waiters.push(grant)
        serve()
      }),
    slowDown() {
      limit = Math.max(1, Math.floor(Math.min(limit, active) / 2))
      goodInARow = 0
    },
  }
}
