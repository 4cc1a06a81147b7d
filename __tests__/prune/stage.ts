/** What the end-to-end tests of prune build in a sandbox, and how they look at what became of it. */
import { readFileSync } from 'node:fs'
import { expect } from '@jest/globals'
import { addArtifact, addRun, type RunOptions } from '../../sandbox/build.ts'
import { ago } from '../../sandbox/clock.ts'
import type { ArtifactOptions } from '../../sandbox/make-artifact.ts'
import type { LoggedRequest } from '../../sandbox/request-log.ts'
import type { Sandbox } from '../../sandbox/server.ts'
import type { Artifact, Repository, Run, Workflow } from '../../sandbox/world.ts'
import type { StepResult } from '../../sandbox/runner.ts'
import type { Scene } from '../support/scene.ts'

/** A run of so many days ago, on `topic` unless something else is said. */
export const runOf = (workflow: Workflow, days: number, options: RunOptions = {}): Run =>
  addRun(workflow, {
    createdAt: ago(workflow.repository.world, { days }),
    ...(options.pull === undefined ? { branch: 'topic' } : {}),
    ...options,
  })

/** An artifact of a run of its own, of so many days ago. */
export const artifactOf = (
  workflow: Workflow,
  days: number,
  options: RunOptions & { readonly artifact?: ArtifactOptions & { readonly name?: string } } = {},
): Artifact => {
  const { artifact = {}, ...run } = options
  return addArtifact(runOf(workflow, days, run), artifact.name ?? 'app', {
    sizeBytes: 1000,
    ...artifact,
  })
}

/** One artifact `app` on `topic` of each of those ages. */
export const agedArtifacts = (workflow: Workflow, days: readonly number[]): readonly Artifact[] =>
  days.map((age) => artifactOf(workflow, age))

export const artifactIds = ({ artifacts }: Repository): readonly number[] =>
  artifacts
    .list()
    .map(({ id }) => id)
    .sort((a, b) => a - b)

export const runIds = ({ runs }: Repository): readonly number[] =>
  runs
    .list()
    .map(({ id }) => id)
    .sort((a, b) => a - b)

export const idsOf = (things: readonly { readonly id: number }[]): readonly number[] =>
  things.map(({ id }) => id).sort((a, b) => a - b)

/** Requests that change something, in their order. */
export const writesOf = (sandbox: Sandbox): readonly LoggedRequest[] =>
  sandbox.requests.filter(({ origin, method }) => origin === 'api' && method !== 'GET')

/** The ids at the ends of the paths of the DELETEs, in their order. */
export const deletedIds = (sandbox: Sandbox): readonly number[] =>
  sandbox.requestsOf({ origin: 'api', method: 'DELETE' }).map(({ path }) =>
    Number(
      path
        .replace(/\/logs$/, '')
        .split('/')
        .at(-1),
    ),
  )

export const errorsOf = ({ annotations }: StepResult): readonly string[] =>
  annotations.filter(({ level }) => level === 'error').map(({ message }) => message)

export const noticesOf = ({ annotations }: StepResult): readonly string[] =>
  annotations.filter(({ level }) => level === 'notice').map(({ message }) => message)

export interface PlanFile {
  readonly hash: string
  readonly dryRun: boolean
  readonly repositories: readonly {
    readonly id: number
    readonly name: string
    readonly items: readonly {
      readonly kind: string
      readonly id: number
      readonly fate: string
      readonly reasons: readonly string[]
      readonly outcome?: string
    }[]
  }[]
}

export const planOf = ({ outputs }: StepResult): PlanFile =>
  JSON.parse(readFileSync(outputs['plan'] ?? '', 'utf8')) as PlanFile

/** The numbers of a real run add up, whatever became of it. */
export function expectSum({ outputs }: StepResult): void {
  const number = (name: string): number => Number(outputs[name])
  expect(number('candidates')).toBe(
    number('deleted') + number('gone') + number('failed') + number('remaining'),
  )
}

/** A clean-up that is done for real, with the inputs that most tests have. */
export const real = (inputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  mode: 'prune',
  'dry-run': 'false',
  'max-delete-percent': '100%',
  ...inputs,
})

/** What a dry run of these inputs would delete, by id, and what it says. */
export async function plannedBy(
  { step }: Scene,
  inputs: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const result = await step({ mode: 'prune', ...inputs })
  expect(errorsOf(result)).toEqual([])
  return planOf(result)
    .repositories.flatMap(({ items }) => items)
    .filter(({ fate }) => fate === 'delete' || fate === 'later')
    .map(({ kind, id }) => `${kind} ${id}`)
    .sort()
}
