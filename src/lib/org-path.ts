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
