/** The plan file: every item with its fate and reasons, as JSON (docs/schemas/plan.schema.json), one item a line. */
import type { RepositoryDecision } from './policy.ts'
import type { Decision, Fate } from './policy-reasons.ts'
import type { ItemKind } from './items.ts'
import type { Plan, RepositoryPlan } from './plan.ts'

/** Of the file's format; a change that readers notice makes it a new one. */
export const planVersion = 1

/** What became of an item, once deleting has ended. */
export type PlanOutcome = 'deleted' | 'gone' | 'failed'

export interface PlanDocumentOptions {
  readonly isDryRun: boolean
  /** Null before anything is deleted. */
  readonly outcomeOf: ((decision: Decision) => PlanOutcome | null) | null
}

/** The document piece by piece: a large repository's is too long to be one text. */
export function* planDocument(plan: Plan, options: PlanDocumentOptions): Generator<string> {
  const head = {
    version: planVersion,
    createdAt: timestamp(plan.nowMs),
    dryRun: options.isDryRun,
    targets: plan.targets,
    maxDeletions: plan.maxDeletions,
    hash: plan.hash,
  }
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "repositories": [`
  for (const [index, repository] of plan.repositories.entries()) {
    yield index === 0 ? '\n' : ',\n'
    yield* repositoryDocument(repository, options)
  }
  yield '\n  ]\n}\n'
}

function* repositoryDocument(plan: RepositoryPlan, options: PlanDocumentOptions): Generator<string> {
  const { repository } = plan.inventory
  const head = {
    id: repository.id,
    name: `${repository.owner}/${repository.name}`,
    hash: plan.hash,
    scopeBytes: plan.scopeBytes,
    overBudget: plan.isOverBudget,
    breaker: plan.breaker,
    cancel: plan.stale.map(({ run, reason }) => ({ id: run.id, reason })),
  }
  yield `    ${JSON.stringify(head).slice(0, -1)},"items":[`
  const now = new Set(plan.deletions)
  for (const [index, decision] of plan.decisions.entries())
    yield `${index === 0 ? '' : ','}\n      ${JSON.stringify(itemDocument(decision, now.has(decision), options))}`
  yield plan.decisions.length === 0 ? ']}' : '\n    ]}'
}

/** Fates as the file has them: a candidate goes with this run, or later. */
type DocumentFate = Exclude<Fate, 'candidate'> | 'delete' | 'later'

function itemDocument(decision: Decision, isNow: boolean, { outcomeOf }: PlanDocumentOptions): object {
  const { item, fate, reasons } = decision
  const documentFate: DocumentFate = fate === 'candidate' ? (isNow ? 'delete' : 'later') : fate
  const outcome = outcomeOf?.(decision) ?? null
  return {
    kind: item.kind,
    id: item.id,
    ...(item.artifact === null ? {} : { name: item.artifact.name, sizeBytes: item.sizeBytes }),
    runId: item.runId,
    ...(item.run === null ? {} : { workflow: item.run.workflowPath }),
    branch: item.headBranch,
    createdAt: timestamp(item.timeMs),
    fate: documentFate,
    reasons: reasons.map(({ text }) => text),
    ...(outcome === null ? {} : { outcome }),
  }
}

const timestamp = (timeMs: number): string => new Date(timeMs).toISOString()

/** What a plan file says would be deleted: all that `expect-plan` asks of it. */
export interface ExpectedPlan {
  readonly targets: readonly string[]
  readonly repositories: readonly {
    readonly id: number
    readonly name: string
    readonly deletions: readonly ExpectedDeletion[]
  }[]
}

export interface ExpectedDeletion {
  readonly kind: ItemKind
  readonly id: number
  /** Of an artifact; empty else. */
  readonly name: string
}

/** Reads a plan file; null where a text is none that this version writes. */
export function decodePlan(text: string): ExpectedPlan | null {
  const plan = parseJson(text)
  if (!isRecord(plan) || plan['version'] !== planVersion) return null
  const { targets, repositories } = plan
  if (!Array.isArray(targets) || !Array.isArray(repositories)) return null
  const decoded = repositories.map(decodeRepository)
  const whole = decoded.filter((repository) => repository !== null)
  if (whole.length !== decoded.length || !targets.every((target) => typeof target === 'string')) return null
  return { targets, repositories: whole }
}

function decodeRepository(value: unknown): ExpectedPlan['repositories'][number] | null {
  if (!isRecord(value)) return null
  const { id, name, items } = value
  if (!isId(id) || typeof name !== 'string' || !Array.isArray(items)) return null
  const deletions: ExpectedDeletion[] = []
  for (const item of items) {
    const decoded = decodeItem(item)
    if (decoded === null) return null
    if (decoded.fate === 'delete') deletions.push(decoded)
  }
  return { id, name, deletions }
}

function decodeItem(item: unknown): (ExpectedDeletion & { readonly fate: string }) | null {
  if (!isRecord(item)) return null
  const { kind, id, name, fate } = item
  if (!isKind(kind) || !isId(id) || typeof fate !== 'string') return null
  return { kind, id, fate, name: typeof name === 'string' ? name : '' }
}

const isKind = (value: unknown): value is ItemKind =>
  value === 'artifact' || value === 'logs' || value === 'run'

const isId = (value: unknown): value is number => Number.isSafeInteger(value)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Whose decision an item of a file is, by kind and id. */
export function decisionsByKey({ decisions }: RepositoryDecision): ReadonlyMap<string, Decision> {
  return new Map(decisions.map((decision) => [`${decision.item.kind}:${decision.item.id}`, decision]))
}
