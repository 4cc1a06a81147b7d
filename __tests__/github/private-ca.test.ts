/** The authorities are read when a process starts, so this takes a process of its own. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { addRepository } from '../../sandbox/build.ts'
import { startSandbox, type Sandbox } from '../../sandbox/server.ts'

/** A certificate of 127.0.0.1, signed by an authority that nobody else knows. */
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/private-ca/${name}`, import.meta.url))

/** Reads a repository by the API, and a blob, from a server with that certificate. */
const script = `
  import { createBlobs } from '${new URL('../../src/archive/blobs.ts', import.meta.url).href}'
  import { createGitHub } from '${new URL('../../src/github/client.ts', import.meta.url).href}'
  const [apiUrl, token] = process.argv.slice(1)
  const signal = new AbortController().signal
  const log = { info() {}, debug() {}, warning() {}, maskSecret() {} }
  const clock = { now: () => Date.now(), sleep: async () => {} }
  const github = createGitHub({ token, apiUrl, actionsPermission: 'actions: read', log, clock, signal })
  await github.getRepository({ owner: 'octo', name: 'app' }).then(
    ({ owner, name }) => console.log('api: found', owner + '/' + name),
    ({ hint }) => console.log('api:', hint),
  )
  await createBlobs().get(apiUrl, { range: null, signal }).then(
    ({ status }) => console.log('blob: answer', status),
    ({ code }) => console.log('blob:', code),
  )
  process.exit()
`

let sandbox: Sandbox
let server: Server
beforeAll(async () => {
  sandbox = await startSandbox()
  addRepository(sandbox.world, 'octo/app')
  const identity = { key: readFileSync(fixture('server.key')), cert: readFileSync(fixture('server.pem')) }
  server = createServer(identity, (asked, answer) => {
    const { method, headers, url = '' } = asked
    request(`${sandbox.apiUrl}${url}`, { method, headers }, (inner) => {
      answer.writeHead(inner.statusCode ?? 500, inner.headers)
      inner.pipe(answer)
    }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await sandbox.close()
})

async function ask(environment: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const apiUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const parameters = ['--input-type=module', '--eval', script, apiUrl, sandbox.tokenFor()]
  const { stdout } = await promisify(execFile)(process.execPath, parameters, { env: environment })
  return stdout.trim().split('\n')
}

test('a private authority is trusted when NODE_EXTRA_CA_CERTS names it', async () => {
  const [api, blob] = await ask({ NODE_EXTRA_CA_CERTS: fixture('ca.pem') })
  expect(api).toBe('api: found octo/app')
  expect(blob).toMatch(/^blob: answer \d+$/)
})

test('and not otherwise: the error says how', async () => {
  const [api, blob] = await ask({})
  expect(api).toContain('NODE_EXTRA_CA_CERTS')
  expect(blob).toBe('blob: UNABLE_TO_VERIFY_LEAF_SIGNATURE')
})
