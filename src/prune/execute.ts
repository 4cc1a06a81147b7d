/** Prune: deletes what a retention policy does not keep, or says what it would delete. */
import { explain, UserError } from '../errors.ts'
import type { PruneInputs } from '../inputs.ts'
import type { Repository, RepositoryRef } from '../model.ts'
import type { Failure, Report } from '../report.ts'
import { countOf, formatBytes } from '../text/format.ts'
import type { Context, World } from '../world.ts'
import { applyPlan } from './apply.ts'
import { describeItem } from './describe.ts'
import { gather, type GatherRequest } from './gather.ts'
import { gatherNamed } from './gather-named.ts'
import { affordable } from './gather-quota.ts'
import { readNamedRepositories, readRepositories, type Repositories } from './gather-repositories.ts'
import type { Applied } from './outcome.ts'
import { sweepAfterReading } from './heap.ts'
import { differences, type Expectation } from './plan-expect.ts'
import { planOf, type Plan } from './plan.ts'
import { decide, type RepositoryDecision } from './policy.ts'
import { policyOf, type Policy } from './policy-rules.ts'
import { funnelLines } from './render-funnel.ts'
import { reportOf } from './render-report.ts'
import { outcomesByDecision } from './render.ts'
import { readExpectation, writePlan } from './store.ts'

/**
 * Runs the mode. Throws UserError and ApiError for what fails before the plan stands; from then on everything that
 * happens is in the report.
 */
export async function runPrune(inputs: PruneInputs, world: World): Promise<Report> {
  const policy = policyOf(inputs)
  const expectation = inputs.expectPlan === null ? null : await readExpectation(inputs.expectPlan)
  const nowMs = world.clock.now()
  const repositories = await repositoriesOf(inputs, policy, world)
  const plan = planOf(await decideAll(repositories.chosen, { inputs, policy, nowMs }, world), {
    nowMs,
    targets: inputs.targets,
    maxDeletions: inputs.maxDeletions,
  })
  const scene: Scene = { inputs, policy, plan, repositories, expectation, world }
  const planPath = await writePlan(plan, { isDryRun: inputs.dryRun, outcomeOf: null }, world)
  logPlan(scene, planPath)

  const refusal = refusalOf(scene)
  const isApplied = !inputs.dryRun && refusal === null
  const applied = isApplied
    ? await applyPlan({ plan, apiReserve: inputs.apiReserve, isExact: expectation !== null }, world)
    : null
  if (applied !== null) await recordOutcomes(scene, applied)
  if (applied?.stop?.kind === 'error') logStack(applied.stop.error, world)
  world.log.info(`${countOf(world.github.requestCount(), 'API call')}.`)
  return reportOf({
    inputs,
    policy,
    plan,
    archived: repositories.archived,
    planPath,
    refusal,
    applied,
    context: world.context,
    requestCount: world.github.requestCount(),
  })
}

interface Scene {
  readonly inputs: PruneInputs
  readonly policy: Policy
  readonly plan: Plan
  readonly repositories: Repositories
  readonly expectation: Expectation | null
  readonly world: World
}

function repositoriesOf(inputs: PruneInputs, policy: Policy, world: World): Promise<Repositories> {
  const canAfford = affordable(world.github, inputs.apiReserve)
  return policy.kind === 'named'
    ? readNamedRepositories(inputs, world)
    : readRepositories(inputs.repositories, world.github, canAfford)
}

/** One after the other: the quota is one, and a repository that cannot be decided on stops all, before any deletion. */
async function decideAll(
  repositories: readonly Repository[],
  { inputs, policy, nowMs }: Pick<Scene, 'inputs' | 'policy'> & Pick<Plan, 'nowMs'>,
  world: World,
): Promise<readonly RepositoryDecision[]> {
  const { context } = world
  const decisions: RepositoryDecision[] = []
  for (const repository of repositories) {
    world.signal.throwIfAborted()
    const request: GatherRequest = {
      policy,
      nowMs,
      apiReserve: inputs.apiReserve,
      currentRunId: isOwn(repository, context) ? context.runId : null,
    }
    const read = policy.kind === 'named' ? gatherNamed : gather
    const inventory = await read(repository, request, world)
    sweepAfterReading(inventory)
    decisions.push(decide(inventory, policy))
  }
  return decisions
}

/** Whether a repository is the one that this step runs in. Ids decide where the runner says them. */
function isOwn({ id, owner, name }: Repository, context: Context): boolean {
  if (context.repositoryId !== null) return context.repositoryId === id
  return (
    context.repository?.owner.toLowerCase() === owner.toLowerCase() &&
    context.repository.name.toLowerCase() === name.toLowerCase()
  )
}

function logPlan({ plan, inputs, repositories, world }: Scene, planPath: string): void {
  for (const { owner, name } of repositories.archived)
    world.log.info(`${owner}/${name} is archived: nothing in it can be deleted. Skipped.`)
  for (const repository of plan.repositories) {
    world.log.info(`${nameOf(repository.inventory.repository)}:`)
    for (const what of repository.inventory.missing)
      world.log.info(`  ${what} is not there (any more), or not visible to the token.`)
    for (const { label, count, bytes, isTotal } of funnelLines(repository, plan))
      world.log.info(`  ${isTotal ? '' : '- '}${label}: ${countOf(count, 'item')} (${formatBytes(bytes)})`)
  }
  world.log.info(`Plan ${plan.hash}, with a reason for every item: ${planPath}`)
  if (inputs.dryRun) logDryRun(plan, world)
}

/** A log of more lines than this is not read; the plan file has all. */
const maxLoggedItems = 1000

function logDryRun({ repositories }: Plan, { log }: World): void {
  let left = maxLoggedItems
  for (const { deletions, inventory, stale } of repositories) {
    for (const { run, reason } of stale)
      log.info(`Would cancel run ${run.id} of ${nameOf(inventory.repository)}: ${reason}.`)
    for (const { item } of deletions.slice(0, left))
      log.info(`Would delete ${describeItem(item)} of ${nameOf(inventory.repository)}.`)
    left = Math.max(0, left - deletions.length)
  }
}

const nameOf = ({ owner, name }: RepositoryRef): string => `${owner}/${name}`

/** Why a real run must not begin; null when it may. */
function refusalOf({ plan, expectation }: Scene): Failure | null {
  if (expectation !== null) {
    const lines = differences(plan, expectation)
    if (lines.length > 0)
      return {
        message: ['The plan is not the one that expect-plan names.', ...lines].join('\n'),
        hint: 'What would be deleted has changed since. Look at a new dry run, and expect its plan.',
      }
  }
  const trips = plan.repositories.flatMap(({ breaker, inventory }) =>
    breaker === null ? [] : [`${nameOf(inventory.repository)}: ${breaker}`],
  )
  if (trips.length === 0) return null
  return {
    message: trips.join('\n'),
    hint: 'If that is what you want, raise max-delete-percent; else correct the policy. A dry run shows what would go.',
  }
}

/** The plan file becomes the record of what was done. It must not fail a clean-up that is over. */
async function recordOutcomes({ plan, world }: Scene, { outcomes }: Applied): Promise<void> {
  const byDecision = outcomesByDecision(outcomes)
  try {
    await writePlan(
      plan,
      { isDryRun: false, outcomeOf: (decision) => byDecision.get(decision) ?? null },
      world,
    )
  } catch (error) {
    world.log.warning(explain(error).message)
  }
}

function logStack(error: unknown, { log }: World): void {
  if (!(error instanceof UserError) && error instanceof Error) log.debug(error.stack ?? error.message)
}
