import { test, expect } from '@jest/globals'
import { ganttChart } from '../../src/text/mermaid.ts'
import { tasksOf } from '../support/mermaid.ts'

test('probe', async () => {
  const code = ganttChart([{ mark: '✅', label: 'title x: a;b #35; %%{init: {}}%% <b>', bars: [
    { mark: '⏳', label: 'call me(): a', style: 'done', startMs: 1780000000000, endMs: 1780000000000 },
    { mark: '✅', label: '', style: 'crit', startMs: 1780000000000, endMs: 1780000005000 } ] }])
  console.log(code)
  console.log(await tasksOf(code))
})
