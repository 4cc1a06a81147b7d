import type { Account, World } from './world.ts'

/** The account of that login, made when it is new. */
export function account(world: World, login: string, type: Account['type'] = 'User'): Account {
  const known = world.accounts.get(login.toLowerCase())
  if (known !== undefined) return known
  const made: Account = { id: world.nextId('account'), login, type }
  world.accounts.set(login.toLowerCase(), made)
  return made
}
