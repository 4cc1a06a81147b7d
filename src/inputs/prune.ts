import type { KeepRules, PruneInputs, PruneTarget, RepositoryLine, RepositoryList } from '../inputs.ts'
import type { RepositoryRef } from '../model.ts'
import { orList } from '../text/choice.ts'
import type { Context } from '../world.ts'
import { currentRepository, readCommon } from './common.ts'
import type { Reader } from './reader.ts'
import type { InputRow, Scope } from './row.ts'
import { complainAboutRunNumbers, complainAboutUrls, readSelectors } from './selectors.ts'
import { repositoriesRow, rows } from './table.ts'

/** Reads the inputs of prune and complains about a policy that is empty or contradicts itself. */
export function readPrune(reader: Reader, targets: readonly PruneTarget[], scope: Scope): PruneInputs {
  const inputs: PruneInputs = {
    mode: 'prune',
    targets,
    ...readCommon(reader, scope),
    repositories: readRepositories(reader, scope.context),
    dryRun: reader.read(rows.dryRun) ?? true,
    selectors: readSelectors(reader),
    groupBy: reader.read(rows.groupBy),
    keep: readKeepRules(reader),
    keepNone: reader.read(rows.keep) === 'none',
    protectName: reader.read(rows.protectName),
    protectBranch: reader.read(rows.protectBranch),
    protectTagged: reader.read(rows.protectTagged),
    protectOpenPrs: reader.read(rows.protectOpenPrs),
    maxTotalSizeBytes: reader.read(rows.maxTotalSize),
    maxDeletions: reader.readDefaulted(rows.maxDeletions),
    maxDeletePercent: reader.readDefaulted(rows.maxDeletePercent),
    expectPlan: reader.read(rows.expectPlan),
    onError: reader.readDefaulted(rows.onError),
    cancelStaleMs: reader.read(rows.cancelStale),
    timezone: reader.readDefaulted(rows.timezone),
  }
  if (reader.isSet(rows.runId) || reader.isSet(rows.artifactId)) complainAboutIds(reader, inputs)
  else complainAboutPolicy(reader, inputs)
  complainAboutScope(reader, inputs)
  return inputs
}

/** The repositories that `repository` names, or the one of the step. */
export function readRepositories(reader: Reader, context: Context): RepositoryList {
  const list = reader.read(repositoriesRow)
  if (list !== null) return list
  const { owner, name } = currentRepository(reader, context)
  const only = {
    source: name,
    isLiteral: true,
    matches: (value: string) => value.toLowerCase() === name.toLowerCase(),
  }
  return { includes: [{ owner, name: only }], excludes: [] }
}

/** Whether a list can only ever name one repository. */
export const isOneRepository = ({ includes }: RepositoryList): boolean =>
  includes.length === 1 && includes.every(({ name }) => name.isLiteral)

/** Whether a list takes a repository; excludes win. */
export function takesRepository({ includes, excludes }: RepositoryList, repository: RepositoryRef): boolean {
  const isMeant = (line: RepositoryLine): boolean => namesRepository(line, repository)
  return includes.some(isMeant) && !excludes.some(isMeant)
}

/** Whether one line, its `!` aside, stands for a repository. */
export const namesRepository = ({ owner, name }: RepositoryLine, repository: RepositoryRef): boolean =>
  owner.toLowerCase() === repository.owner.toLowerCase() && name.matches(repository.name)

const readKeepRules = (reader: Reader): KeepRules => ({
  withinMs: reader.read(rows.keepWithin),
  last: reader.read(rows.keepLast),
  lastSuccessful: reader.read(rows.keepLastSuccessful),
  daily: reader.read(rows.keepDaily),
  weekly: reader.read(rows.keepWeekly),
  monthly: reader.read(rows.keepMonthly),
})

