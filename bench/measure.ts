/** Times one process from the outside: wall time from spawn to exit, and its peak memory. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface Command {
  readonly file: string
  readonly arguments: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
}

export interface Measurement {
  readonly exitCode: number | null
  readonly wallMs: number
  /** Time on processors, the system's included; null where there is no /proc. */
  readonly cpuMs: number | null
  /** The kernel's high-water mark (VmHWM); null where /proc has none (Windows, macOS). */
  readonly peakRssBytes: number | null
  readonly log: string
}

/** Both only ever grow, so a reading this close to the end misses nothing that matters. */
const pollMs = 10

/** Runs a command to its end. */
export function measure(command: Command): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(command.file, command.arguments, {
      cwd: command.cwd,
      env: { PATH: process.env['PATH'] ?? '', ...command.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let peakRssBytes: number | null = null
    let cpuMs: number | null = null
    const poll = setInterval(() => {
      peakRssBytes = peakRss(child.pid) ?? peakRssBytes
      cpuMs = cpuTime(child.pid) ?? cpuMs
    }, pollMs)
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (exitCode) => {
      clearInterval(poll)
      const wallMs = performance.now() - started
      resolve({ exitCode, wallMs, cpuMs, peakRssBytes, log: Buffer.concat(chunks).toString('utf8') })
    })
  })
}

function peakRss(pid: number | undefined): number | null {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))
    return found === null ? null : Number(found[1]) * 1024
  } catch {
    return null
  }
}

/** The kernel counts in hundredths of a second (USER_HZ). */
const tickMs = 10

function cpuTime(pid: number | undefined): number | null {
  try {
    // The command's name is in parentheses and may hold anything; user and system time are the 12th and 13th behind it.
    const fields =
      readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
        .split(') ')
        .at(-1)
        ?.split(' ') ?? []
    const ticks = Number(fields[11]) + Number(fields[12])
    return Number.isFinite(ticks) && ticks > 0 ? ticks * tickMs : null
  } catch {
    return null
  }
}

/** The middle value; the mean of the two middle ones of an even count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN
  return (upper + lower) / 2
}
