/** Joins names from `Root` down to `Root/Sports/Baseball`. A `/` or `\` inside a name is written `\/` or `\\`, so the path can be split again. */
export function joinOrgPath(names: readonly string[]): string {
  return names.map(escapeOrgPathName).join('/')
}

/** One name as it stands in a path. */
export function escapeOrgPathName(name: string): string {
  return name.replace(/[\\/]/g, '\\$&')
}

/** The names of a path, unescaped: the inverse of `joinOrgPath`. */
export function splitOrgPath(path: string): string[] {
  const names: string[] = []
  let name = ''
  for (let at = 0; at < path.length; at++) {
    const char = path[at]!
    if (char === '\\' && at + 1 < path.length) name += path[++at]!
    else if (char === '/') {
      names.push(name)
      name = ''
    } else name += char
  }
  return [...names, name]
}

/** Where an account sits, in ids. `parentId` is a root or an OU; `pathIds` has the form of `aws:PrincipalOrgPaths`, `o-…/r-…/ou-…/`. */
export type PlacementIds = { readonly parentId: string; readonly pathIds: string }

/**
 * Reads `Account.Paths[0]`, which unlike `aws:PrincipalOrgPaths` ends with the account id. Answers null for anything else, so that a form we
 * do not know is treated as absent and never as a place.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
 */
export function placementOfAccountPath(path: string | undefined, accountId: string): PlacementIds | null {
  const match = path === undefined ? null : accountPathPattern.exec(path)
  if (match?.groups === undefined || match.groups['account'] !== accountId) return null
  const pathIds = match.groups['above'] ?? ''
  const parentId = pathIds.split('/').at(-2)
  return parentId === undefined ? null : { parentId, pathIds }
}

const accountPathPattern = /^(?<above>o-[a-z0-9]{10,32}\/r-[0-9a-z]{4,32}\/(?:ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}\/)*)(?<account>\d{12})\/$/
