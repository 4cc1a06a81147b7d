/** What the end-to-end tests of fetch share: a step of this mode, and what came of it. */
import { join } from 'node:path'
import { addArtifact } from '../../sandbox/build.ts'
import type { LoggedRequest } from '../../sandbox/request-log.ts'
import type { Artifact, Run } from '../../sandbox/world.ts'
import type { With } from '../support/step.ts'
import { treeOf, type Scene, type SceneStep, type StepOptions } from '../support/scene.ts'

/** Runs a step of `mode: fetch` that writes to `out` in its workspace. */
export const fetchStep = ({ step }: Scene, inputs: With, options: StepOptions = {}): Promise<SceneStep> =>
  step({ mode: 'fetch', path: 'out', ...inputs }, options)

/** The files below `path`. */
export const outOf = ({ workspace }: SceneStep): Record<string, string> => treeOf(join(workspace, 'out'))

/** The messages of error annotations. */
export const errorsOf = ({ annotations }: SceneStep): readonly string[] =>
  annotations.filter(({ level }) => level === 'error').map(({ message }) => message)

/** An artifact whose one file says of which run it is. */
export const addMarked = (
  run: Run,
  name: string,
  label: string,
  options: Parameters<typeof addArtifact>[2] = {},
): Artifact => addArtifact(run, name, { files: { 'who.txt': label }, ...options })

export interface Counted {
  readonly result: SceneStep
  /** Requests of this step to the API, in their order. */
  readonly requests: readonly LoggedRequest[]
}

/** A step, and the requests to the API that it took. */
export async function countRequests(scene: Scene, work: () => Promise<SceneStep>): Promise<Counted> {
  const before = scene.sandbox.requests.length
  const result = await work()
  return {
    result,
    requests: scene.sandbox.requests.slice(before).filter(({ origin }) => origin === 'api'),
  }
}

/** The log without workflow commands: what a reader sees. */
export const visibleLog = ({ log }: SceneStep): string => log.replaceAll(/^::.*\n?/gm, '')
