export type FilterToken = { readonly propertyKey?: string; readonly operator: string; readonly value: string }
export type AccountFilter = { readonly operation: 'and' | 'or'; readonly tokens: readonly FilterToken[] }

export const noFilter: AccountFilter = { operation: 'and', tokens: [] }

/**
 * What a person put together in the filter, in Reeve's selector language; free text is part of a name or an account id. Accounts that left
 * stay out unless asked for.
 */
export function toSelector({ operation, tokens }: AccountFilter): string | undefined {
  if (tokens.length === 0) return undefined
  const asksForLeft = tokens.some(({ propertyKey, value }) => propertyKey === 'status' && value === 'detached')
  const terms = tokens.map(term).join(` ${operation} `)
  return asksForLeft ? terms : `(${terms}) and not status:detached`
}

function term({ propertyKey, operator, value }: FilterToken): string {
  const positive = positiveTerm(propertyKey, operator, value)
  return operator.startsWith('!') ? `not ${positive}` : positive
}

function positiveTerm(key: string | undefined, operator: string, value: string): string {
  if (key === undefined) return /^\d{12}$/.test(value) ? `account:${value}` : `name:${quoted(`*${value}*`)}`
  if (key === 'badge') {
    const at = value.indexOf('=')
    return at === -1 ? `badge:${quoted(value)}` : `badge:${quoted(value.slice(0, at))}=${quoted(value.slice(at + 1))}`
  }
  if (key === 'ou') return `ou:${quoted(value.endsWith('*') ? value : `${value}/**`)}`
  if (key === 'name') return `name:${quoted(operator.endsWith(':') ? `*${value}*` : value)}`
  return `${key}:${quoted(value)}`
}

function quoted(value: string): string {
  return /^[\p{L}\p{N}._:/@*-]+$/u.test(value) ? value : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

/** A filter in an address, and back; what cannot be read is no filter. */
export function printFilter(filter: AccountFilter): string | undefined {
  return filter.tokens.length === 0
    ? undefined
    : JSON.stringify([filter.operation, ...filter.tokens.map(({ propertyKey, operator, value }) => [propertyKey ?? '', operator, value])])
}

export function readFilter(text: string | undefined): AccountFilter {
  if (text === undefined) return noFilter
  try {
    const [operation, ...tokens] = JSON.parse(text) as [string, ...[string, string, string][]]
    if (!tokens.every((entry) => Array.isArray(entry) && entry.length === 3 && entry.every((part) => typeof part === 'string')))
      return noFilter
    return {
      operation: operation === 'or' ? 'or' : 'and',
      tokens: tokens.map(([key, operator, value]) => ({ ...(key === '' ? {} : { propertyKey: key }), operator, value })),
    }
  } catch {
    return noFilter
  }
}
