import type { RepositoryLine, RepositoryList } from '../inputs.ts'
import { isOwner } from '../text/addresses.ts'
import { splitLines } from '../text/lists.ts'
import { Malformed, parseEach } from '../text/malformed.ts'
import { parsePattern, splitExclude } from '../text/patterns.ts'

const valid = 'Write owner/name or owner/*, such as octo-org/octo-repo'

/**
 * Parses `repository` where it is a list: `owner/name`, `owner/*` and other patterns of the name, with `!`. GitHub
 * does not tell case apart in names of repositories, so neither do the patterns. Throws Malformed.
 */
export function parseRepositories(text: string): RepositoryList {
  const lines = parseEach(splitLines(text), (line) => {
    const { isExclude, body } = splitExclude(line)
    return { isExclude, line: parseLine(body) }
  })
  const pick = (wanted: boolean): readonly RepositoryLine[] =>
    lines.filter(({ isExclude }) => isExclude === wanted).map(({ line }) => line)
  if (pick(false).length === 0)
    throw new Malformed([
      { value: text, reason: 'only excludes, and names no repository to begin with', valid },
    ])
  return { includes: pick(false), excludes: pick(true) }
}

function parseLine(body: string): RepositoryLine {
  const slash = body.indexOf('/')
  const owner = body.slice(0, slash)
  const name = body.slice(slash + 1)
  const fail = (reason: string): Malformed => new Malformed([{ value: body, reason, valid }])
  if (slash <= 0 || name === '' || body.includes('://')) throw fail('is no repository')
  if (!isOwner(owner)) throw fail('has no plain owner: wildcards are for the name only')
  const folded = parsePattern(name.toLowerCase(), { crossesSlash: false })
  // What stands for itself must be a name that GitHub allows; patterns may hold more.
  const isPossible = folded.isLiteral ? /^[a-z0-9._-]+$/.test(folded.source) : !name.includes('/')
  if (!isPossible) throw fail('is no repository')
  return {
    owner,
    name: {
      source: folded.isLiteral ? name : folded.source,
      isLiteral: folded.isLiteral,
      matches: (value) => folded.matches(value.toLowerCase()),
    },
  }
}
