export type DraftShape<T> = {
  readonly empty: T
  /** Fields that are never written down. */
  readonly secrets: readonly (keyof T)[]
}

export type ReadDraft<T> = {
  readonly draft: T
  /** Secrets that had been typed, and are gone. */
  readonly lost: readonly (keyof T)[]
}

/** A draft as text to keep: without its secrets, but with the names of those that were given. */
export function draftText<T extends object>(draft: T, { empty, secrets }: DraftShape<T>): string {
  const fields = Object.fromEntries(Object.entries(draft).filter(([field]) => !secrets.includes(field as keyof T)))
  return JSON.stringify({ fields, given: secrets.filter((field) => draft[field] !== empty[field]) })
}

/** Reads what was kept: only fields that the form still has, of the shape that it has now, because a newer version may have changed them. */
export function readDraft<T extends object>(text: string | null, { empty, secrets }: DraftShape<T>): ReadDraft<T> | undefined {
  const kept = parse(text)
  if (typeof kept?.fields !== 'object' || kept.fields === null) return undefined
  const fields = kept.fields as Readonly<Record<string, unknown>>
  const known = Object.entries(empty).filter(([field, value]) => !secrets.includes(field as keyof T) && isLike(fields[field], value))
  const given: readonly unknown[] = Array.isArray(kept.given) ? kept.given : []
  return {
    draft: { ...empty, ...Object.fromEntries(known.map(([field]) => [field, fields[field]])) },
    lost: secrets.filter((field) => given.includes(field)),
  }
}

function isLike(value: unknown, model: unknown): boolean {
  return typeof value === typeof model && Array.isArray(value) === Array.isArray(model) && (value === null) === (model === null)
}

function parse(text: string | null): { readonly fields?: unknown; readonly given?: unknown } | undefined {
  try {
    return (JSON.parse(text ?? 'null') as { fields?: unknown } | null) ?? undefined
  } catch {
    return undefined
  }
}
