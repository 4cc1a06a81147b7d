/**
 * Makes the page from which a picture of docs/images is taken, as GitHub shows a job summary:
 * `node __tests__/summarise/support/picture.ts one-failure /tmp/one-failure.html Timeline`. The words after the file
 * are folds to open. Then
 * `chromium --headless --screenshot=one-failure.png --window-size=1000,1400 --virtual-time-budget=8000 /tmp/one-failure.html`.
 */
import { copyFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import MarkdownIt from 'markdown-it'
import { projectFolder } from '../../../sandbox/runner.ts'
import { escapeHtml } from '../../../src/text/markdown.ts'
import { pageOf, scenes } from './scenes.ts'

const [name = '', file = '', ...folds] = process.argv.slice(2)
const scene = scenes[name]
if (scene === undefined || file === '')
  throw new Error(`Give one of ${Object.keys(scenes).join(', ')}, and the file to write.`)

/** GitHub's own measures for the body of a summary. */
const style = `
  body { font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif, "Noto Color Emoji";
         color: #1f2328; background: #fff; margin: 0; padding: 16px 24px; width: 952px; }
  h2 { font-size: 21px; border-bottom: 1px solid #d1d9e0b3; padding-bottom: 6px; line-height: 1.25; margin: 0 0 16px; }
  p, pre, details, table, ul { margin: 0 0 16px; } ul { padding-left: 2em; }
  table { border-collapse: collapse; display: block; overflow: auto; width: max-content; max-width: 100%; }
  th, td { border: 1px solid #d1d9e0; padding: 6px 13px; } tr:nth-child(2n) { background: #f6f8fa; } th { font-weight: 600; }
  code { background: #818b981f; border-radius: 6px; padding: .2em .4em; font: 85% ui-monospace, Menlo, Consolas, "Liberation Mono", monospace;
         white-space: break-spaces; }
  pre { background: #f6f8fa; border-radius: 6px; padding: 16px; overflow: auto; line-height: 1.45; }
  pre code { background: none; padding: 0; white-space: pre; } pre.mermaid { background: #fff; padding: 0; }
  a { color: #0969da; } a code { color: inherit; } summary { cursor: pointer; }
`

const markdown = new MarkdownIt({ html: true, linkify: true })
const fence = markdown.renderer.rules.fence
markdown.renderer.rules.fence = (tokens, index, options, env, self) => {
  const token = tokens[index]
  if (token?.info.trim() === 'mermaid') return `<pre class="mermaid">${escapeHtml(token.content)}</pre>\n`
  return fence?.(tokens, index, options, env, self) ?? ''
}
const body = folds.reduce(
  (html, fold) => html.replace(`<details><summary>${fold}`, `<details open><summary>${fold}`),
  markdown.render(pageOf(scene())),
)

copyFileSync(
  path.join(projectFolder, 'node_modules', 'mermaid', 'dist', 'mermaid.min.js'),
  path.join(path.dirname(path.resolve(file)), 'mermaid.min.js'),
)
writeFileSync(
  file,
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(name)}</title><style>${style}</style>
${body}
<script src="mermaid.min.js"></script><script>mermaid.initialize({ startOnLoad: true })</script></html>
`,
)
