/** The page on troubleshooting is keyed by messages: each has to be one that the sources can make. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { projectFolder } from '../../sandbox/runner.ts'
import { readProjectFile } from '../support/example.ts'

const page = readProjectFile('docs/troubleshooting.md')
const messages = [...page.matchAll(/^### `(.+)`$/gm)].map(([, message = '']) => message)

/** Each source file with its texts as a user reads them: pieces joined, escapes resolved. */
const sources = globSync('src/**/*.ts', { cwd: projectFolder }).map((file) =>
  readFileSync(join(projectFolder, file), 'utf8')
    .replaceAll(/['`]\s*\+\s*['`]/g, '')
    .replaceAll(/\\(['`])/g, '$1'),
)

/** What is left of a message when the parts that name something of the user's are taken out. */
const fixedParts = (message: string): readonly string[] =>
  message
    .split('…')
    .map((part) => part.trim())
    .filter((part) => /\w/.test(part))

/** Whether one file has all of the parts, in their order. */
function isMadeBy(source: string, parts: readonly string[]): boolean {
  let from = 0
  return parts.every((part) => {
    const at = source.indexOf(part, from)
    from = at + part.length
    return at >= 0
  })
}

test('there is a page with messages', () => expect(messages.length).toBeGreaterThan(50))

test('no message is there twice', () => expect(messages).toEqual([...new Set(messages)]))

describe('the sources make', () => {
  test.each(messages)('%s', (message) => {
    const parts = fixedParts(message)
    expect(parts.join(' ').length).toBeGreaterThan(8)
    expect(sources.some((source) => isMadeBy(source, parts))).toBe(true)
  })
})

test('each message has an explanation under it', () => {
  for (const section of page.split(/^### /m).slice(1)) {
    const [heading = '', ...lines] = section.split('\n')
    expect([heading, lines.join(' ').trim().length > 15]).toEqual([heading, true])
  }
})
