/** A step that is cancelled: gone within two seconds, and nothing half-written, whatever it was doing. */
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { addArtifact, addRun } from '../../sandbox/build.ts'
import type { FaultMatch } from '../../sandbox/faults.ts'
import { outputNames } from '../../src/outputs.ts'
import { errorsOf, fetchStep, outOf } from '../fetch/bundle.ts'
import { treeOf, type Scene, type SceneStep } from '../support/scene.ts'
import { useScenes } from '../support/scenes.ts'

const open = useScenes()

interface Cancelled {
  readonly result: SceneStep
  /** From the signal to the end of the process. */
  readonly tookMs: number
}

/** Sends the signal a moment after the nth request of a kind came in. */
async function cancelAt(
  scene: Scene,
  inputs: Parameters<typeof fetchStep>[1],
  { match, signal = 'SIGTERM' }: { readonly match: FaultMatch; readonly signal?: NodeJS.Signals },
): Promise<Cancelled> {
  let pid = 0
  let sentAt = 0
  scene.sandbox.faults.push({
    match: { ...match, times: 1 },
    do: {
      before: () => {
        // Once the answer is on its way.
        setTimeout(() => {
          sentAt = performance.now()
          process.kill(pid, signal)
        }, 300)
      },
    },
  })
  const result = await fetchStep(scene, inputs, {
    onStart: (started) => {
      pid = started
    },
  })
  expect(sentAt).toBeGreaterThan(0)
  return { result, tookMs: performance.now() - sentAt }
}

/** No staging folder, beside path or in it. */
function expectNoStaging({ workspace }: SceneStep): void {
  const places = [dirname(workspace), workspace, join(workspace, 'out')]
  const names = places.flatMap((place) => {
    try {
      return readdirSync(place)
    } catch {
      return []
    }
  })
  expect(names.filter((name) => name.includes('staging'))).toEqual([])
}

function expectCancelled({ result, tookMs }: Cancelled): void {
  expect(tookMs).toBeLessThan(2000)
  expect(result.exitCode).toBe(1)
  expect(errorsOf(result)).toEqual([expect.stringContaining('Cancelled')])
  expect(Object.keys(result.outputs).toSorted()).toEqual([...outputNames].toSorted())
  expect(result.outputs).toMatchObject({ found: 'false', 'file-count': '0' })
  expect(result.outputs['error-message']).toContain('Cancelled')
  expectNoStaging(result)
}

describe('during a slow download', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('%s', async (signal) => {
    const scene = await open({ bytesPerSecond: { blob: 200_000 } })
    const run = addRun(scene.workflow)
    for (const name of ['a', 'b', 'c']) addArtifact(run, name, { sizeBytes: 8_000_000 })
    const cancelled = await cancelAt(
      scene,
      { 'run-id': String(run.id) },
      { match: { origin: 'blob', nth: 2 }, signal },
    )
    expectCancelled(cancelled)
    expect(outOf(cancelled.result)).toEqual({})
  })

  test('of a blob host that says nothing', async () => {
    const scene = await open()
    const run = addRun(scene.workflow)
    addArtifact(run, 'a', { sizeBytes: 2_000_000 })
    scene.sandbox.faults.push({ match: { origin: 'blob' }, do: { hangAfterBytes: 1000 } })
    const cancelled = await cancelAt(
      scene,
      { 'run-id': String(run.id) },
      { match: { origin: 'blob', nth: 1 } },
    )
    expectCancelled(cancelled)
    expect(outOf(cancelled.result)).toEqual({})
  })
})

describe('while it looks', () => {
  test('at an API that says nothing', async () => {
    const scene = await open()
    const run = addRun(scene.workflow)
    scene.sandbox.faults.push({
      match: { origin: 'api', path: /\/runs\/\d+\/artifacts/ },
      do: { hangAfterBytes: 'before-answer' },
    })
    const match = { origin: 'api', path: /\/runs\/\d+\/artifacts/ } as const
    expectCancelled(await cancelAt(scene, { 'run-id': String(run.id) }, { match }))
  })

  test('between two polls', async () => {
    const scene = await open()
    addRun(scene.workflow, { status: 'in_progress' })
    const match = { origin: 'api', path: /\/runs\?/, nth: 2 } as const
    const inputs = { branch: 'main', name: 'a', wait: '10min', workflow: 'ci.yml' }
    expectCancelled(await cancelAt(scene, inputs, { match }))
  })

  test('between two retries', async () => {
    const scene = await open()
    addRun(scene.workflow)
    scene.sandbox.faults.push({ match: { origin: 'api' }, do: { status: 503 } })
    const match = { origin: 'api', nth: 2 } as const
    expectCancelled(await cancelAt(scene, { branch: 'main', name: 'a' }, { match }))
  })
})

test('what was in path stays as it was', async () => {
  const scene = await open({ bytesPerSecond: { blob: 100_000 } })
  const run = addRun(scene.workflow)
  addArtifact(run, 'small', { files: { 'a.txt': 'new' } })
  const first = await fetchStep(scene, { 'run-id': String(run.id), layout: 'flat' })
  expect(outOf(first)).toEqual({ 'a.txt': 'new' })
  addArtifact(run, 'large', { sizeBytes: 4_000_000 })
  const match = { origin: 'blob', nth: 2 } as const
  const inputs = { 'run-id': String(run.id), layout: 'flat', path: join(first.workspace, 'out') }
  const cancelled = await cancelAt(scene, inputs, { match })
  expectCancelled(cancelled)
  expect(treeOf(first.workspace)).toEqual({ 'out/a.txt': 'new' })
})
