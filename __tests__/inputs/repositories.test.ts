import { expect, test } from '@jest/globals'
import { takesRepository } from '../../src/inputs/prune.ts'
import { parseRepositories } from '../../src/inputs/repositories.ts'
import { expectRefusal } from '../support/refusal.ts'

test.each([
  ['octo/app', 'octo/app', true],
  ['octo/app', 'OCTO/App', true],
  ['Octo/App', 'octo/app', true],
  ['octo/app', 'octo/app2', false],
  ['octo/*', 'octo/anything.js', true],
  ['octo/*', 'other/app', false],
  ['octo/*\n!octo/Secret', 'octo/secret', false],
  ['!octo/secret\nocto/*', 'octo/secret', false],
  ['octo/*\n!octo/x-*', 'octo/x-1', false],
  ['octo/{app,lib}', 'octo/lib', true],
  ['a/x\nb/y', 'b/y', true],
  ['a/x\nb/y', 'a/y', false],
])('%j takes %s: %p', (text, name, expected) => {
  const [owner = '', repository = ''] = name.split('/')
  expect(takesRepository(parseRepositories(text), { owner, name: repository })).toBe(expected)
})

test('a literal keeps its case', () =>
  expect(parseRepositories('Octo/App').includes[0]).toMatchObject({
    owner: 'Octo',
    name: { source: 'App', isLiteral: true },
  }))

test.each([
  ['octo', 'octo', 'no repository'],
  ['octo/', 'octo/', 'no repository'],
  ['/app', '/app', 'no repository'],
  ['a/b/c', 'a/b/c', 'no repository'],
  ['octo/a b', 'octo/a b', 'no repository'],
  ['https://github.com/octo/app', 'https://github.com/octo/app', 'no repository'],
  ['*/app', '*/app', 'wildcards are for the name only'],
  ['{a,b}/app', '{a,b}/app', 'wildcards are for the name only'],
  ['*', '*', 'no repository'],
  ['octo/[', '[', 'never closed'],
  ['!octo/app', '!octo/app', 'only excludes'],
])('no repositories %j', (text, value, reason) => expectRefusal(() => parseRepositories(text), value, reason))
