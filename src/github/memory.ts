/** The values of the keys that were used last. */
export interface Memory<T> {
  get(key: string): T | undefined
  set(key: string, value: T): void
}

/** Keeps up to `capacity` values, and forgets the one that was not used for longest. */
export function createMemory<T>(capacity: number): Memory<T> {
  // A Map iterates in the order of insertion: what is used is put at its end.
  const values = new Map<string, T>()
  const put = (key: string, value: T): void => {
    values.delete(key)
    values.set(key, value)
  }
  return {
    get: (key) => {
      const value = values.get(key)
      if (value !== undefined) put(key, value)
      return value
    },
    set: (key, value) => {
      put(key, value)
      const [oldest] = values.keys()
      if (values.size > capacity && oldest !== undefined) values.delete(oldest)
    },
  }
}
