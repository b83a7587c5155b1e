/**
 * The fewest patterns that cover the same OUs: a path below a chosen `…/*` goes, and `…/` beside its own `…/*` goes. `*` after the slash
 * covers the OU itself and everything below it (PERIM-7), so children need not be listed.
 */
export function compressOrgPaths(paths: readonly string[]): string[] {
  const unique = [...new Set(paths)].toSorted()
  const subtrees = unique.filter((path) => path.endsWith('*')).map((path) => path.slice(0, -1))
  return unique.filter((path) => {
    const base = path.endsWith('*') ? path.slice(0, -1) : path
    return !subtrees.some((subtree) => base.startsWith(subtree) && (base !== subtree || !path.endsWith('*')))
  })
}
