import type { NamedDocument } from '#iam/types.ts'

/** Condition keys and policy variables that documents refer to, sorted. */
export function contextKeysIn(documents: readonly NamedDocument[]): string[] {
  const keys = new Set<string>()
  for (const { document } of documents) {
    const text = typeof document === 'string' ? document : JSON.stringify(document)
    const { Statement: statements } = JSON.parse(text) as { Statement?: object | object[] }
    for (const statement of [statements ?? []].flat()) {
      const { Condition: condition = {} } = statement as { Condition?: Record<string, Record<string, unknown>> }
      for (const block of Object.values(condition)) for (const key of Object.keys(block)) keys.add(key)
    }
    for (const [, key] of text.matchAll(/\$\{([a-zA-Z0-9-]+:[^},]+)/g)) keys.add(key!.trim())
  }
  return [...keys].toSorted()
}
