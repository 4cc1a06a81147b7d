import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { JSDOM } from 'jsdom'
import MarkdownIt from 'markdown-it'
import {
  byteLength,
  cleanLine,
  codeFence,
  codeLink,
  codeSpan,
  details,
  escapeHtml,
  escapeText,
  joinBlocks,
  link,
  right,
  table,
} from '../../src/text/markdown.ts'

const parser = new MarkdownIt({ html: true, linkify: true })
// GitHub links e-mail addresses, but no bare domains without www, and nothing after two slashes alone.
// (github.github.com/gfm: autolinks, extension)
parser.linkify.set({ fuzzyEmail: true, fuzzyLink: false }).add('//', null)
const { document } = new JSDOM('').window

function render(markdown: string): Element {
  const body = document.createElement('div')
  body.innerHTML = parser.render(markdown)
  return body
}

/** The texts between tags, one by one: GitHub looks for mentions and issues in each of them. */
function textNodes(element: Node): string[] {
  return Array.from(element.childNodes).flatMap((node) =>
    node.nodeType === 3 ? [node.textContent ?? ''] : textNodes(node),
  )
}
const tagsOf = (element: Element): string[] =>
  Array.from(element.querySelectorAll('*'), (each) => each.tagName.toLowerCase())

/** Pieces that mean something to Markdown, to HTML or to GitHub, and a few that do not. */
const piece = fc.oneof(
  fc.constantFrom(
    ...[
      '|',
      '\\',
      '\\|',
      '`',
      '``',
      '```',
      '*',
      '**',
      '_',
      '__',
      '~~',
      '[',
      ']',
      '](',
      '(',
      ')',
      '![',
      '<',
      '>',
    ],
    ...[
      '<b>',
      '</b>',
      '<script>',
      '</td>',
      '</details>',
      '</summary>',
      '<!--',
      '-->',
      '<![CDATA[',
      '&',
      '&lt;',
    ],
    ...['&#42;', '&nbsp', '#', '# ', '- ', '+ ', '1. ', '1) ', '> ', '---', '===', ':--', '| --- |', '@user'],
    ...['@org/team', '#123', 'GH-12', 'o/r#5', ':tada:', 'a@b.com', 'www.evil.com', 'https://evil.com/x'],
    ...['http://x.y', '$', '$$', '$`x`$', '\n', '\r\n', '\n\n', '\t', '    ', '\u2028', '\u0085', '\u202e'],
    ...[
      '\u2066',
      '\u200b',
      '\ufeff',
      '\u0000',
      '\u001b[31m',
      '\ud800',
      '\u{e0041}',
      '[^1]',
      '[x] ',
      '{{',
      '%%',
    ],
    ...['a', 'b1', ' ', 'ä', '😀', '👩‍💻', 'name', '-', '.', '!', '"', "'", '=', ':', ';'],
  ),
  fc.string({ maxLength: 5 }),
  fc.string({ unit: 'binary', maxLength: 5 }),
)
const hostile = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))

/** What the reader must see: the cleaned text. White space collapses in HTML. */
const seen = (text: string): string => cleanLine(text)
const visible = (element: Element): string => element.textContent.replace(/\s+/g, ' ').trim()

