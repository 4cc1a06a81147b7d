import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Every file below a folder with its text, by its path with `/`. A folder that does not exist is empty. */
export function treeOf(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {}
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8')]),
  )
}
