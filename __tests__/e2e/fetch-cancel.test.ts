/** A step that is cancelled: gone within two seconds, and nothing half-written, whatever it was doing. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { addArtifact, addJob, addRun } from '../../sandbox/build.ts'
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

describe('with very many files', () => {
  const folderCount = 20
  const names = Array.from({ length: 30_000 }, (_, index) => `d${index % folderCount}/f${index}.txt`)
  const files = Object.fromEntries(names.map((name) => [name, `new ${name}`]))

  /** Sends SIGTERM as soon as something can be seen in the workspace. */
  async function cancelWhen(
    scene: Scene,
    { workspace, isTime }: { readonly workspace: string; readonly isTime: () => boolean },
  ): Promise<Cancelled> {
    const run = addRun(scene.workflow)
    addArtifact(run, 'many', { files })
    let sentAt = 0
    let timer: NodeJS.Timeout | undefined
    const result = await fetchStep(
      scene,
      { 'run-id': String(run.id), name: 'many', path: join(workspace, 'out') },
      {
        env: { GITHUB_WORKSPACE: workspace },
        onStart: (pid) => {
          timer = setInterval(() => {
            if (sentAt > 0 || !isTime()) return
            sentAt = performance.now()
            process.kill(pid, 'SIGTERM')
          }, 5)
        },
      },
    )
    clearInterval(timer)
    expect(sentAt).toBeGreaterThan(0)
    return { result: { ...result, workspace }, tookMs: performance.now() - sentAt }
  }
  const workspaceOf = async ({ sandbox, current }: Scene): Promise<string> =>
    (await sandbox.env({ run: current }))['GITHUB_WORKSPACE'] ?? ''

  test('while they are unpacked', async () => {
    const scene = await open()
    const workspace = await workspaceOf(scene)
    const isTime = (): boolean =>
      readdirSync(workspace)
        .filter((name) => name.includes('staging'))
        .some((name) => readdirSync(join(workspace, name)).length > 0)
    expectCancelled(await cancelWhen(scene, { workspace, isTime }))
    expect(treeOf(workspace)).toEqual({})
  })

  test('while they are published: each file is the old one or the new one', async () => {
    const scene = await open()
    const workspace = await workspaceOf(scene)
    const out = join(workspace, 'out')
    for (let index = 0; index < folderCount; index += 1)
      mkdirSync(join(out, `d${index}`), { recursive: true })
    for (const name of names) writeFileSync(join(out, name), 'old')
    const isTime = (): boolean => readFileSync(join(out, 'd0/f0.txt'), 'utf8') !== 'old'
    expectCancelled(await cancelWhen(scene, { workspace, isTime }))
    const tree = treeOf(out)
    expect(Object.keys(tree)).toHaveLength(names.length)
    const others = Object.entries(tree).filter(([name, text]) => text !== 'old' && text !== files[name])
    expect(others).toEqual([])
    expect(Object.values(tree)).toContain('old')
  })
})

describe('in the other ways to fetch', () => {
  test.each([
    ['the list of a run’s artifacts', {}, /\/runs\/\d+\/artifacts/],
    ['the address of an artifact', {}, /\/artifacts\/\d+\/zip/],
    ['the list of jobs', { target: 'jobs' }, /\/runs\/\d+\/jobs/],
    ['the address of a log', { target: 'logs' }, /\/jobs\/\d+\/logs/],
  ])('at an API that says nothing: %s', async (_name, inputs, path) => {
    const scene = await open()
    const run = addRun(scene.workflow)
    addArtifact(run, 'a', { files: { 'a.txt': 'a' } })
    addJob(run, 'build', { log: 'built' })
    const match = { origin: 'api', path } as const
    scene.sandbox.faults.push({ match, do: { hangAfterBytes: 'before-answer' } })
    const cancelled = await cancelAt(scene, { 'run-id': String(run.id), ...inputs }, { match })
    expectCancelled(cancelled)
    expect(outOf(cancelled.result)).toEqual({})
  })

  test('at a results service that says nothing', async () => {
    const scene = await open()
    addArtifact(scene.current, 'a', { files: { 'a.txt': 'a' } })
    const match = { origin: 'results' } as const
    scene.sandbox.faults.push({ match, do: { hangAfterBytes: 'before-answer' } })
    expectCancelled(await cancelAt(scene, {}, { match }))
  })

  test('while logs come slowly', async () => {
    const scene = await open({ bytesPerSecond: { blob: 1000 } })
    const run = addRun(scene.workflow)
    for (const name of ['build', 'test']) addJob(run, name, { log: 'line\n'.repeat(10_000) })
    const match = { origin: 'blob', nth: 2 } as const
    const cancelled = await cancelAt(scene, { target: 'logs', 'run-id': String(run.id) }, { match })
    expectCancelled(cancelled)
    expect(outOf(cancelled.result)).toEqual({})
  })
})
