/** The page on troubleshooting is keyed by messages: each has to be one that the sources can make. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'
import { projectFolder } from '../../sandbox/runner.ts'
import { readProjectFile } from '../support/example.ts'

const page = readProjectFile('docs/troubleshooting.md')
const messages = [...page.matchAll(/^### `(.+)`$/gm)].map(([, message = '']) => message)

const files = globSync('src/**/*.ts', { cwd: projectFolder }).map((file) =>
  readFileSync(join(projectFolder, file), 'utf8'),
)

/** Texts in code as a user reads them: pieces joined, escapes resolved. */
const asRead = (code: string): string =>
  code.replaceAll(/['`]\s*\+\s*['`]/g, '').replaceAll(/\\(['`])/g, '$1')

const sources = files.map(asRead)

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

interface ErrorInCode {
  /** The code that makes the message. */
  readonly message: string
  /** The text of all of it, with the hint. */
  readonly whole: string
}

/** A `new UserError(…)`, or a failure as data: an object with a message and a hint. */
function errorAt(node: ts.Node): readonly ErrorInCode[] {
  const messageOf = (): ts.Node | undefined => {
    if (ts.isNewExpression(node))
      return node.expression.getText() === 'UserError' ? node.arguments?.[0] : undefined
    if (!ts.isObjectLiteralExpression(node)) return undefined
    const { properties } = node
    if (!properties.some(({ name }) => name?.getText() === 'hint')) return undefined
    return properties.filter(ts.isPropertyAssignment).find(({ name }) => name.getText() === 'message')
      ?.initializer
  }
  const message = messageOf()
  return message === undefined ? [] : [{ message: message.getText(), whole: asRead(node.getText()) }]
}

const errorsBelow = (node: ts.Node): readonly ErrorInCode[] => {
  const found = [...errorAt(node)]
  ts.forEachChild(node, (child) => {
    found.push(...errorsBelow(child))
  })
  return found
}

const errors = files.flatMap((code) =>
  errorsBelow(ts.createSourceFile('', code, ts.ScriptTarget.Latest, true)),
)

/** Errors that have no place on the page, by the beginning of their code. */
const leftOut: Readonly<Record<string, string>> = {
  'error.message': 'another error',
  '`${message} ${done}`': 'another error, and how far it came',
  '`${couldNot(subject)}: ${status}.`': 'on the page by its hints',
  'missText(missing, asked)': 'on the page as Not found',
  '`${lostText(goneLogs)}': 'on the page by its words, which are elsewhere in the file',
  "trips.join('\\n')": 'on the page by its lines: the breaker',
  written: 'hardly ever, and says all there is to say',
  'lines.length === 1': 'a list of problems: each is a message of its own',
  ghesMessage: 'on the page by its words, which are elsewhere in the file',
  '`Cannot ${situation.action}: ${why}.`': 'on the page by its causes',
  '`Nothing was written: ${problem}.`': 'on the page by its problems',
  '`Nothing was written: ${place} is ${what}.`': 'on the page by what is in the way',
  '`Cannot write to ${targetFolder}: it is ${what}.`': 'on the page by what is in the way',
  '`${capital(source.label)} ${error.message}.`': 'on the page by what is wrong with the archive',
  '`${explained.message} ${progress}`': 'another error, and how far it came',
  '`repository: ${lines.join(': 'on the page by its reasons',
  '`Downloading ${source.label} failed':
    'hardly ever: two answers about one archive that contradict each other',
  '`The SHA-256 digest of ${source.label}': 'hardly ever: what GitHub lists has been looked at before',
  '`All files are in place, but the manifest': 'hardly ever, and says all there is to say',
  '`Could not write the plan to': 'hardly ever, and says all there is to say',
  '`Could not ${subject.verb} ${subject.object} of the current run: bad runtime':
    'only where somebody sets the token of the runner',
  "'There is no current run to summarise.'": 'only outside of a workflow',
  '`run-id names ${others.length + 1} runs': 'says all there is to say',
}

describe('the page has', () => {
  test.each(errors.map(({ message, whole }) => [message.slice(0, 100), whole] as const))(
    '%s',
    (message, whole) => {
      const isThere = messages.some((each) => isMadeBy(whole, fixedParts(each)))
      const isLeftOut = Object.keys(leftOut).some((beginning) => message.startsWith(beginning))
      expect({ isThere, isLeftOut }).toEqual({ isThere: !isLeftOut, isLeftOut: !isThere })
    },
  )
})

test('nothing is left out that is not there any more', () => {
  for (const beginning of Object.keys(leftOut))
    expect([beginning, errors.some(({ message }) => message.startsWith(beginning))]).toEqual([
      beginning,
      true,
    ])
})

test('each message has an explanation under it', () => {
  for (const section of page.split(/^### /m).slice(1)) {
    const [heading = '', ...lines] = section.split('\n')
    expect([heading, lines.join(' ').trim().length > 15]).toEqual([heading, true])
  }
})
