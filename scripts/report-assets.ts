/**
 * Bundles the script and the style of the HTML report, with the chart library in it, into src/report-html/assets.ts.
 * They are text there, so that the bundle of the action needs no files beside it. A test compares the file with what
 * this makes.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { format } from 'prettier'

const root = path.resolve(import.meta.dirname, '..')
const client = path.join(root, 'src', 'report-html', 'client')
export const assetsFile = path.join(root, 'src', 'report-html', 'assets.ts')

/** What is bundled into the page, and has to come with its licence. */
const bundledPackages = ['chart.js', '@kurkle/color']

/** The text of src/report-html/assets.ts. */
export async function makeAssets(): Promise<string> {
  const script = await bundle('main.ts')
  const style = await bundle('style.css')
  const { printWidth, semi, singleQuote } = JSON.parse(
    readFileSync(path.join(root, '.prettierrc.json'), 'utf8'),
  )
  const source = `/** Made by scripts/report-assets.ts from src/report-html/client: change it there, and run npm run build. */
export const script = ${JSON.stringify(script)}
/** What the page's policy allows to run. */
export const scriptHash = ${JSON.stringify(hashOf(script))}
export const style = ${JSON.stringify(style)}
export const styleHash = ${JSON.stringify(hashOf(style))}
/** Of what is bundled into the script. */
export const licences = ${JSON.stringify(bundledPackages.map(licenceOf).join('\n\n'))}
`
  return format(source, { parser: 'typescript', printWidth, semi, singleQuote })
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(client, entry)],
    bundle: true,
    minify: true,
    write: false,
    charset: 'utf8',
    format: 'iife',
    // Browsers of the last two years.
    target: ['chrome120', 'firefox121', 'safari17.4'],
    legalComments: 'none',
    tsconfig: path.join(client, 'tsconfig.json'),
    logLevel: 'silent',
  })
  const text = (outputFiles[0]?.text ?? '').trim()
  // Inside their elements these would end or change them.
  if (text === '' || /<\/(?:script|style)|<!--/i.test(text))
    throw new Error(`${entry} cannot stand in a page.`)
  return text
}

/** As a Content-Security-Policy names what it allows. */
const hashOf = (text: string): string =>
  `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`

function licenceOf(name: string): string {
  const folder = path.join(root, 'node_modules', name)
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  return `${name} ${version}\n\n${readFileSync(path.join(folder, 'LICENSE.md'), 'utf8').trim()}`
}

if (import.meta.main) writeFileSync(assetsFile, await makeAssets())
