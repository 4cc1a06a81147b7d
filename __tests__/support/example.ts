/** The example workflows as tests use them: accepted by GitHub's own parser, and their steps that use this action. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'
import { parse } from 'yaml'
import { projectFolder } from '../../sandbox/runner.ts'

/** What the examples write before `@`: the owner is a placeholder until the action is published. */
const actionName = 'actions-steward/actions-steward'

export type Permissions = Readonly<Record<string, string>>

/** A step that uses this action. */
export interface ExampleStep {
  /** `build/report`: the job, and the step's id or name or place. */
  readonly title: string
  readonly id: string
  /** Folder of the action: empty, or `fetch`, `prune`, `summarise`. */
  readonly action: string
  readonly with: Readonly<Record<string, string>>
  /** Of its job; null where neither the job nor the workflow says. */
  readonly permissions: Permissions | null
  /** The jobs in `needs:` of its job. */
  readonly needs: readonly string[]
  /** Literal values of the job's matrix, the first of each. */
  readonly matrix: Readonly<Record<string, string>>
}

interface RawStep {
  readonly id?: string
  readonly name?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface RawJob {
  readonly if?: string
  readonly outputs?: Readonly<Record<string, string>>
  readonly permissions?: Permissions | string
  readonly needs?: string | readonly string[]
  readonly strategy?: { readonly matrix?: unknown }
  readonly steps?: readonly RawStep[]
}

export interface RawInput {
  readonly type?: string
  readonly default?: unknown
  readonly options?: readonly string[]
}

export interface RawWorkflow {
  readonly on: Readonly<
    Record<string, { readonly inputs?: Readonly<Record<string, RawInput>> } | null | undefined>
  >
  readonly permissions?: Permissions | string
  readonly jobs: Readonly<Record<string, RawJob>>
}

/** Every example, by its path below the project. */
export const exampleFiles = (): readonly string[] => yamlBelow('examples')

/** The project's own workflows, by their paths. */
export const workflowFiles = (): readonly string[] => yamlBelow('.github/workflows')

/** Paths have `/` on every system. */
const yamlBelow = (folder: string): readonly string[] =>
  readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => relative(projectFolder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()

export const readProjectFile = (file: string): string => readFileSync(join(projectFolder, file), 'utf8')

/** What GitHub's parser and its checks of the whole find wrong with a workflow; nothing when it is fine. */
export async function workflowErrors(name: string, content: string): Promise<readonly string[]> {
  const parsed = parseWorkflow({ name, content }, new NoOperationTraceWriter())
  if (parsed.value === undefined) return parsed.context.errors.getErrors().map(({ message }) => message)
  const template = await convertWorkflowTemplate(parsed.context, parsed.value)
  return [
    ...parsed.context.errors.getErrors().map(({ message }) => message),
    ...(template.errors ?? []).map(({ Message }) => Message),
  ]
}

/** The steps of a workflow that use this action, in their order. */
export function stewardSteps(workflow: RawWorkflow): readonly ExampleStep[] {
  return Object.entries(workflow.jobs).flatMap(([jobId, job]) =>
    (job.steps ?? []).flatMap((step, index) => {
      const action = actionOf(step.uses ?? '')
      if (action === null) return []
      const { permissions = workflow.permissions ?? null } = job
      return [
        {
          title: `${jobId}/${step.id ?? step.name ?? String(index + 1)}`,
          id: step.id ?? '',
          action,
          with: Object.fromEntries(
            Object.entries(step.with ?? {}).map(([name, value]) => [name, String(value)]),
          ),
          permissions: typeof permissions === 'string' ? {} : permissions,
          needs: [job.needs ?? []].flat(),
          matrix: firstOfMatrix(job.strategy?.matrix),
        },
      ]
    }),
  )
}

/** The folder in `uses:`, also of this very repository (`./fetch`); null for another action. */
function actionOf(uses: string): string | null {
  if (uses.startsWith('./') && !uses.startsWith('./.github/')) return uses.slice(2)
  const [name = '', version = ''] = uses.split('@')
  if (version === '' || (name !== actionName && !name.startsWith(`${actionName}/`))) return null
  return name.slice(actionName.length + 1)
}

function firstOfMatrix(matrix: unknown): Readonly<Record<string, string>> {
  if (typeof matrix !== 'object' || matrix === null) return {}
  return Object.fromEntries(
    Object.entries(matrix).flatMap(([key, values]) =>
      Array.isArray(values) && values.length > 0 ? [[key, String(values[0])] as const] : [],
    ),
  )
}

/** The steps of an example that use this action. */
export const stepsOf = (file: string): readonly ExampleStep[] =>
  stewardSteps(parse(readProjectFile(file)) as RawWorkflow)

/** The one step of an example, or the one of that id. Throws when there is none, or more than one. */
export function stepOf(file: string, id?: string): ExampleStep {
  const steps = stepsOf(file).filter((step) => id === undefined || step.id === id)
  const [only] = steps
  if (only === undefined || steps.length > 1) throw new Error(`${file} has ${steps.length} such steps`)
  return only
}
