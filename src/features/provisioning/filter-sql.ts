import { type RawBuilder, sql } from 'kysely'
import { assertNever } from '#lib/assert-never.ts'
import { scimErrors } from './errors.ts'
import { type Comparison, type Filter, type FilterValue, parseFilter } from './protocol/filter.ts'

/** What an attribute is in the database, and so what it can be compared with. */
export type Column =
  | { readonly kind: 'text'; readonly sql: RawBuilder<unknown>; readonly isCaseExact?: true }
  | { readonly kind: 'id'; readonly sql: RawBuilder<unknown> }
  | { readonly kind: 'boolean'; readonly sql: RawBuilder<unknown> }
  | { readonly kind: 'time'; readonly sql: RawBuilder<unknown> }
  /** Several values; `exists` says how to ask whether one of them fits. Without a part, `value` is meant. */
  | {
      readonly kind: 'list'
      readonly parts: Readonly<Record<string, Column>>
      readonly exists: (condition: RawBuilder<boolean>) => RawBuilder<boolean>
    }

/** Columns by the attribute's path in lower case, such as `name.familyname`. */
export type Columns = { readonly schema: string; readonly columns: Readonly<Record<string, Column>> }

/**
 * The condition that a filter of RFC 7644, 3.4.2.2 stands for, every value as a parameter. An attribute that is not listed is refused
 * rather than passed over: a directory that asks for somebody must not be shown somebody else.
 */
export function filterCondition(text: string | undefined, columns: Columns): RawBuilder<boolean> {
  if (text === undefined) return sql<boolean>`true`
  const parsed = parseFilter(text)
  if (parsed.kind === 'invalid') throw scimErrors.scim_invalid_filter(`${parsed.message} (at character ${parsed.offset + 1})`)
  return conditionOf(parsed.value, columns)
}

/** The same for a filter that was read already, such as that of `members[…]`. */
export function conditionOf(filter: Filter, columns: Columns): RawBuilder<boolean> {
  switch (filter.op) {
    case 'and':
    case 'or': {
      const items = filter.items.map((item) => conditionOf(item, columns))
      return sql<boolean>`(${sql.join(items, filter.op === 'and' ? sql` and ` : sql` or `)})`
    }
    case 'not':
      return sql<boolean>`(not ${conditionOf(filter.item, columns)})`
    case 'present':
      return presence(columnAt(filter.path, columns))
    case 'compare':
      return comparisonOf(columnAt(filter.path, columns), { comparison: filter.comparison, value: filter.value })
    case 'values': {
      const column = columnAt(filter.path, columns)
      if (column.kind !== 'list') throw scimErrors.scim_invalid_filter(`${filter.path.attribute} has one value, so nothing to filter.`)
      return column.exists(conditionOf(filter.filter, { schema: columns.schema, columns: column.parts }))
    }
    default:
      return assertNever(filter, 'filter')
  }
}

function columnAt({ schema, attribute, sub }: Extract<Filter, { op: 'present' }>['path'], { schema: own, columns }: Columns): Column {
  const isOwn = schema === undefined || schema === own.toLowerCase()
  const name = sub === undefined ? attribute : `${attribute}.${sub}`
  const whole = columns[attribute]
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined
  if (isOwn && column !== undefined) return column
  if (isOwn && sub !== undefined && whole?.kind === 'list' && Object.hasOwn(whole.parts, sub)) {
    return { kind: 'list', exists: whole.exists, parts: { value: whole.parts[sub]! } }
  }
  throw scimErrors.scim_invalid_filter(`Nothing can be found here by ${schema === undefined ? '' : `${schema}:`}${name}.`)
}

function presence(column: Column): RawBuilder<boolean> {
  if (column.kind !== 'list') return sql<boolean>`(${column.sql} is not null)`
  const part = column.parts['value']
  return column.exists(part === undefined || part.kind === 'list' ? sql<boolean>`true` : presence(part))
}

type Operand = { readonly comparison: Comparison; readonly value: FilterValue }

