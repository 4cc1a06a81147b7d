/** The proxy is read from the environment of the process, so this takes a process of its own. */
import { expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { addRepository } from '../../sandbox/build.ts'
import { startSandbox } from '../../sandbox/server.ts'

/** Asks `github.test`, which no name server knows, for a repository, and prints what came. */
const script = `
  import { setTimeout as sleep } from 'node:timers/promises'
  import { createGitHub } from '${new URL('../../src/github/client.ts', import.meta.url).href}'
  const signal = new AbortController().signal
  const log = { info() {}, debug() {}, warning() {}, maskSecret() {} }
  const clock = { now: () => Date.now(), sleep: async () => {} }
  const github = createGitHub({ token: process.argv[1], apiUrl: 'http://github.test/api/v3', actionsPermission: 'actions: read', log, clock, signal })
  const read = () => github.getRepository({ owner: 'octo', name: 'app' })
  await read().then(({ id }) => console.log('found', id), ({ kind }) => console.log('failed', kind))
`

test.each([
  // The toolkit chose its own proxy for GITHUB_API_URL: here that has none, and there that alone has one.
  ['through the proxy of its scheme', { http_proxy: 'PROXY', https_proxy: '' }, 'found', ['github.test:80']],
  ['not through the proxy of another scheme', { http_proxy: '', https_proxy: 'PROXY' }, 'failed network', []],
  ['not where no_proxy names it', { http_proxy: 'PROXY', no_proxy: 'github.test' }, 'failed network', []],
])(
  'requests go %s',
  async (_name, variables, outcome, tunnels) => {
    const sandbox = await startSandbox()
    addRepository(sandbox.world, 'octo/app')
    const asked: string[] = []
    const proxy = createServer().on('connect', (request, socket) => {
      asked.push(request.url ?? '')
      const upstream = connect(Number(new URL(sandbox.apiUrl).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        upstream.pipe(socket).pipe(upstream)
      })
      const end = (): void => {
        upstream.destroy()
        socket.destroy()
      }
      upstream.on('error', end)
      socket.on('error', end)
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    const environment = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, value.replace('PROXY', proxyUrl)]),
    )
    try {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--input-type=module', '--eval', script, sandbox.tokenFor()],
        { env: { ...environment, GITHUB_API_URL: 'https://api.github.com' } },
      )
      expect(stdout.trim()).toMatch(new RegExp(`^${outcome}`))
      expect(new Set(asked)).toEqual(new Set(tunnels))
    } finally {
      proxy.closeAllConnections()
      proxy.close()
      await sandbox.close()
    }
  },
  30_000,
)
