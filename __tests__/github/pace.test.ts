import { describe, expect, test } from '@jest/globals'
import { createPace } from '../../src/github/pace.ts'
import { fakeClock } from '../support/fake-clock.ts'
import { fakeLog } from '../support/fake-log.ts'

function pacing(hasLimits = true) {
  const clock = fakeClock(0)
  const log = fakeLog()
  const controller = new AbortController()
  const pace = createPace({ clock, log, signal: controller.signal, hasLimits: () => hasLimits })
  const startsOf = async (count: number): Promise<number[]> => {
    const starts: number[] = []
    for (let index = 0; index < count; index += 1) {
      await pace.nextWrite()
      starts.push(clock.now())
    }
    return starts
  }
  return { clock, log, controller, pace, startsOf }
}

test('writes start 0.4 s apart, the first at once', async () => {
  expect(await pacing().startsOf(4)).toEqual([0, 400, 800, 1200])
})

test('writes that ask at the same time get different turns', async () => {
  const { clock, pace } = pacing()
  const starts = await Promise.all([1, 2, 3].map(() => pace.nextWrite().then(() => clock.now())))
  expect(starts).toEqual([0, 400, 800])
})

test('time that passes anyway is not waited for again', async () => {
  const { clock, startsOf } = pacing()
  await startsOf(1)
  clock.advance(5000)
  expect(await startsOf(2)).toEqual([5000, 5400])
})

test('150 a minute stay below the 180 that GitHub allows', async () => {
  const starts = await pacing().startsOf(400)
  const inAMinute = starts.map(
    (start) => starts.filter((each) => each >= start && each < start + 60_000).length,
  )
  expect(Math.max(...inAMinute)).toBe(150)
})

test('after a secondary limit writes start a second apart', async () => {
  const { pace, startsOf } = pacing()
  await startsOf(2)
  pace.slowDown()
  // The next turn was given out already.
  expect(await startsOf(3)).toEqual([800, 1800, 2800])
})

describe('a pause', () => {
  test('holds reads and writes', async () => {
    const { clock, pace, startsOf } = pacing()
    pace.pause(60_000)
    await pace.nextRead()
    expect(clock.now()).toBe(60_000)
    expect(await startsOf(2)).toEqual([60_000, 60_400])
  })

  test('does not let all that waited go at once', async () => {
    const { clock, pace } = pacing()
    await pace.nextWrite()
    pace.pause(10_000)
    const starts = await Promise.all([1, 2, 3].map(() => pace.nextWrite().then(() => clock.now())))
    expect(starts).toEqual([10_000, 10_400, 10_800])
  })

  test('that begins while a write waits for its turn comes first', async () => {
    const { clock, pace } = pacing()
    await pace.nextWrite()
    const waiting = pace.nextWrite()
    pace.pause(10_000)
    await waiting
    expect(clock.now()).toBeGreaterThanOrEqual(10_000)
  })

  test('is as long as the longest asked for', async () => {
    const { clock, pace } = pacing()
    pace.pause(9000)
    pace.pause(2000)
    await pace.nextRead()
    expect(clock.now()).toBe(9000)
  })

  test('none: reads go at once', async () => {
    const { clock, pace } = pacing()
    await pace.nextRead()
    expect(clock.sleeps).toEqual([])
  })
})

describe('points', () => {
  /** When each of so many reads goes out, ten at a time, 20 ms each. */
  const readsOf = async ({ clock, pace }: ReturnType<typeof pacing>, count: number): Promise<number[]> => {
    const starts: number[] = []
    while (starts.length < count) {
      await Promise.all(
        Array.from({ length: 10 }, async () => {
          await pace.nextRead()
          starts.push(clock.now())
        }),
      )
      clock.advance(20)
    }
    return starts
  }
  const mostInAMinute = (starts: readonly { readonly at: number; readonly points: number }[]): number =>
    Math.max(
      ...starts.map(({ at }) =>
        starts
          .filter((each) => each.at >= at && each.at < at + 60_000)
          .reduce((sum, { points }) => sum + points, 0),
      ),
    )

  test('reads stay below the 900 that GitHub allows a minute, and are not slowed down before', async () => {
    const scene = pacing()
    const starts = await readsOf(scene, 2000)
    expect(starts[849]).toBe(84 * 20)
    expect(mostInAMinute(starts.map((at) => ({ at, points: 1 })))).toBe(850)
    expect(starts.at(-1)).toBeLessThan(125_000)
    expect(scene.log.lines).toEqual([
      expect.stringMatching(/Waiting 59 s, then going on/),
      expect.stringMatching(/Waiting \d+ s, then going on/),
    ])
  })

  test('writes after many reads wait for the points that those took', async () => {
    const scene = pacing()
    const reads = (await readsOf(scene, 600)).map((at) => ({ at, points: 1 }))
    const writes: { at: number; points: number }[] = []
    for (let index = 0; index < 300; index += 1) {
      await scene.pace.nextWrite()
      writes.push({ at: scene.clock.now(), points: 5 })
    }
    expect(mostInAMinute([...reads, ...writes])).toBeLessThanOrEqual(850)
    for (const [index, { at }] of writes.slice(1).entries())
      expect(at - (writes[index]?.at ?? 0)).toBeGreaterThanOrEqual(400)
  })

  test('400 deletions at their pace never wait for points', async () => {
    const { clock, pace } = pacing()
    for (let index = 0; index < 400; index += 1) {
      await pace.nextWrite()
    }
    expect(clock.now()).toBe(399 * 400)
  })

  test('a server without limits has none', async () => {
    const scene = pacing(false)
    await readsOf(scene, 3000)
    expect(scene.clock.sleeps).toEqual([])
  })
})

test('a cancelled step does not wait', async () => {
  const { controller, pace, startsOf } = pacing()
  await startsOf(1)
  controller.abort(new Error('cancelled'))
  await expect(pace.nextWrite()).rejects.toThrow('cancelled')
})
