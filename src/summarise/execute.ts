/** Summarise: a run, or repositories. */
import type { SummariseInputs } from '../inputs.ts'
import type { Report } from '../report.ts'
import type { World } from '../world.ts'

/** Runs the mode. Each target is loaded only when it is asked for. */
export async function runSummarise(inputs: SummariseInputs, world: World): Promise<Report> {
  switch (inputs.target) {
    case 'run':
      return (await import('./run/execute.ts')).summariseRun(inputs, world)
    case 'repository':
      return (await import('./repository/execute.ts')).summariseRepositories(inputs, world)
  }
}
