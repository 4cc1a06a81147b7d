import { UserError } from '../errors.ts'

/** One thing wrong with one written value. */
export interface Problem {
  /** What was written, as it was written. */
  readonly value: string
  /** Why it is refused: a clause that follows the quoted value, without a full stop. */
  readonly reason: string
  /** What would be right, with examples: a sentence without a full stop. */
  readonly valid: string
}

/** A text that its little language refuses. Holds every problem of it, not just the first. */
export class Malformed extends UserError {
  override readonly name = 'Malformed'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join('\n'))
    this.problems = problems
  }
}

/** Longest part of a bad value that a message quotes: a pasted file must not drown the other problems. */
const maxQuoted = 200

/** A value between quotes, on one line, cut where it is very long. */
export function quote(value: string): string {
  const line = value.replace(/\s+/g, ' ')
  return `"${line.length > maxQuoted ? `${line.slice(0, maxQuoted)}…` : line}"`
}

/** `"30" has no unit. Write a number and a unit, such as 30d.` */
export const describeProblem = ({ value, reason, valid }: Problem): string =>
  `${quote(value)} ${reason}.${valid === '' ? '' : ` ${valid}.`}`

/** Parses each text and collects what is wrong with any of them. Throws Malformed with all of it. */
export function parseEach<T>(texts: readonly string[], parse: (text: string) => T): readonly T[] {
  const problems: Problem[] = []
  const values = texts.flatMap((text) => {
    try {
      return [parse(text)]
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      problems.push(...error.problems)
      return []
    }
  })
  if (problems.length > 0) throw new Malformed(problems)
  return values
}
