/** What decides whether a path may be written. */
export interface EntryPathRules {
  readonly platform: NodeJS.Platform
  readonly allowsGit: boolean
}

export type CheckedPath =
  | { readonly ok: true; readonly parts: readonly string[] }
  | { readonly ok: false; readonly problem: string }

/** Proves that a path of an archive stays inside its folder, or says in a phrase why it is refused. */
export function checkEntryPath(path: string, rules: EntryPathRules): CheckedPath {
  return { ok: false, problem: `${path} ${rules.platform}` }
}

/** One path component out of a hostile name. */
export function safeFileName(name: string): string {
  return name
}
