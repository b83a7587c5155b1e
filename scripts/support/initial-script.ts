import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Bytes (gzip) of the module that the built page names and of everything that it imports without being asked to. */
export function initialScriptBytes(folder: string): number {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const seen = new Set<string>()
  const queue = [...page.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map((match) => match[1]!)
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const text = readFileSync(join(folder, 'assets', name), 'utf8')
    for (const match of text.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[^"'()]*?from\s*)?["']\.\/([^"']+\.js)["']/g))
      queue.push(match[1]!)
  }
  return [...seen].reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, 'assets', name))).length, 0)
}
