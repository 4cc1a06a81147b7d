/** Pages of a list one after the other, also while it shrinks. */
import { pageSize } from '../listing.ts'
import type { Page } from '../world.ts'

/** So often a list is gone back in; one that shrinks all the time is read as well as it can be. */
const maxStepsBack = 5

export interface PageReader<T> {
  /**
   * One request for the next page. When items were deleted meanwhile, those behind them have moved forward, past the
   * place where the next page begins: then it gives nothing and goes back, so that items come again and none is left
   * out. Throws ApiError.
   */
  next(): Promise<Page<T>>
  /** The number of the page that was read last; 0 before the first. */
  page(): number
}

/** Reads pages by number, from 1. */
export function readPages<T>(fetchPage: (page: number) => Promise<Page<T>>): PageReader<T> {
  let page = 0
  let total: number | null = null
  let stepsBack = 0
  return {
    page: () => page,
    next: async () => {
      const read = await fetchPage(page + 1)
      const movedBy = total === null || read.totalCount === null ? 0 : total - read.totalCount
      total = read.totalCount
      if (page === 0 || movedBy <= 0 || stepsBack >= maxStepsBack) {
        page += 1
        return read
      }
      stepsBack += 1
      page = Math.max(0, page - Math.ceil(movedBy / pageSize))
      return { items: [], totalCount: read.totalCount, hasNext: true }
    },
  }
}
