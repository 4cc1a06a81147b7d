/**
 * A headless Chromium over its debugging pipe: opens a page from disk, runs expressions in it, presses keys, takes
 * pictures, and remembers what the page complained about and asked the network for.
 */
/* eslint-disable @typescript-eslint/no-explicit-any -- messages of the browser are what its protocol says */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Where a Chromium is installed; null for nowhere. */
export const chromiumPath: string | null = places.find((place) => existsSync(place)) ?? null

export interface Page {
  /** What was written to the console as a warning or an error, thrown, or refused by the page's policy. */
  readonly complaints: readonly string[]
  /** Addresses that were asked for, the page itself left out. */
  readonly requests: readonly string[]
  /** The value of an expression in the page; promises are awaited. */
  evaluate(expression: string): Promise<unknown>
  /** Presses a key, such as `Tab`, `Enter`, `+`. */
  press(key: string): Promise<void>
  /** Moves the pointer. */
  point(x: number, y: number): Promise<void>
  /** A PNG of what is shown. */
  screenshot(): Promise<Buffer>
}

export interface PageOptions {
  readonly scheme: 'light' | 'dark'
  readonly width: number
  readonly height: number
}

export interface Browser {
  /** Opens a file and waits until its script says that it is ready. */
  open(file: string, options?: Partial<PageOptions>): Promise<Page>
  close(): Promise<void>
}

interface Message {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: string
  readonly params?: any
  readonly result?: any
  readonly error?: { readonly message: string }
}

export async function startChromium(executable: string): Promise<Browser> {
  const profile = mkdtempSync(path.join(tmpdir(), 'chromium-'))
  const child = spawn(
    executable,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      `--user-data-dir=${profile}`,
      '--remote-debugging-pipe',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  )
  const connection = connect(child)
  return {
    open: (file, options = {}) => openPage(connection, file, { ...defaults, ...options }),
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      await connection.send('Browser.close', {}).catch(() => child.kill())
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

const defaults: PageOptions = { scheme: 'light', width: 1280, height: 900 }

interface Connection {
  send(method: string, params: object, sessionId?: string): Promise<any>
  listen(listener: (message: Message) => void): void
}

function connect(child: ChildProcess): Connection {
  const input = child.stdio[3] as Writable
  const output = child.stdio[4] as Readable
  const waiting = new Map<number, { resolve: (result: any) => void; reject: (error: Error) => void }>()
  const listeners: ((message: Message) => void)[] = []
  let lastId = 0
  let buffered = ''
  output.setEncoding('utf8')
  output.on('data', (chunk: string) => {
    const parts = (buffered + chunk).split('\0')
    buffered = parts.pop() ?? ''
    for (const part of parts) receive(JSON.parse(part))
  })
  const fail = (): void => {
    for (const { reject } of waiting.values()) reject(new Error('Chromium has gone.'))
    waiting.clear()
  }
  child.once('exit', fail)
  input.on('error', fail)
  const receive = (message: Message): void => {
    const pending = message.id === undefined ? undefined : waiting.get(message.id)
    if (message.id === undefined || pending === undefined) {
      for (const listener of listeners) listener(message)
      return
    }
    waiting.delete(message.id)
    if (message.error === undefined) pending.resolve(message.result)
    else pending.reject(new Error(message.error.message))
  }
  return {
    send: (method, params, sessionId) =>
      new Promise((resolve, reject) => {
        lastId += 1
        waiting.set(lastId, { resolve, reject })
        input.write(
          `${JSON.stringify({ id: lastId, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`,
        )
      }),
    listen: (listener) => {
      listeners.push(listener)
    },
  }
}

/** Longer than any page takes on a busy machine. */
const readyTimeoutMs = 30_000

async function openPage(connection: Connection, file: string, options: PageOptions): Promise<Page> {
  const { targetId } = await connection.send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await connection.send('Target.attachToTarget', { targetId, flatten: true })
  const send = (method: string, params: object = {}): Promise<any> =>
    connection.send(method, params, sessionId)
  const complaints: string[] = []
  const requests: string[] = []
  const url = pathToFileURL(file).href
  connection.listen((message) => {
    if (message.sessionId !== sessionId) return
    const complaint = complaintOf(message)
    if (complaint !== null) complaints.push(complaint)
    const requested = message.method === 'Network.requestWillBeSent' ? message.params.request.url : null
    if (requested !== null && requested !== url && !requested.startsWith('data:')) requests.push(requested)
  })
  for (const domain of ['Runtime', 'Log', 'Page', 'Network']) await send(`${domain}.enable`)
  const { scheme, width, height } = options
  await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
  await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
  await send('Page.navigate', { url })
  const evaluate = async (expression: string): Promise<unknown> => {
    const { result, exceptionDetails } = await send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    })
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  const deadline = Date.now() + readyTimeoutMs
  while (
    (await evaluate(
      'location.protocol + (document.documentElement?.hasAttribute("data-ready") ?? false)',
    )) !== 'file:true'
  )
    if (Date.now() > deadline || complaints.length > 0)
      throw new Error(`The page did not become ready. ${complaints.join('\n')}`)
  return {
    complaints,
    requests,
    evaluate,
    press: async (key) => {
      const text = key === 'Enter' ? '\r' : key.length === 1 ? key : undefined
      const code = { Enter: 13, Tab: 9, ' ': 32, ArrowRight: 39, ArrowLeft: 37, Escape: 27 }[key]
      const event = { key, ...(text === undefined ? {} : { text }), windowsVirtualKeyCode: code ?? 0 }
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...event })
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...event })
    },
    point: async (x, y) => {
      await send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y })
    },
    screenshot: async () =>
      Buffer.from((await send('Page.captureScreenshot', { format: 'png' })).data, 'base64'),
  }
}

function complaintOf({ method, params }: Message): string | null {
  if (method === 'Runtime.exceptionThrown')
    return params.exceptionDetails.exception?.description ?? params.exceptionDetails.text
  if (method === 'Runtime.consoleAPICalled' && ['error', 'warning', 'assert'].includes(params.type))
    return `console.${params.type}: ${params.args.map((arg: any) => arg.value ?? arg.description).join(' ')}`
  if (method === 'Log.entryAdded' && ['error', 'warning'].includes(params.entry.level))
    return params.entry.text
  return null
}