/** The keep rules that are written, malformed ones too: what is meant to keep must not make a policy look empty. */
function writtenKeepRules(reader: Reader, { keep }: PruneInputs): readonly InputRow<unknown>[] {
  const others = [rows.keepWithin, rows.keepLast, rows.keepDaily, rows.keepWeekly, rows.keepMonthly]
  // Its 0 is how the default is turned off, and keeps nothing.
  const isOff = keep.lastSuccessful === 0
  return [...others, ...(isOff ? [] : [rows.keepLastSuccessful])].filter((row) => reader.isSet(row))
}

/** Ids say exactly what goes. */
function complainAboutIds(reader: Reader, inputs: PruneInputs): void {
  const { repositories, selectors, targets } = inputs
  const address = reader.isSet(rows.runId) ? rows.runId : rows.artifactId
  const idle = [
    ...writtenKeepRules(reader, inputs),
    ...[rows.maxTotalSize, rows.groupBy, rows.cancelStale].filter((row) => reader.isSet(row)),
    // 100% turns the breaker off, which ids do as well.
    ...(reader.isSet(rows.maxDeletePercent) && inputs.maxDeletePercent !== 1 ? [rows.maxDeletePercent] : []),
  ]
  for (const row of idle)
    reader.complain(
      row,
      `It has no say where ${address.name} names exactly what goes. Remove one of the two.`,
    )
  const others = targets.filter((target) => target !== 'artifacts')
  if (!reader.isSet(rows.runId) && others.length > 0)
    reader.complain(
      rows.artifactId,
      `It names artifacts, but no ${orList(others)}. Remove them from target, or name them with run-id.`,
    )
  const addresses = [...(selectors.runIds ?? []), ...(selectors.artifactIds ?? [])]
  if (!isOneRepository(repositories) && addresses.some(({ repository }) => repository === null))
    reader.complain(
      address,
      'An id is of one repository, but repository may name several. Write URLs instead.',
    )
  complainAboutUrls(reader, selectors, (repository) => takesRepository(repositories, repository))
}

/** Without ids, rules must say what stays. */
function complainAboutPolicy(reader: Reader, inputs: PruneInputs): void {
  const rules = writtenKeepRules(reader, inputs)
  const isNone = reader.isSet(rows.keep)
  const isBudget = reader.isSet(rows.maxTotalSize)
  if (inputs.keepNone && rules.length > 0)
    reader.complain(
      rows.keep,
      `none says that no rule keeps anything, but ${rules.map(({ name }) => name).join(', ')} does. Remove one of the two.`,
    )
  if (isNone || rules.length > 0) return
  if (!isBudget && !reader.isSet(rows.cancelStale))
    reader.complain(
      rows.keep,
      'The policy is empty: without a rule, everything would go. Say what to keep (keep-within: 30d, keep-last: 5), ' +
        'how much may stay (max-total-size: 2GB) or what goes (run-id, artifact-id), or write keep: none.',
    )
  const others = inputs.targets.filter((target) => target !== 'artifacts')
  if (isBudget && others.length > 0)
    reader.complain(
      rows.maxTotalSize,
      `It bounds artifacts only, so that all ${orList(others)} would go. Add a rule for them (keep-within: 90d), or write keep: none.`,
    )
}

function complainAboutScope(reader: Reader, inputs: PruneInputs): void {
  const { groupBy, keep, selectors, targets } = inputs
  if (groupBy?.includes('name') === true && !targets.includes('artifacts'))
    reader.complain(
      rows.groupBy,
      `It groups by name, which ${orList(targets)} have not. Write workflow,branch, or add artifacts to target.`,
    )
  if (keep.withinMs !== null && selectors.newerThanMs !== null && selectors.newerThanMs <= keep.withinMs)
    reader.complain(
      rows.newerThan,
      `Everything newer than ${reader.textOf(rows.newerThan)} is kept by keep-within: ${reader.textOf(rows.keepWithin)}. ` +
        'Make newer-than the longer one.',
    )
  complainAboutRunNumbers(reader, selectors, false)
}
