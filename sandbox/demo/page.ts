/** Renders job summaries as one HTML page that looks like GitHub shows them: GFM, `<details>`, Mermaid. */
import { copyFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import MarkdownIt from 'markdown-it'
import { projectFolder, type StepResult } from '../runner.ts'

export interface DemoStep {
  readonly title: string
  /** The step as it stands in the workflow file. */
  readonly yaml: string
  readonly result: StepResult
}

const style = `
  body { font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif, "Noto Color Emoji";
         color: #1f2328; background: #f6f8fa; margin: 0; }
  main { max-width: 1012px; margin: 0 auto; padding: 24px; }
  article { background: #fff; border: 1px solid #d1d9e0; border-radius: 6px; padding: 8px 24px 16px; margin: 0 0 24px; }
  h1 { font-size: 24px; } h2 { border-bottom: 1px solid #d1d9e0; padding-bottom: 4px; } h2, h3 { line-height: 1.25; }
  table { border-collapse: collapse; display: block; overflow: auto; width: max-content; max-width: 100%; margin: 0 0 16px; }
  th, td { border: 1px solid #d1d9e0; padding: 6px 13px; } tr:nth-child(2n) { background: #f6f8fa; }
  code { background: #818b981f; border-radius: 6px; padding: .2em .4em; font: 12px ui-monospace, Menlo, Consolas, monospace; }
  pre { background: #f6f8fa; border-radius: 6px; padding: 16px; overflow: auto; } pre code { background: none; padding: 0; }
  pre.mermaid { background: #fff; } a { color: #0969da; text-decoration: none; }
  blockquote { border-left: 4px solid #d1d9e0; color: #59636e; margin: 0; padding: 0 1em; }
  .meta { color: #59636e; } details { margin: 0 0 16px; } details[open] > summary { margin: 0 0 8px; }
`

/** Draws what is open, and the rest when it is opened: in a closed fold Mermaid cannot measure its texts. */
const drawing = `
  mermaid.initialize({ startOnLoad: false })
  const draw = () => mermaid.run({ nodes: [...document.querySelectorAll('pre.mermaid:not([data-processed])')].filter((each) => each.checkVisibility()) })
  document.addEventListener('toggle', draw, true)
  draw().then(() => document.documentElement.setAttribute('data-ready', ''))
`

/** Writes `index.html` and what it needs into a folder, and returns the page's path. */
export function writePage(folder: string, steps: readonly DemoStep[]): string {
  const articles = steps.map(
    ({ title, yaml, result }) => `<article>
<h2>${escapeHtml(title)}</h2>
<details><summary class="meta">the step, its log and outputs (exit code ${String(result.exitCode)})</summary>
<pre><code>${escapeHtml(yaml)}</code></pre>
<pre><code>${escapeHtml(result.log)}</code></pre>
<pre><code>${escapeHtml(JSON.stringify(result.outputs, null, 2))}</code></pre></details>
${result.summary === '' ? '<p class="meta">No job summary.</p>' : htmlOf(result.summary)}
</article>`,
  )
  return writeHtml(folder, `<h1>Job summaries</h1>\n${articles.join('\n')}`)
}

/** The same of a single summary and nothing else. */
export const writeSummary = (folder: string, summary: string): string =>
  writeHtml(folder, `<article>${htmlOf(summary)}</article>`)

function htmlOf(summary: string): string {
  const markdown = new MarkdownIt({ html: true, linkify: true })
  const fence = markdown.renderer.rules.fence
  markdown.renderer.rules.fence = (tokens, index, options, env, self) => {
    const token = tokens[index]
    if (token?.info.trim() === 'mermaid') return `<pre class="mermaid">${escapeHtml(token.content)}</pre>\n`
    return fence?.(tokens, index, options, env, self) ?? ''
  }
  return markdown.render(summary)
}

function writeHtml(folder: string, body: string): string {
  copyFileSync(
    path.join(projectFolder, 'node_modules', 'mermaid', 'dist', 'mermaid.min.js'),
    path.join(folder, 'mermaid.min.js'),
  )
  const page = path.join(folder, 'index.html')
  writeFileSync(
    page,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Actions Steward: demo</title><style>${style}</style>
<main>${body}
</main>
<script src="mermaid.min.js"></script><script>${drawing}</script></html>
`,
  )
  return page
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
