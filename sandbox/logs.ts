import type { Attempt } from './world.ts'
import type { ZipFiles } from './zip.ts'

/** Files of a run's log archive: one for each job that ran, named and numbered as GitHub does. */
export function runLogFiles(attempt: Attempt): ZipFiles {
  const files: Record<string, string> = {}
  attempt.jobs.forEach((job, index) => {
    if (job.log === null) return
    const text = typeof job.log === 'string' ? job.log : job.log()
    files[`${index}_${safeName(job.name)}.txt`] = text
  })
  return files
}

/** Names lose slashes and colons and are cut to 90 UTF-16 units. */
const longestName = 90
const safeName = (name: string): string => name.replace(/[/:]/g, '').slice(0, longestName)
