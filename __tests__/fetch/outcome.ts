/** Outcomes of a fetch, without a fetch: what rendering is about. */
import type { Downloaded } from '../../src/fetch/execute-download.ts'
import { identityOf, type Findings, type RunDecision, type TakenRun } from '../../src/fetch/findings.ts'
import { planFetch } from '../../src/fetch/plan.ts'
import type { PublishedFile } from '../../src/fetch/plan-publish.ts'
import type { Outcome } from '../../src/fetch/outcome.ts'
import type { Artifact, Run } from '../../src/model.ts'
import { nowMs, octoApp } from '../support/builders.ts'
import type { With } from '../support/step.ts'
import { ask } from './world.ts'

export const noFindings: Findings = {
  taken: [],
  runDecisions: [],
  artifactDecisions: [],
  missing: [],
  notes: [],
  nearestNames: [],
  distance: null,
  producers: [],
}

export const takenOf = (
  run: Run,
  artifacts: readonly Artifact[],
  fields: Partial<TakenRun> = {},
): TakenRun => ({
  repository: octoApp,
  identity: identityOf(run),
  run,
  isCurrent: false,
  isFork: false,
  artifacts: artifacts.map((artifact) => ({ artifact, via: 'api' })),
  jobs: [],
  ...fields,
})

export const passedOver = (run: Run, test: RunDecision['test'], reason: string): RunDecision => ({
  repository: octoApp,
  identity: identityOf(run),
  isTaken: false,
  test,
  reason,
})

export const takenDecision = (run: Run): RunDecision => ({ ...passedOver(run, '', ''), isTaken: true })

/** What becomes of findings under these inputs, before a download. */
export function outcomeOf(step: With, findings: Partial<Findings>, fields: Partial<Outcome> = {}): Outcome {
  const { inputs, request } = ask(step)
  const plan = planFetch(inputs, request, { findings: { ...noFindings, ...findings }, platform: 'linux' })
  return {
    inputs,
    plan,
    pullRequest: null,
    downloaded: null,
    failure: plan.failure,
    nowMs,
    requestCount: 3,
    ...fields,
  }
}

/** A download of everything that an outcome planned: one file an artifact. */
export function downloadedOf({ plan }: Outcome, fields: Partial<Downloaded> = {}): Downloaded {
  const planned = plan?.artifacts ?? []
  const files = planned.map(({ artifact, run, folder }): PublishedFile => ({
    publish: {
      targetPath: `${folder}/file`,
      isExecutable: false,
      file: {
        kind: 'file',
        path: 'file',
        stagedPath: '',
        sizeBytes: 5,
        sha256: 'ab'.repeat(32),
        isExecutable: false,
        linkTarget: '',
      },
    },
    item: {
      archive: { kind: 'zip', files: [], emptyFolders: [], digestState: 'verified', actualDigest: null },
      id: artifact.id,
      createdAtMs: artifact.createdAtMs,
      name: artifact.name,
      runId: run.identity.id,
      folder,
      fileName: null,
      isUntrusted: false,
    },
  }))
  return {
    files,
    bytes: files.length * 5,
    artifacts: planned.map(({ artifact, run, folder }) => ({
      id: artifact.id,
      name: artifact.name,
      sizeBytes: artifact.sizeBytes,
      digest: artifact.digest,
      digestState: 'verified',
      runId: run.identity.id,
      folder,
    })),
    stats: { downloadedBytes: 2000, requests: 2, retries: 0, elapsedMs: 1000 },
    manifestPath: '/temp/manifest.json',
    goneLogs: [],
    droppedCount: 0,
    renamedCount: 0,
    warnings: [],
    failure: null,
    ...fields,
  }
}
