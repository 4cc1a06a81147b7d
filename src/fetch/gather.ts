/** Everything that a fetch has to find out before it decides: where it looks, and how long. */
import type { FetchInputs } from '../inputs.ts'
import type { World } from '../world.ts'
import type { Findings } from './findings.ts'
import { gatherArtifacts, gatherRuns } from './gather-by-id.ts'
import { gatherCurrent } from './gather-current.ts'
import { maxRunPages } from './gather-runs.ts'
import { search } from './gather-search.ts'
import { createSettledRuns } from './gather-settled.ts'
import { waitFor } from './gather-wait.ts'
import type { FetchRequest } from './plan-request.ts'

/** Looks for what is asked for, and waits for it where `wait` says so. Throws UserError. */
export async function gather(world: World, inputs: FetchInputs, request: FetchRequest): Promise<Findings> {
  const { ask } = request
  switch (ask.kind) {
    case 'artifacts':
      // An id is given to an artifact that exists: there is nothing to wait for.
      return gatherArtifacts(world, request, ask.addresses)
    case 'runs':
      return waitFor(world, request, ({ isLast }) =>
        gatherRuns(world, request, { addresses: ask.addresses, isLast }),
      )
    case 'current': {
      const current = { repository: ask.repository, runId: ask.runId, hasToken: inputs.token !== '' }
      return waitFor(world, request, ({ isLast }) => gatherCurrent(world, request, { ...current, isLast }))
    }
    case 'search': {
      const settled = createSettledRuns()
      return waitFor(world, request, ({ isFirst, isLast, maxPages }) =>
        search(world, request, {
          repository: ask.repository,
          isWaiting: !isFirst,
          isLast,
          maxPages: maxPages ?? maxRunPages,
          settled,
        }),
      )
    }
  }
}
