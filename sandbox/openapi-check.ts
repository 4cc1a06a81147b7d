import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import addFormatsModule from 'ajv-formats'
import { readFileSync } from 'node:fs'
import type { Operation } from './operations.ts'

/** Schemas by name and answers by operation and status, as scripts/openapi.ts cut them. */
interface Description {
  readonly source: string
  readonly answers: Readonly<Record<string, Readonly<Record<string, object | null>>>>
  readonly definitions: Readonly<Record<string, object>>
}

/**
 * Where GitHub's description is known to be wrong: GitHub answers null for the repository of a deleted fork.
 * (Requests have a known hole too: `created` is described as one moment and takes ranges.)
 */
const nullableInFact = [
  ['workflow-run', 'head_repository'],
  ['pull-request', 'head', 'repo'],
  ['pull-request-simple', 'head', 'repo'],
] as const

/** What any operation may answer, described or not: a renamed repository, nothing new, and errors. */
const isAlwaysAllowed = (status: number): boolean => status === 301 || status === 304 || status >= 400

export interface Violation {
  readonly operation: Operation
  readonly status: number
  readonly problem: string
}

export type OpenApiCheck = (operation: Operation, status: number, json: unknown) => Violation | null

let shared: OpenApiCheck | null = null

/** The check of answers against GitHub's OpenAPI description; schemas are compiled when first needed. */
export function openApiCheck(): OpenApiCheck {
  return (shared ??= createCheck())
}

function createCheck(): OpenApiCheck {
  const file = new URL('openapi/github.json', import.meta.url)
  const description = JSON.parse(readFileSync(file, 'utf8')) as Description
  for (const path of nullableInFact) allowNull(description, path)
  const ajv = new Ajv({ strict: false, allErrors: false })
  // ajv-formats is CommonJS with a default export that Node's and TypeScript's views of it disagree on.
  const addFormats = addFormatsModule as unknown as (target: Ajv) => void
  addFormats(ajv)
  ajv.addSchema({ $id: 'github', definitions: description.definitions })
  const compiled = new Map<string, ValidateFunction>()
  const validatorOf = (key: string, schema: object): ValidateFunction => {
    let validate = compiled.get(key)
    if (validate === undefined) {
      validate = ajv.compile(pointingTo('github', schema) as object)
      compiled.set(key, validate)
    }
    return validate
  }
  return (operation, status, json) => {
    const answers = description.answers[operation] ?? {}
    const described = answers[String(status)]
    const violation = (problem: string): Violation => ({ operation, status, problem })
    if (described === undefined && !isAlwaysAllowed(status)) {
      return violation('a status that the description does not have')
    }
    if (described === null || (described === undefined && json === undefined)) {
      return json === undefined ? null : violation('a body where the description has none')
    }
    const schema = described ?? { $ref: '#/definitions/basic-error' }
    const validate = validatorOf(described === undefined ? 'error' : `${operation} ${status}`, schema)
    if (validate(json)) return null
    const [error] = validate.errors ?? []
    return violation(`${error?.instancePath ?? ''} ${error?.message ?? 'is wrong'}`)
  }
}

function allowNull(description: Description, path: readonly string[]): void {
  const [name = '', ...members] = path
  let parent = description.definitions[name] as Record<string, unknown>
  const last = members.at(-1) ?? ''
  for (const member of members.slice(0, -1)) {
    parent = (parent['properties'] as Record<string, unknown>)[member] as Record<string, unknown>
  }
  const properties = parent['properties'] as Record<string, unknown>
  properties[last] = { anyOf: [properties[last], { type: 'null' }] }
}

/** Makes the references of an answer's schema point into the document of definitions. */
function pointingTo(document: string, schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map((item) => pointingTo(document, item))
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? `${document}${value}` : pointingTo(document, value),
    ]),
  )
}
