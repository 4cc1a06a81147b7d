import { expect, test } from '@jest/globals'
import {
  parseArtifactAddress,
  parseRepositoryName,
  parseRunAddress,
  serverUrlOf,
} from '../../src/text/addresses.ts'
import { expectRefusal } from '../support/refusal.ts'

const dotcom = { url: 'https://github.com', apiUrl: 'https://api.github.com' }
const ghes = { url: 'https://git.example.com:8443', apiUrl: 'https://git.example.com:8443/api/v3' }
const octo = { owner: 'octo-org', name: 'repo.x' }

test.each([
  ['1', dotcom, { id: 1, repository: null }],
  ['9007199254740991', dotcom, { id: 9007199254740991, repository: null }],
  ['https://github.com/octo-org/repo.x/actions/runs/12', dotcom, { id: 12, repository: octo }],
  ['https://GITHUB.com/octo-org/repo.x/actions/runs/12/', dotcom, { id: 12, repository: octo }],
  ['https://github.com/octo-org/repo.x/actions/runs/12/attempts/2', dotcom, { id: 12, repository: octo }],
  [
    'https://github.com/octo-org/repo.x/actions/runs/12/job/3?pr=4#step:5:6',
    dotcom,
    { id: 12, repository: octo },
  ],
  [
    'https://github.com/octo-org/repo.x/actions/runs/12/attempts/2/job/3',
    dotcom,
    { id: 12, repository: octo },
  ],
  ['https://github.com/octo-org/repo.x/actions/runs/12#artifacts', dotcom, { id: 12, repository: octo }],
  ['https://api.github.com/repos/octo-org/repo.x/actions/runs/12', dotcom, { id: 12, repository: octo }],
  ['https://git.example.com:8443/octo-org/repo.x/actions/runs/12', ghes, { id: 12, repository: octo }],
  [
    'https://git.example.com:8443/api/v3/repos/octo-org/repo.x/actions/runs/12',
    ghes,
    { id: 12, repository: octo },
  ],
])('run %s', (text, server, address) => expect(parseRunAddress(text, server)).toEqual(address))

test.each([
  ['0', 'out of range'],
  ['9007199254740992', 'out of range'],
  ['-1', 'neither the id nor the URL'],
  ['1.0', 'neither the id nor the URL'],
  ['12a', 'neither the id nor the URL'],
  ['#12', 'neither the id nor the URL'],
  ['latest', 'neither the id nor the URL'],
  ['github.com/octo/repo/actions/runs/1', 'neither the id nor the URL'],
  ['ssh://github.com/octo/repo/actions/runs/1', 'neither the id nor the URL'],
  ['https://', 'neither the id nor the URL'],
  ['https://evil.com/octo/repo/actions/runs/1', 'another server'],
  ['https://github.com.evil.com/octo/repo/actions/runs/1', 'another server'],
  ['https://github.com:444/octo/repo/actions/runs/1', 'another server'],
  ['https://github.com/octo/repo/actions/runs/0', 'not the URL of a run'],
  ['https://github.com/octo/repo/actions/runs/1/artifacts/2', 'not the URL of a run'],
  ['https://github.com/octo/repo/actions/runs/9007199254740992', 'not the URL of a run'],
  ['https://github.com/octo/repo/actions/runs/1x', 'not the URL of a run'],
  ['https://github.com/octo/repo/runs/1', 'not the URL of a run'],
  ['https://github.com/octo/repo/pull/1', 'not the URL of a run'],
  ['https://github.com/%2e%2e/repo/actions/runs/1', 'not the URL of a run'],
])('no run %s: %s', (text, reason) => expectRefusal(() => parseRunAddress(text, dotcom), text, reason))

test.each([
  ['5', { id: 5, repository: null }],
  ['https://github.com/octo-org/repo.x/actions/runs/12/artifacts/5', { id: 5, repository: octo }],
  ['https://api.github.com/repos/octo-org/repo.x/actions/artifacts/5', { id: 5, repository: octo }],
  ['https://api.github.com/repos/octo-org/repo.x/actions/artifacts/5/zip', { id: 5, repository: octo }],
])('artifact %s', (text, address) => expect(parseArtifactAddress(text, dotcom)).toEqual(address))
test('a run is no artifact', () =>
  expectRefusal(
    () => parseArtifactAddress('https://github.com/o/r/actions/runs/1', dotcom),
    'https://github.com/o/r/actions/runs/1',
    'not the URL of an artifact',
  ))

test('repositories', () => {
  expect(parseRepositoryName('octo-org/repo.x')).toEqual(octo)
  for (const text of ['octo', 'octo/', '/repo', 'a/b/c', 'octo/..', 'o cto/x', 'octo/*', '-x/y', 'octo/a b'])
    expectRefusal(() => parseRepositoryName(text), text, 'no repository')
  expectRefusal(() => parseRepositoryName('https://github.com/o/r'), 'https://github.com/o/r', 'is a URL')
})

test.each([
  ['https://api.github.com', 'https://github.com'],
  ['https://api.octocorp.ghe.com', 'https://octocorp.ghe.com'],
  ['https://git.example.com:8443/api/v3', 'https://git.example.com:8443'],
  ['https://api.example.com/api/v3', 'https://api.example.com'],
])('the server of %s', (api, server) => expect(serverUrlOf(api)).toBe(server))
