import type { JsonNode } from './parse-tree.ts'

export type Position = { readonly line: number; readonly column: number }

/** Line and column of an offset, both from 1; columns count UTF-16 units. */
export function positionAt(text: string, offset: number): Position {
  let line = 1
  let start = 0
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', start)) {
    line++
    start = end + 1
  }
  return { line, column: offset - start + 1 }
}

/** Where the value at a path stands: its key for a member, itself for a list item; the nearest ancestor when the path leads nowhere. */
export function offsetOf(root: JsonNode, path: readonly (string | number)[]): number {
  let node = root
  let offset = root.start
  for (const part of path) {
    const member = node.members?.findLast(({ key }) => key === part)
    const next = member?.node ?? (typeof part === 'number' ? node.items?.[part] : undefined)
    if (next === undefined) return offset
    offset = member?.keyStart ?? next.start
    node = next
  }
  return offset
}

/** The node at a path, if there is one; of a key that stands twice, the last, which is the one that counts. */
export function nodeAt(root: JsonNode, path: readonly (string | number)[]): JsonNode | undefined {
  let node: JsonNode | undefined = root
  for (const part of path) node = typeof part === 'number' ? node?.items?.[part] : node?.members?.findLast(({ key }) => key === part)?.node
  return node
}

export type Duplicate = { readonly path: readonly (string | number)[]; readonly offset: number }

/** Keys that stand twice in one object, at most a hundred, each at its second place. */
export function findDuplicates(root: JsonNode): Duplicate[] {
  const found: Duplicate[] = []
  const open: { node: JsonNode; path: readonly (string | number)[] }[] = [{ node: root, path: [] }]
  for (let next = open.pop(); next !== undefined && found.length < 100; next = open.pop()) {
    const { node, path } = next
    const seen = new Set<string>()
    for (const member of node.members ?? []) {
      if (seen.has(member.key)) found.push({ path: [...path, member.key], offset: member.keyStart })
      seen.add(member.key)
      open.push({ node: member.node, path: [...path, member.key] })
    }
    for (const [index, item] of (node.items ?? []).entries()) open.push({ node: item, path: [...path, index] })
  }
  return found.sort((a, b) => a.offset - b.offset)
}
