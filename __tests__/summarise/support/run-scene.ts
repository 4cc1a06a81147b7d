/** Scenes of summaries: the jobs of a run as a table, and `needs` as a workflow hands it over. */
import { addJob, addRun, type JobOptions } from '../../../sandbox/build.ts'
import { ago } from '../../../sandbox/clock.ts'
import type { Job, JobConclusion, Run } from '../../../sandbox/world.ts'
import type { Scene, SceneStep } from '../../support/scene.ts'

/** A conclusion, or `running`, `queued`. */
export type State = JobConclusion | 'running' | 'queued'

/** Adds jobs to a run: by name, how each of them ended. */
export function addJobs(run: Run, states: Readonly<Record<string, State>>, options: JobOptions = {}): Job[] {
  return Object.entries(states).map(([name, state]) =>
    addJob(run, name, {
      ...(state === 'running'
        ? { status: 'in_progress' as const }
        : state === 'queued'
          ? { status: 'queued' as const }
          : { status: 'completed' as const, conclusion: state }),
      ...options,
    }),
  )
}

/** The context `needs` of these results by id. */
export const needsOf = (results: Readonly<Record<string, string>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(results).map(([id, result]) => [id, { result, outputs: {} }]))

/** Inputs and contexts of a step that is given `needs`. */
export const withNeeds = (
  results: Readonly<Record<string, string>>,
  inputs: Readonly<Record<string, string>> = {},
) =>
  [
    { mode: 'summarise', needs: '${{ toJSON(needs) }}', baseline: 'off', ...inputs },
    { contexts: { needs: needsOf(results) }, token: readOnly },
  ] as const

/** What the README asks for. */
export const readOnly = { permissions: { actions: 'read' } } as const

/** A step without `needs`. */
export const alone = (inputs: Readonly<Record<string, string>> = {}) =>
  [{ mode: 'summarise', baseline: 'off', ...inputs }, { token: readOnly }] as const

/** Successful runs of the default branch, an hour apart, each of one job that takes so many seconds. */
export function addBaseline({ workflow, sandbox }: Scene, seconds: readonly number[], name = 'build'): Run[] {
  return seconds.map((each, index) => {
    const run = addRun(workflow, {
      createdAt: ago(sandbox.world, { hours: seconds.length - index + 1 }),
      durationMs: (each + 10) * 1000,
    })
    addJob(run, name, { startedAt: run.createdAt + 5000, completedAt: run.createdAt + each * 1000 })
    return run
  })
}

export const namesOf = (result: SceneStep, output: string): unknown =>
  JSON.parse(result.outputs[output] ?? '')
export const errorsOf = (result: SceneStep): readonly string[] =>
  result.annotations.filter(({ level }) => level === 'error').map(({ message }) => message)
export const noticesOf = (result: SceneStep): readonly string[] =>
  result.annotations.filter(({ level }) => level === 'notice').map(({ message }) => message)
