import { NetworkFault } from './network-faults.ts'
import { reasonOf } from './slabs.ts'

/** Aborts a request when nothing comes for a while. */
export interface SilenceWatch {
  /** Aborted by silence, or with the whole download. */
  readonly signal: AbortSignal
  touch(): void
  pause(): void
  stop(): void
  onAbort(listener: (reason: Error) => void): void
  /** The fault, if it was silence. */
  fault(): NetworkFault | null
}

/** Real time on purpose: a connection does not know the clock of a test. */
export function watchSilence(stallMs: number, signal: AbortSignal): SilenceWatch {
  const controller = new AbortController()
  const seconds = Math.round(stallMs / 100) / 10
  const silence = new NetworkFault(`nothing came for ${seconds} s`, { mend: 'retry' })
  let listener: ((reason: Error) => void) | null = null
  let timer: NodeJS.Timeout | null = null
  let isStopped = false
  const onSignal = (): void => abort(reasonOf(signal))
  const abort = (reason: Error): void => {
    controller.abort(reason)
    listener?.(reason)
  }
  const pause = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
  }
  signal.addEventListener('abort', onSignal, { once: true })
  return {
    signal: controller.signal,
    touch() {
      if (isStopped) return
      if (timer === null) timer = setTimeout(() => abort(silence), stallMs)
      else timer.refresh()
    },
    pause,
    stop() {
      isStopped = true
      pause()
      signal.removeEventListener('abort', onSignal)
    },
    onAbort(onAbort) {
      listener = onAbort
    },
    fault: () => (controller.signal.reason === silence ? silence : null),
  }
}