function expectInert(element: Element, allowed: readonly string[]): void {
  expect(tagsOf(element).filter((tag) => !['wbr', 'span', ...allowed].includes(tag))).toEqual([])
  for (const text of textNodes(element)) {
    expect(text).not.toMatch(/(^|\W)@[a-z0-9]/i)
    expect(text).not.toMatch(/(^|\W)#\d/)
    expect(text).not.toMatch(/\bGH-\d/i)
    expect(text).not.toMatch(/:[a-z0-9_+-]+:/i)
    expect(text.replace(/\n/g, '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u)
  }
}

describe('hostile text', () => {
  test.each([
    ['a paragraph', (text: string) => escapeText(text), ['p']],
    ['a sentence', (text: string) => `Job ${escapeText(text)} failed`, ['p']],
    ['bold', (text: string) => `<b>${escapeText(text)}</b>`, ['p', 'b']],
    ['a heading', (text: string) => `## ${escapeText(text)}`, ['h2']],
    ['a list item', (text: string) => `- x ${escapeText(text)}`, ['ul', 'li']],
    ['code', (text: string) => codeSpan(text), ['p', 'code']],
    ['code in a heading', (text: string) => `# ${codeSpan(text)}`, ['h1', 'code']],
    ['a summary', (text: string) => details(escapeText(text), 'x'), ['details', 'summary', 'p']],
    [
      'code in a summary',
      (text: string) => details(codeSpan(text), 'x'),
      ['details', 'summary', 'p', 'code'],
    ],
    ['a link', (text: string) => link(text, 'https://github.com/o/r?a=1&b=2'), ['p', 'a']],
    ['a code link', (text: string) => codeLink(text, 'https://github.com/o/r'), ['p', 'a', 'code']],
  ])('is inert and whole in %s', (where, build, allowed) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const element = render(build(text))
        expectInert(element, allowed)
        const expected = seen(build('').includes('Job') ? `Job ${text} failed` : text)
        const target = where.includes('summary') ? element.querySelector('summary') : element
        const got = visible(target ?? element).replace(/^x (?=.)|^x$/, where === 'a list item' ? '' : '$&')
        expect(got).toBe(expected.replace(/\s+/g, ' ').trim())
      }),
      { numRuns: 1000, examples: [['/@^.+'], ['//+.+']] },
    )
  })

  test('holds nothing that GitHub takes for a bare URL', () => {
    fc.assert(fc.property(hostile, (text) => expect(escapeText(text)).not.toMatch(/www\.|:\/\//i)))
  })

  test('never breaks a table', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, hostile, hostile), { minLength: 1, maxLength: 4 }), (rows) => {
        const markdown = table(
          ['Name', right('Size'), 'Link'],
          rows.map(([name, code, text]) => [escapeText(name), codeSpan(code), link(text, 'https://x.y/z')]),
        )
        const element = render(`Before\n\n${markdown}\n\nAfter`)
        expectInert(element, ['p', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'code', 'a'])
        const cells = Array.from(element.querySelectorAll('tbody tr'), (row) =>
          Array.from(row.querySelectorAll('td'), (cell) => visible(cell)),
        )
        expect(cells).toEqual(rows.map((row) => row.map(seen)))
        expect(element.lastElementChild?.textContent).toBe('After')
      }),
      { numRuns: 1000 },
    )
  })

  test('a cell that nobody escaped cannot break a table either', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 5 }), (cells) => {
        // Unescaped tags may do harm inside their cell; rows and columns stay.
        const [header = '', , ...rows] = table(
          ['A', 'B'],
          cells.map((cell) => [cell, cell]),
        ).split('\n')
        expect(header).toBe('| A | B |')
        expect(rows).toHaveLength(cells.length)
        for (const row of rows) expect(row.split('|')).toHaveLength(4)
      }),
    )
  })

  test('stays inside its fence', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom('', 'text', 'mermaid', 'a`b\nc'), (text, language) => {
        const element = render(`${codeFence(language, text)}\n\nAfter`)
        expect(tagsOf(element)).toEqual(['pre', 'code', 'p'])
        expect(element.lastElementChild?.textContent).toBe('After')
        const lines = (element.querySelector('code')?.textContent ?? '').replace(/\n$/, '').split('\n')
        expect(lines).toHaveLength(text.split(/\r\n|[\r\n]/).length)
        expect(lines.join('').replaceAll('\t', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b]/u)
      }),
      { numRuns: 1000 },
    )
  })

  test('is inert in a page of our own, in text and in attributes', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { document: page } = new JSDOM(`<p title="${escapeHtml(text)}">${escapeHtml(text)}</p>`).window
        expect(page.body.children).toHaveLength(1)
        expect(page.querySelector('p')?.children).toHaveLength(0)
        expect(page.querySelector('p')?.getAttributeNames()).toEqual(['title'])
        expect(page.querySelector('p')?.textContent).toBe(page.querySelector('p')?.title)
      }),
      { numRuns: 200 },
    )
  })
})

describe('what it writes', () => {
  test.each([
    ['plain-name_1.txt', 'plain-name_1.txt'],
    ['test (ubuntu, 20)', 'test (ubuntu, 20)'],
    ['a|b', 'a&#124;b'],
    ['<b> & c', '&lt;b&gt; &amp; c'],
    ['- item', '&#45; item'],
    ['12. item', '12&#46; item'],
    ['  two\n lines ', 'two lines'],
    ['@octocat', '@<wbr>octocat'],
    ['fix #12', 'fix #<wbr>12'],
    ['C# code', 'C&#35; code'],
    ['a\u202eb\u0000', 'a\uFFFDb\uFFFD'],
    ['👩‍💻 ❤️', '👩‍💻 ❤️'],
    ['see https://x.y', 'see https&#58;//x.y'],
    ['$x$', '<span>$</span>x<span>$</span>'],
  ])('%j as %s', (text, markdown) => expect(escapeText(text)).toBe(markdown))

  test.each([
    ['https://github.com/o/r/actions/runs/1', '<a href="https://github.com/o/r/actions/runs/1">x</a>'],
    ['https://h/a|b"c<d', '<a href="https://h/a%7Cb%22c%3Cd">x</a>'],
    ['https://h/?a=1&b=2', '<a href="https://h/?a=1&amp;b=2">x</a>'],
    ['javascript:alert(1)', 'x'],
    ['data:text/html,x', 'x'],
    ['/relative', 'x'],
    ['', 'x'],
  ])('a link to %s', (url, markdown) => expect(link('x', url)).toBe(markdown))

  test('a table', () =>
    expect(table(['Name', right('Size')], [['a', '1'], ['b'], ['c', '3', 'too many']])).toBe(
      '| Name | Size |\n| --- | --: |\n| a | 1 |\n| b |  |\n| c | 3 |',
    ))
  test('a fence longer than any in it', () =>
    expect(codeFence('text', 'a ```` b')).toBe('`````text\na ```` b\n`````'))
  test('a folded section whose body is Markdown', () =>
    expect(
      render(details('More', table(['A'], [['1']]))).querySelector('details table td')?.textContent,
    ).toBe('1'))
  test('blocks with a blank line between them', () => expect(joinBlocks(['a', '', '\n', 'b'])).toBe('a\n\nb'))
  test('bytes, not characters', () => expect(byteLength('aä😀')).toBe(7))
})
