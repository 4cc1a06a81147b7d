import { describe, expect, test } from '@jest/globals'
import { createPace } from '../../src/github/pace.ts'
import { fakeClock } from '../support/fake-clock.ts'

function pacing() {
  const clock = fakeClock(0)
  const controller = new AbortController()
  const pace = createPace(clock, controller.signal)
  const startsOf = async (count: number): Promise<number[]> => {
    const starts: number[] = []
    for (let index = 0; index < count; index += 1) {
      await pace.nextWrite()
      starts.push(clock.now())
    }
    return starts
  }
  return { clock, controller, pace, startsOf }
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
    await pace.ready()
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
    await pace.ready()
    expect(clock.now()).toBe(9000)
  })

  test('none: reads go at once', async () => {
    const { clock, pace } = pacing()
    await pace.ready()
    expect(clock.sleeps).toEqual([])
  })
})

test('a cancelled step does not wait', async () => {
  const { controller, pace, startsOf } = pacing()
  await startsOf(1)
  controller.abort(new Error('cancelled'))
  await expect(pace.nextWrite()).rejects.toThrow('cancelled')
})
