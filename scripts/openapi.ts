/**
 * Cuts the operations that the sandbox serves out of GitHub's OpenAPI description and writes them, as plain JSON
 * Schema, to sandbox/openapi/. The description (npm `@octokit/openapi`) is 385 MB unpacked, so it is installed into
 * a temporary folder for this run only and is no dependency.
 *
 *   node scripts/openapi.ts            installs the newest description
 *   node scripts/openapi.ts <folder>   uses the package in that folder
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { operations } from '../sandbox/operations.ts'

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
type JsonObject = Readonly<Record<string, Json>>

const packageName = '@octokit/openapi'
const outputFolder = resolve(import.meta.dirname, '../sandbox/openapi')

/** Keywords that check nothing: prose, examples, and hints for code generators. */
const proseKeywords = new Set([
  'title',
  'description',
  'example',
  'examples',
  'deprecated',
  'externalDocs',
  'default',
])

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function installDescription(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'openapi-'))
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  execFileSync(npm, ['install', '--ignore-scripts', '--no-audit', '--no-fund', packageName], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  return {
    folder: join(folder, 'node_modules', packageName),
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function readObject(file: string): JsonObject {
  const value = JSON.parse(readFileSync(file, 'utf8')) as Json
  if (!isObject(value)) throw new Error(`${file} is no JSON object`)
  return value
}

function member(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  let current = value
  for (const key of keys) current = isObject(current) ? current[key] : undefined
  return current
}

/** Rewrites OpenAPI 3.0's dialect into JSON Schema: `nullable`, component references, prose left out. */
function toJsonSchema(schema: Json, note: (reference: string) => void): Json {
  if (!isObject(schema)) return schema
  const result: Record<string, Json> = {}
  for (const [key, value] of Object.entries(schema)) {
    if (proseKeywords.has(key) || key.startsWith('x-') || key === 'nullable') continue
    if (key === '$ref' && typeof value === 'string') {
      const name = value.replace('#/components/schemas/', '')
      note(name)
      result['$ref'] = `#/definitions/${name}`
    } else if (key === 'properties' && isObject(value)) {
      result['properties'] = Object.fromEntries(
        Object.entries(value).map(([name, property]) => [name, toJsonSchema(property, note)]),
      )
    } else if (['allOf', 'anyOf', 'oneOf'].includes(key) && Array.isArray(value)) {
      result[key] = (value as readonly Json[]).map((item) => toJsonSchema(item, note))
    } else if (['items', 'additionalProperties', 'not'].includes(key)) {
      result[key] = toJsonSchema(value, note)
    } else {
      result[key] = value
    }
  }
  return schema['nullable'] === true ? orNull(result) : result
}

function orNull(schema: Readonly<Record<string, Json>>): Json {
  const { type, enum: allowed } = schema
  if (typeof type !== 'string') return { anyOf: [schema, { type: 'null' }] }
  return {
    ...schema,
    type: [type, 'null'],
    ...(Array.isArray(allowed) && !allowed.includes(null)
      ? { enum: [...(allowed as readonly Json[]), null] }
      : {}),
  }
}

function cut(description: JsonObject): JsonObject {
  const wanted: string[] = []
  const note = (name: string) => {
    if (!wanted.includes(name)) wanted.push(name)
  }
  const answers: Record<string, Record<string, Json>> = {}
  for (const operation of operations) {
    const [method = '', path = ''] = operation.split(' ')
    const responses = member(description, 'paths', path, method.toLowerCase(), 'responses')
    if (!isObject(responses)) throw new Error(`GitHub's description has no ${operation}`)
    const byStatus: Record<string, Json> = {}
    for (const [status, response] of Object.entries(responses)) {
      const reference = member(response, '$ref')
      const resolved =
        typeof reference === 'string' ? member(description, ...reference.slice(2).split('/')) : response
      const schema = member(resolved, 'content', 'application/json', 'schema')
      byStatus[status] = schema === undefined ? null : toJsonSchema(schema, note)
    }
    answers[operation] = byStatus
  }
  const definitions: Record<string, Json> = {}
  for (const name of wanted) {
    const schema = member(description, 'components', 'schemas', name)
    if (schema === undefined) throw new Error(`GitHub's description has no schema ${name}`)
    definitions[name] = toJsonSchema(schema, note)
  }
  return { answers, definitions }
}

function main(givenFolder: string | undefined): void {
  const installed =
    givenFolder === undefined ? installDescription() : { folder: givenFolder, remove: () => undefined }
  try {
    const version = member(readObject(join(installed.folder, 'package.json')), 'version') ?? null
    const description = readObject(join(installed.folder, 'generated', 'api.github.com.json'))
    mkdirSync(outputFolder, { recursive: true })
    const result = {
      source: `${packageName}@${typeof version === 'string' ? version : ''} api.github.com.json`,
      ...cut(description),
    }
    const text = `${JSON.stringify(result, null, 1)}\n`
    writeFileSync(join(outputFolder, 'github.json'), text)
    copyFileSync(join(installed.folder, 'LICENSE'), join(outputFolder, 'LICENSE'))
    console.log(`${operations.length} operations, ${Math.round(text.length / 1000)} kB`)
  } finally {
    installed.remove()
  }
}

main(process.argv[2])
