/** The plan file on disk. */
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { UserError } from '../errors.ts'
import type { World } from '../world.ts'
import { decodePlan, planDocument, type PlanDocumentOptions } from './plan-document.ts'
import { isPlanHash, type Expectation } from './plan-expect.ts'
import type { Plan } from './plan.ts'

/** Enough of a hash to recognise it. */
const shortHashLength = 12

/**
 * Writes a plan below `$RUNNER_TEMP/actions-steward` and returns its path: the same for one plan each time, and
 * another for each step, so that what one step looked at is not replaced by what the next one did.
 */
export async function writePlan(plan: Plan, options: PlanDocumentOptions, world: World): Promise<string> {
  const folder = path.join(world.context.tempFolder, 'actions-steward')
  const moment = new Date(plan.nowMs).toISOString().replaceAll(/[-:.]/g, '')
  const file = path.join(folder, `prune-plan-${moment}-${plan.hash.slice(0, shortHashLength)}.json`)
  const unfinished = `${file}.part`
  try {
    await mkdir(folder, { recursive: true })
    await pipeline(Readable.from(inChunks(planDocument(plan, options))), createWriteStream(unfinished))
    await rename(unfinished, file)
  } catch (error) {
    throw new UserError(`Could not write the plan to ${file}: ${textOf(error)}`, {
      hint: 'Nothing is deleted that is not in a plan. Check the free space and the rights of the runner’s temporary folder.',
      cause: error,
    })
  }
  return file
}

/** Pieces that are written at once: each is an item, of some hundred bytes. Larger chunks outlive their use on the heap. */
const chunkPieces = 50

function* inChunks(pieces: Iterable<string>): Generator<Buffer> {
  let chunk: string[] = []
  for (const piece of pieces) {
    chunk.push(piece)
    if (chunk.length < chunkPieces) continue
    yield Buffer.from(chunk.join(''))
    chunk = []
  }
  yield Buffer.from(chunk.join(''))
}

/** What `expect-plan` asks for: a hash, or what the file says. Throws UserError when the file is no plan. */
export async function readExpectation(expectPlan: string): Promise<Expectation> {
  if (isPlanHash(expectPlan)) return { kind: 'hash', hash: expectPlan }
  const hint = 'expect-plan takes the output plan-hash of a dry run, or the path of its plan file.'
  let text: string
  try {
    text = await readFile(expectPlan, 'utf8')
  } catch (error) {
    throw new UserError(`Could not read the plan ${expectPlan}: ${textOf(error)}`, { hint, cause: error })
  }
  const plan = decodePlan(text)
  if (plan === null) throw new UserError(`${expectPlan} is no plan of this action.`, { hint })
  return { kind: 'file', plan }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
