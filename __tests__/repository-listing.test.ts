import { describe, expect, test } from '@jest/globals'
import { UserError } from '../src/errors.ts'
import { slugOf } from '../src/summarise/repository/facts.ts'
import { listRepositories } from '../src/repository-listing.ts'
import { aFakeRepository, fakeGitHub } from './support/fake-github.ts'
import { inputsOf } from './summarise/repository/support.ts'

const github = () =>
  fakeGitHub(
    aFakeRepository({ id: 1, name: 'app' }),
    aFakeRepository({ id: 2, name: 'web' }),
    aFakeRepository({ id: 3, name: 'Web-old', isArchived: true }),
    aFakeRepository({ id: 4, owner: 'other', name: 'app' }),
  )

const listed = async (lines: string, hub = github()): Promise<readonly string[]> =>
  (await listRepositories(hub, inputsOf({ repository: lines }).repositories, () => true)).map((each) =>
    each.kind === 'unlisted' ? `${each.line}?` : `${each.kind} ${slugOf(each.ref)}`,
  )

test.each([
  ['a name is taken as it is, and costs nothing', 'octo/app', ['named octo/app']],
  [
    'a pattern finds what it matches, whatever the case',
    'octo/web*',
    ['found octo/Web-old', 'found octo/web'],
  ],
  ['owners side by side', 'octo/app\nother/*', ['named octo/app', 'found other/app']],
  ['each once', 'octo/app\nocto/*\nOcto/APP', ['named octo/app', 'found octo/Web-old', 'found octo/web']],
  ['an exclude always wins', '!octo/web*\nocto/*', ['found octo/app']],
  ['also over a name', 'octo/app\n!octo/app\nocto/web', ['named octo/web']],
  ['of its own owner only', '!other/*\nocto/app', ['named octo/app']],
])('%s', async (_, lines, repositories) => {
  expect(await listed(lines)).toEqual(repositories)
})

test('an owner is listed once, however many lines name it', async () => {
  const hub = github()
  await listed('octo/a*\nocto/w*\nOcto/x*', hub)
  expect(hub.countOf('listRepositories')).toBe(1)
  const named = github()
  await listed('octo/app\nocto/web', named)
  expect(named.requestCount()).toBe(0)
})

describe('an owner that cannot be listed', () => {
  test('is a line of its own, and the rest is there', async () => {
    expect(await listed('nobody/*\nocto/app')).toEqual(['nobody/*?', 'named octo/app'])
  })

  test('keeps its error', async () => {
    const [only] = await listRepositories(
      github(),
      inputsOf({ repository: 'nobody/*' }).repositories,
      () => true,
    )
    expect(only?.kind === 'unlisted' && only.error).toBeInstanceOf(UserError)
  })
})
