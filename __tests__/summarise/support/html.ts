/** A page as GitHub shows it: real Markdown with its HTML, parsed into a document that tests may look into. */
import { JSDOM } from 'jsdom'
import MarkdownIt from 'markdown-it'

/** What GitHub's filter lets through and we use. */
const allowedTags = new Set(
  'a blockquote br code details em h2 h3 hr li ol p pre span strong sub summary table tbody td th thead tr ul wbr'.split(
    ' ',
  ),
)
/** By tag; GitHub drops the rest, and so nothing may depend on it. */
const allowedAttributes: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  // The language of a fence.
  code: ['class'],
  // The alignment of a column.
  th: ['style'],
  td: ['style'],
}

/** Links go to the pages of the run, never to where a name points. */
const ourHosts = /^https:\/\/(?:github\.com|ghe\.example\.test)\//

export function parsePage(markdown: string): Document {
  const html = new MarkdownIt({ html: true, linkify: true }).render(markdown)
  return new JSDOM(html).window.document
}

/** Everything in the page that GitHub would not show, or that is no part of our pages. */
export function foreignParts(page: Document): readonly string[] {
  return [...page.body.querySelectorAll('*')].flatMap((element) => {
    const tag = element.localName
    if (!allowedTags.has(tag)) return [`<${tag}>`]
    const extra = element.getAttributeNames().filter((name) => !(allowedAttributes[tag] ?? []).includes(name))
    const href = element.getAttribute('href')
    return [
      ...extra.map((name) => `<${tag} ${name}>`),
      ...(href === null || ourHosts.test(href) ? [] : [`href ${href}`]),
    ]
  })
}

/** Tables that do not have as many cells in each row as in their head. */
export function brokenTables(page: Document): readonly string[] {
  return [...page.querySelectorAll('table')].flatMap((table) => {
    const columns = table.querySelectorAll('thead th').length
    return [...table.querySelectorAll('tbody tr')]
      .filter((row) => row.children.length !== columns || row.querySelectorAll('td').length !== columns)
      .map((row) => row.outerHTML)
  })
}

/** The code of the Mermaid diagrams. */
export const diagramsOf = (page: Document): readonly string[] =>
  [...page.querySelectorAll('code.language-mermaid')].map((code) => code.textContent)

/** Titles of the folded sections, in their order. */
export const foldsOf = (page: Document): readonly string[] =>
  [...page.querySelectorAll('details > summary')].map((summary) => summary.textContent)
