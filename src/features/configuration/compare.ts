import type { Change, Plan, Step, StepKind } from './plan.ts'

/** How one kind of thing is compared and changed. Fields are what can be seen of it; secrets only as "there is one". */
export type Kind<Wanted, Actual> = {
  readonly kind: StepKind
  readonly nameOf: (item: Wanted | Actual) => string
  readonly wantedFields: (wanted: Wanted) => Fields
  readonly actualFields: (actual: Actual) => Fields
  readonly body: (wanted: Wanted, changes: readonly Change[] | undefined) => Readonly<Record<string, unknown>>
  readonly extraChanges?: (wanted: Wanted, actual: Actual) => readonly Change[]
  readonly versionOf?: (actual: Actual) => number
}
export type Fields = Readonly<Record<string, unknown>>
export type Compared = Pick<Plan, 'steps' | 'unlisted'>

/** Steps in the order of the document, so that a plan is the same however often it is made. */
export function compare<Wanted, Actual>(
  wanted: readonly Wanted[] | undefined,
  actual: readonly Actual[] | undefined,
  kind: Kind<Wanted, Actual>,
): Compared {
  if (wanted === undefined) return { steps: [], unlisted: [] }
  const keyOf = (item: Wanted | Actual) => kind.nameOf(item).toLowerCase()
  const actualByKey = new Map((actual ?? []).map((item) => [keyOf(item), item]))
  const wantedKeys = new Set(wanted.map(keyOf))
  const steps = wanted.flatMap((item): Step[] => {
    const name = kind.nameOf(item)
    const current = actualByKey.get(keyOf(item))
    if (current === undefined) {
      const changes = differences({}, kind.wantedFields(item))
      return [{ action: 'add', kind: kind.kind, name, changes, body: kind.body(item, undefined) }]
    }
    const changes = [...differences(kind.actualFields(current), kind.wantedFields(item)), ...(kind.extraChanges?.(item, current) ?? [])]
    if (changes.length === 0) return []
    const version = kind.versionOf?.(current)
    return [{ action: 'change', kind: kind.kind, name, changes, body: kind.body(item, changes), ...(version !== undefined && { version }) }]
  })
  const unlisted = (actual ?? [])
    .filter((item) => !wantedKeys.has(keyOf(item)))
    .map((item) => ({ kind: kind.kind, name: kind.nameOf(item) }))
  return { steps, unlisted }
}

function differences(before: Fields, after: Fields): Change[] {
  return Object.keys(after)
    .filter((field) => canonical(before[field]) !== canonical(after[field]))
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }))
}

/** Equal whatever the order of keys: PostgreSQL keeps its own. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, held: unknown) =>
    held !== null && typeof held === 'object' && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : held,
  )
}

export function withoutSecret(settings: Readonly<Record<string, unknown>>, secret: string): Fields {
  return Object.fromEntries(Object.entries(settings).filter(([field]) => field !== secret))
}
