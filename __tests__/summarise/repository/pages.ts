/** Reports whose pages are compared with the committed ones in fixtures/summarise-repository/. */
import type { RepositoryFacts } from '../../../src/summarise/repository/facts.ts'
import { gatherRepository } from '../../../src/summarise/repository/gather.ts'
import { measureReport, measureRepository } from '../../../src/summarise/repository/measure.ts'
import { defaultMaxBytes, renderRepositories } from '../../../src/summarise/repository/render.ts'
import type {
  RepositoryReport,
  UnreadRepository,
} from '../../../src/summarise/repository/repository-report.ts'
import { aRepository, dayMs, nowMs } from '../../support/builders.ts'
import { aFakeRepository, type FakeRepository } from '../../support/fake-github.ts'
import { busyRepository, worldOf } from './support.ts'

const days = 30
export const period = { sinceMs: nowMs - days * dayMs, nowMs }

/** What gathering reads of a repository in memory. */
export const factsOf = (repository: FakeRepository, repositoriesLeft = 1): Promise<RepositoryFacts> =>
  gatherRepository(worldOf([repository], { tempFolder: '' }), {
    repository,
    sinceMs: period.sinceMs,
    apiReserve: 0.2,
    repositoriesLeft,
  })

export interface ReportSpec {
  readonly unread?: readonly UnreadRepository[]
  readonly rates?: ReadonlyMap<string, number>
}

export const reportOfFacts = (facts: readonly RepositoryFacts[], spec: ReportSpec = {}): RepositoryReport =>
  measureReport({
    period,
    days,
    repositories: facts.map((each) =>
      measureRepository(each, { period, rates: spec.rates ?? new Map(), maxRows: 20_000 }),
    ),
    unread: spec.unread ?? [],
    notices: [],
    apiCalls: facts.reduce((sum, { apiCalls }) => sum + apiCalls, 0),
  })

export const pageOfReport = (report: RepositoryReport, maxBytes = defaultMaxBytes): string =>
  renderRepositories(report, maxBytes)

/** Nothing could be read of it but its name. */
export const nothingRead: RepositoryFacts = {
  repository: aRepository(),
  runs: null,
  artifacts: null,
  branches: { defaultBranch: 'main', existingRefs: null, closedHeads: new Set() },
  sampled: null,
  notices: ['Health of the workflows is missing: the token lacks "actions: read".'],
  apiCalls: 2,
}

/** By the name of the golden page. */
export const reports: Readonly<Record<string, () => Promise<RepositoryReport>>> = {
  busy: async () =>
    reportOfFacts([await factsOf(busyRepository({ runs: 900, artifacts: 1400 }))], {
      rates: new Map([['ubuntu-latest', 0.006]]),
    }),
  several: async () =>
    reportOfFacts(
      [
        await factsOf(busyRepository({ runs: 120, artifacts: 90 }), 3),
        await factsOf(busyRepository({ runs: 60, artifacts: 300, name: 'web', id: 2 }), 2),
        await factsOf(aFakeRepository({ name: 'empty', id: 3 })),
      ],
      { unread: [{ repository: 'octo/secret', reason: 'Could not read the repository: 404 Not Found.' }] },
    ),
  empty: async () => reportOfFacts([await factsOf(aFakeRepository())]),
  forbidden: async () => reportOfFacts([nothingRead]),
}
