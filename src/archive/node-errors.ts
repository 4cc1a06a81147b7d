/** The code of an error of Node (`ENOSPC`); empty when it has none. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : ''

/** What an error says, whatever was thrown. */
export const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
    ? error.message
    : String(error)

/** What was thrown if it is an Error, else an Error about it. */
export const errorOf = (thrown: unknown): Error =>
  isError(thrown) ? thrown : new Error(messageOf(thrown), { cause: thrown })

/** By its shape: what Node throws is of another realm than the code of a test. */
const isError = (value: unknown): value is Error =>
  typeof value === 'object' && value !== null && 'message' in value && 'stack' in value
