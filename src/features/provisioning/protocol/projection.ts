import { isRecord, type Values } from './values.ts'

export type Projection = {
  readonly attributes?: readonly string[] | undefined
  readonly excludedAttributes?: readonly string[] | undefined
}

/** `attributes` and `excludedAttributes` as names in lower case without their schema; the first wins where both are given. */
export function readProjection(asked: { readonly attributes?: unknown; readonly excludedAttributes?: unknown }): Projection {
  const attributes = namesIn(asked.attributes)
  if (attributes.length > 0) return { attributes }
  const excludedAttributes = namesIn(asked.excludedAttributes)
  return excludedAttributes.length > 0 ? { excludedAttributes } : {}
}

/** Whether somebody who asks so sees the attribute, or a part of it. */
export function shows({ attributes, excludedAttributes }: Projection, name: string): boolean {
  const lower = name.toLowerCase()
  if (attributes !== undefined) return attributes.some((asked) => asked === lower || asked.startsWith(`${lower}.`))
  return excludedAttributes?.includes(lower) !== true
}

/** What of a resource is shown: `schemas` and `id` always (RFC 7643, 7: returned "always"). */
export function project(resource: Values, projection: Projection): Values {
  const entries = Object.entries(resource).flatMap(([key, value]): (readonly [string, unknown])[] => {
    if (key === 'schemas' || key === 'id') return [[key, value]]
    if (!shows(projection, key)) return []
    return [[key, partsOf(key.toLowerCase(), value, projection)]]
  })
  return Object.fromEntries(entries)
}

function partsOf(key: string, value: unknown, { attributes, excludedAttributes }: Projection): unknown {
  const prefix = `${key}.`
  const parts = (names: readonly string[] | undefined): readonly string[] =>
    (names ?? []).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
  if (attributes !== undefined) return attributes.includes(key) ? value : pick(value, (part) => parts(attributes).includes(part))
  const without = parts(excludedAttributes)
  return without.length === 0 ? value : pick(value, (part) => !without.includes(part))
}

function pick(value: unknown, isShown: (part: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => pick(item, isShown))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([part]) => isShown(part.toLowerCase())))
}

function namesIn(asked: unknown): string[] {
  const names = Array.isArray(asked) ? asked : typeof asked === 'string' ? asked.split(',') : []
  return names
    .map((name: unknown) => String(name).trim().toLowerCase())
    .map((name) => (name.startsWith('urn:') ? name.slice(name.lastIndexOf(':') + 1) : name))
    .filter((name) => name !== '')
}
