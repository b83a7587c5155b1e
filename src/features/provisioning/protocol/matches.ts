import { assertNever } from '#lib/assert-never.ts'
import type { Comparison, Filter, FilterValue } from './filter.ts'
import { isRecord, type Values } from './values.ts'

/** Whether one value of an attribute fits a filter in brackets. Text is compared without case, as e-mail types and addresses are. */
export function matches(filter: Filter, item: Values): boolean {
  switch (filter.op) {
    case 'and':
      return filter.items.every((part) => matches(part, item))
    case 'or':
      return filter.items.some((part) => matches(part, item))
    case 'not':
      return !matches(filter.item, item)
    case 'present':
      return partOf(item, filter.path.attribute) !== undefined
    case 'compare':
      return compares(partOf(item, filter.path.attribute), filter.comparison, filter.value)
    case 'values':
      return false
    default:
      return assertNever(filter, 'filter')
  }
}

function partOf(item: Values, name: string): unknown {
  return isRecord(item) ? Object.entries(item).find(([key]) => key.toLowerCase() === name)?.[1] : undefined
}

function compares(actual: unknown, comparison: Comparison, wanted: FilterValue): boolean {
  const [a, b] = [plain(actual), plain(wanted)]
  if (comparison === 'eq') return a === b
  if (comparison === 'ne') return a !== b
  if (typeof a !== 'string' || typeof b !== 'string') return false
  switch (comparison) {
    case 'co':
      return a.includes(b)
    case 'sw':
      return a.startsWith(b)
    case 'ew':
      return a.endsWith(b)
    case 'gt':
      return a > b
    case 'ge':
      return a >= b
    case 'lt':
      return a < b
    case 'le':
      return a <= b
    default:
      return assertNever(comparison, 'comparison')
  }
}

function plain(value: unknown): unknown {
  if (typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? value.toLowerCase() : (value ?? null)
}
