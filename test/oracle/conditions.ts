import { rangeHolds } from './addresses.ts'
import type { Keys } from './keys.ts'
import { arnFields, faceValue, matchesSigns, readText } from './text.ts'

/** Whether one request value satisfies one policy value of a positive operator. */
type Comparison = (requested: string, written: string, scope: Scope) => boolean
export type Scope = { readonly version: string | undefined; readonly keys: Keys }

/** String operators without wildcards, "variables are supported" (reference_policies_elements_condition_operators, String). */
const equal: Comparison = (requested, written, { version, keys }) => {
  const signs = readText(written, version, keys)
  return signs !== undefined && faceValue(signs) === requested
}
const equalIgnoringCase: Comparison = (requested, written, { version, keys }) => {
  const signs = readText(written, version, keys)
  return signs !== undefined && faceValue(signs).toLowerCase() === requested.toLowerCase()
}
/** "Case-sensitive matching. The values can include * and ? anywhere in the string." */
const like: Comparison = (requested, written, { version, keys }) => {
  const signs = readText(written, version, keys)
  return signs !== undefined && matchesSigns(signs, Array.from(requested))
}
/** "Each of the six colon-delimited components of the ARN is checked separately and each can include * or ?"; ArnEquals behaves as ArnLike. */
const arnLike: Comparison = (requested, written, { version, keys }) => {
  const signs = readText(written, version, keys)
  if (signs === undefined || !requested.startsWith('arn:')) return false
  // The page does not speak of a star alone; ours is the side of docs/policy-engine.md: it matches every ARN.
  if (written === '*') return true
  const wanted = arnFields(signs)
  const found = arnFields(Array.from(requested, (char) => ({ kind: 'literal' as const, char })))
  return (
    wanted.length === 6 &&
    found.length === 6 &&
    wanted.every((field, index) =>
      matchesSigns(
        field,
        found[index]!.map((sign) => (sign.kind === 'literal' ? sign.char : '')),
      ),
    )
  )
}

function numberOf(text: string): number {
  return /^[+-]?\d+(\.\d+)?$/u.test(text) ? Number(text) : Number.NaN
}
/** "W3C implementations of the ISO 8601 date formats or in epoch (UNIX) time" (Date condition operators). */
function dateOf(text: string): number {
  return /^\d+$/u.test(text) && text.length > 4 ? Number(text) * 1000 : Date.parse(text)
}
function comparing(read: (text: string) => number, holds: (requested: number, written: number) => boolean): Comparison {
  return (requested, written) => holds(read(requested), read(written))
}

const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: equal,
  StringEqualsIgnoreCase: equalIgnoringCase,
  StringLike: like,
  ArnEquals: arnLike,
  ArnLike: arnLike,
  NumericEquals: comparing(numberOf, (a, b) => a === b),
  NumericLessThan: comparing(numberOf, (a, b) => a < b),
  NumericLessThanEquals: comparing(numberOf, (a, b) => a <= b),
  NumericGreaterThan: comparing(numberOf, (a, b) => a > b),
  NumericGreaterThanEquals: comparing(numberOf, (a, b) => a >= b),
  DateEquals: comparing(dateOf, (a, b) => a === b),
  DateLessThan: comparing(dateOf, (a, b) => a < b),
  DateLessThanEquals: comparing(dateOf, (a, b) => a <= b),
  DateGreaterThan: comparing(dateOf, (a, b) => a > b),
  DateGreaterThanEquals: comparing(dateOf, (a, b) => a >= b),
  Bool: (requested, written) => requested === written,
  BinaryEquals: (requested, written) => Buffer.from(requested, 'base64').equals(Buffer.from(written, 'base64')),
  IpAddress: (requested, written) => rangeHolds(written, requested),
}
/** "Negated matching": each of them is the complement of the operator on its right. */
const complements: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
}

/**
 * "With multiple values, a positive operator is an OR; a negated operator is a NOR: none of the values may match"
 * (reference_policies_condition-logic-multiple-context-keys-or-values).
 */
function valueSatisfies(operator: string, requested: string, written: readonly string[], scope: Scope): boolean {
  const complement = complements[operator]
  const compare = comparisons[complement ?? operator]!
  const one = written.some((value) => compare(requested, value, scope))
  return complement === undefined ? one : !one
}

/** One operator with one key. Every branch is a sentence of reference_policies_elements_condition_operators or of _condition-single-vs-multi-valued-context-keys. */
function entryHolds(name: string, key: string, written: readonly string[], scope: Scope): boolean {
  const quantifier = name.startsWith('ForAllValues:') ? 'all' : name.startsWith('ForAnyValue:') ? 'any' : 'none'
  const bare = name.replace(/^For(All|Any)Values?:/u, '')
  const ifExists = bare.endsWith('IfExists')
  const operator = bare.replace(/IfExists$/u, '')
  // A multi-valued key without values "resolves to a null data set": AWS does not send it, so it is a missing key.
  const sent = scope.keys.valuesOf(key)
  const values = sent?.length === 0 ? undefined : sent
  // "Null … true (the key doesn't exist, it is null) or false (the key exists and its value is not null)".
  if (operator === 'Null') return written.some((value) => (value === 'true') === (values === undefined))
  // "If the key is not present, evaluate the condition element as true."
  if (ifExists && values === undefined) return true
  // "ForAllValues also returns true if there are no keys in the request, or the key resolves to a null data set, such as an empty string."
  // "ForAnyValue: for no matching key or a null data set, the condition returns false."
  const given = values === undefined || values.every((value) => value === '') ? [] : values
  if (quantifier === 'all') return given.every((value) => valueSatisfies(operator, value, written, scope))
  if (quantifier === 'any') return given.some((value) => valueSatisfies(operator, value, written, scope))
  // "If the key is not present, the values do not match; if it is a negated operator, the condition is true."
  if (values === undefined) return complements[operator] !== undefined
  // Several values without set operator are undefined by AWS; no case asks for them.
  return values.every((value) => valueSatisfies(operator, value, written, scope))
}

/** "All operators and all keys of a Condition block are combined with AND." */
export function conditionsHold(block: object | undefined, scope: Scope): boolean {
  return Object.entries(block ?? {}).every(([operator, entries]) =>
    Object.entries(entries as object).every(([key, value]) =>
      entryHolds(
        operator,
        key,
        [value].flat().map((each) => String(each)),
        scope,
      ),
    ),
  )
}
