/** Writes the files of a report where later steps of the job find them. */
import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Contents by file name. */
export type ReportFiles = Readonly<Record<string, string>>

/**
 * Writes the files into `<temp>/actions-steward/<folder>/` and returns their absolute paths, by file name. Each file
 * is whole or not there. Throws what the file system throws.
 */
export async function writeReport(
  tempFolder: string,
  folder: string,
  files: ReportFiles,
): Promise<ReadonlyMap<string, string>> {
  const target = path.resolve(tempFolder, 'actions-steward', folder)
  await mkdir(target, { recursive: true })
  const written = new Map<string, string>()
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(target, name)
    await writeFile(`${file}.part`, content)
    await rename(`${file}.part`, file)
    written.set(name, file)
  }
  return written
}