function comparisonOf(column: Column, operand: Operand): RawBuilder<boolean> {
  switch (column.kind) {
    case 'list': {
      const part = column.parts['value']
      if (part === undefined) throw scimErrors.scim_invalid_filter('Say which part of this attribute is compared.')
      return column.exists(comparisonOf(part, operand))
    }
    case 'boolean':
      return equality(column.sql, operand.comparison, booleanOf(operand.value))
    case 'id':
      // As a UUID where it is one, so that the index finds it.
      return operand.comparison === 'eq' && typeof operand.value === 'string' && uuidPattern.test(operand.value)
        ? sql<boolean>`(${column.sql} = ${operand.value}::uuid)`
        : textComparison({ subject: sql`${column.sql}::text`, fold: asIs }, operand)
    case 'time':
      return timeComparison(column.sql, operand)
    case 'text':
      return column.isCaseExact === true
        ? textComparison({ subject: column.sql, fold: asIs }, operand)
        : textComparison({ subject: sql`lower(${column.sql})`, fold: lower }, operand)
    default:
      return assertNever(column, 'column')
  }
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const asIs = (text: RawBuilder<unknown>): RawBuilder<unknown> => text
/** By the database, so that both sides are folded alike. */
const lower = (text: RawBuilder<unknown>): RawBuilder<unknown> => sql`lower(${text})`

/** What has no value equals nothing and differs from everything; no comparison is ever unknown, so that `not` can be trusted. */
function equality(subject: RawBuilder<unknown>, comparison: Comparison, value: RawBuilder<unknown> | null): RawBuilder<boolean> {
  if (comparison === 'eq')
    return value === null ? sql<boolean>`(${subject} is null)` : sql<boolean>`(${subject} is not null and ${subject} = ${value})`
  if (comparison === 'ne')
    return value === null ? sql<boolean>`(${subject} is not null)` : sql<boolean>`(${subject} is distinct from ${value})`
  throw scimErrors.scim_invalid_filter(`${comparison} cannot be asked of this attribute.`)
}

type Folded = { readonly subject: RawBuilder<unknown>; readonly fold: (text: RawBuilder<unknown>) => RawBuilder<unknown> }

function textComparison({ subject, fold }: Folded, { comparison, value }: Operand): RawBuilder<boolean> {
  if (value !== null && typeof value !== 'string')
    throw scimErrors.scim_invalid_filter('This attribute is compared with text in double quotes.')
  // PostgreSQL has no text with NUL in it, so nothing can equal one.
  if (value?.includes('\u0000') === true) throw scimErrors.scim_invalid_filter('NUL characters cannot be searched for.')
  const text = value === null ? null : fold(sql`${value}::text`)
  if (comparison === 'eq' || comparison === 'ne' || text === null) return equality(subject, comparison, text)
  switch (comparison) {
    case 'co':
      return sql<boolean>`coalesce(strpos(${subject}, ${text}) > 0, false)`
    case 'sw':
      return sql<boolean>`coalesce(starts_with(${subject}, ${text}), false)`
    case 'ew':
      return sql<boolean>`coalesce(right(${subject}, length(${text})) = ${text}, false)`
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return sql<boolean>`coalesce(${subject} collate "C" ${symbols[comparison]} ${text}, false)`
    default:
      return assertNever(comparison, 'comparison')
  }
}

const symbols = { gt: sql`>`, ge: sql`>=`, lt: sql`<`, le: sql`<=` }

function timeComparison(subject: RawBuilder<unknown>, { comparison, value }: Operand): RawBuilder<boolean> {
  const at = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T|$)/.test(value) ? Date.parse(value) : Number.NaN
  if (value !== null && Number.isNaN(at))
    throw scimErrors.scim_invalid_filter('This attribute is compared with a time such as "2026-11-21T12:00:00Z".')
  const time = value === null ? null : new Date(at).toISOString()
  if (comparison === 'gt' || comparison === 'ge' || comparison === 'lt' || comparison === 'le')
    return sql<boolean>`coalesce(${subject} ${symbols[comparison]} ${time}::timestamptz, false)`
  return equality(subject, comparison, time === null ? null : sql`${time}::timestamptz`)
}

function booleanOf(value: FilterValue): RawBuilder<boolean> | null {
  if (value === null) return null
  const word = String(value).toLowerCase()
  if (word === 'true' || word === 'false') return sql<boolean>`${word === 'true'}`
  throw scimErrors.scim_invalid_filter('This attribute is compared with true or false.')
}
