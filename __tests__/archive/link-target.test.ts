import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { checkLinkTarget } from '../../src/archive/link-target.ts'

const rules = { platform: 'linux', allowsGit: false } as const

test.each([
  ['link', 'file.txt', ['file.txt']],
  ['link', './file.txt', ['file.txt']],
  ['dir/link', 'file.txt', ['dir', 'file.txt']],
  ['dir/link', '../other/file', ['other', 'file']],
  ['a/b/link', '../../c', ['c']],
  ['dir/link', '..', []],
  ['link', '.', []],
  ['link', 'folder/', ['folder']],
  ['lib/libx.so', 'libx.so.1.2', ['lib', 'libx.so.1.2']],
])('%s to %s leads to %j', (link, target, parts) => {
  expect(checkLinkTarget(link.split('/'), target, rules)).toEqual({ ok: true, parts })
})

test.each([
  ['link', '', 'is empty'],
  ['link', '/etc/passwd', 'is absolute'],
  ['link', '..', 'leaves the archive'],
  ['dir/link', '../../x', 'leaves the archive'],
  ['a/b/link', '../../../x', 'leaves the archive'],
  ['link', 'dir/../../x', 'has ".." after a name'],
  ['dir/link', 'x/..', 'has ".." after a name'],
  ['link', '..\\x', 'holds a backslash'],
  ['link', 'C:/x', 'starts with a drive letter'],
  ['link', 'a\nb', 'holds a control character'],
  ['link', '.git/hooks', 'is in a ".git" folder'],
  ['link', 'a'.repeat(5000), 'is longer than 4095 bytes'],
])('%s to %j is refused: %s', (link, target, problem) => {
  expect(checkLinkTarget(link.split('/'), target, rules)).toEqual({ ok: false, problem })
})

test('links that pass never lead out, even through each other', () => {
  const name = fc.constantFrom('a', 'b', 'c')
  const folder = fc.array(name, { maxLength: 2 })
  const step = fc.oneof(fc.constantFrom('..', '.', ''), name)
  const link = fc.record({
    folder,
    name: fc.constantFrom('l1', 'l2', 'l3'),
    target: fc.array(fc.oneof(step, fc.constantFrom('l1', 'l2', 'l3')), { minLength: 1, maxLength: 4 }),
  })
  fc.assert(
    fc.property(fc.array(link, { minLength: 1, maxLength: 4 }), (links) => {
      const passed = new Map<string, string[]>()
      for (const { folder: parts, name: own, target } of links) {
        const at = [...parts, own]
        if (checkLinkTarget(at, target.join('/'), rules).ok) passed.set(at.join('/'), target)
      }
      for (const [at, target] of passed)
        expect(escapes(at.split('/').slice(0, -1), target, passed)).toBe(false)
    }),
    { seed: 11, numRuns: 3000 },
  )
})

/** Follows a path as the kernel does. */
function escapes(
  from: readonly string[],
  target: readonly string[],
  links: ReadonlyMap<string, string[]>,
): boolean {
  let at = [...from]
  const steps = [...target]
  for (let budget = 40; steps.length > 0 && budget > 0; budget -= 1) {
    const step = steps.shift() ?? ''
    if (step === '' || step === '.') continue
    if (step === '..') {
      if (at.length === 0) return true
      at = at.slice(0, -1)
      continue
    }
    const link = links.get([...at, step].join('/'))
    if (link === undefined) at.push(step)
    else steps.unshift(...link)
  }
  return false
}
