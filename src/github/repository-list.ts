import { ApiError, isMissing, type ApiErrorKind } from '../errors.ts'
import type { GitHub } from '../world.ts'
import type { Call, Connection } from './connection.ts'
import { decodeListPage, decodeOne } from './decode.ts'
import { textAt } from './decode-json.ts'
import { decodeRepository } from './decode-repositories.ts'
import { subjectOf } from './subject.ts'

/** The most that a page of the API holds. */
const pageSize = 100

/** The answers to "who am I" of a token that is no user's. */
const anonymousKinds: readonly ApiErrorKind[] = ['permission', 'unauthorized', 'not-found']

/** Where the repositories of an owner are listed. */
type Place = 'organization' | 'token-user' | 'other-user'

const routes: Readonly<Record<Place, string>> = {
  organization: 'GET /orgs/{owner}/repos',
  // Only here does the API show private repositories of a user, and only to that user's own token.
  'token-user': 'GET /user/repos?affiliation=owner',
  'other-user': 'GET /users/{owner}/repos',
}

/**
 * Repositories of an organisation or a user. The API has a list for each kind of owner and does not say which one
 * an owner is but by 404; each owner is found out once.
 */
export function createRepositoryList({ reader }: Connection): GitHub['listRepositories'] {
  const readPage = reader(decodeListPage('repositories', decodeRepository))
  const readLogin = reader(decodeOne('the user', (json) => textAt(json, 'login')))
  const places = new Map<string, Place>()

  const call = (owner: string, place: Place, page: number): Call => ({
    subject: subjectOf.listRepositories(owner),
    route: routes[place],
    parameters: { ...(place === 'token-user' ? {} : { owner }), per_page: pageSize, page },
  })

  const isTokenOf = async (owner: string): Promise<boolean> => {
    try {
      const login = await readLogin({
        subject: subjectOf.listRepositories(owner),
        route: 'GET /user',
        parameters: {},
      })
      return login.toLowerCase() === owner.toLowerCase()
    } catch (error) {
      // A job's own token and the token of an app's installation are nobody's, and get a 403.
      if (error instanceof ApiError && anonymousKinds.includes(error.kind)) return false
      throw error
    }
  }

  return async (owner, page) => {
    const known = places.get(owner)
    if (known !== undefined) return readPage(call(owner, known, page))
    try {
      const first = await readPage(call(owner, 'organization', page))
      places.set(owner, 'organization')
      return first
    } catch (error) {
      if (!isMissing(error)) throw error
    }
    const place = (await isTokenOf(owner)) ? 'token-user' : 'other-user'
    places.set(owner, place)
    return readPage(call(owner, place, page))
  }
}
