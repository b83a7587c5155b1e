import { scimErrors } from '../errors.ts'
import { type Attribute, findAttribute, isReadOnly, isUnused } from './attributes.ts'
import { type Filter, parsePatchPath, type PatchPath } from './filter.ts'
import { matches } from './matches.ts'
import { attributesOf, isRecord, readOne, readValue, type ResourceKind, type Values } from './values.ts'

export type Verb = 'add' | 'replace' | 'remove'
/** One operation as it came: RFC 7644, 3.5.2, or Entra ID's "Add" and "Replace". */
export type Operation = { readonly op: string; readonly path?: string | undefined; readonly value?: unknown }

/** One change of one attribute, its path read and its value not yet. */
export type Step = {
  readonly verb: Verb
  readonly attribute: Attribute
  readonly sub?: Attribute
  readonly filter?: Filter
  readonly value: unknown
}

/**
 * What operations come to, in their order: an operation without a path is one step for each attribute of its value, whose names may be
 * paths themselves. What Reeve does not keep is passed over; what does not exist, or nobody may write, is refused.
 */
export function stepsOf(kind: ResourceKind, operations: readonly Operation[]): Step[] {
  return operations.flatMap(({ op, path, value }) => {
    const verb = verbOf(op)
    if (path !== undefined && path !== '') return stepOf(kind, { verb, path, value, isNamed: true })
    if (verb === 'remove') throw scimErrors.scim_no_target('remove: the path says what to remove.')
    if (!isRecord(value)) throw scimErrors.scim_invalid_value(`${verb}: without a path the value is an object.`)
    return Object.entries(value).flatMap(([key, item]) =>
      isRecord(item) && key.toLowerCase().startsWith('urn:')
        ? extensionSteps(kind, { verb, schema: key, value: item })
        : stepOf(kind, { verb, path: key, value: item, isNamed: false }),
    )
  })
}

/** The values of a resource after a step; the given ones stay as they are. */
export function applyStep(values: Values, step: Step): Values {
  const { attribute } = step
  const next = attribute.multiValued === true ? nextList(values, step) : nextSingle(values, step)
  const others = Object.fromEntries(Object.entries(values).filter(([name]) => name !== attribute.name))
  return isNothing(next) ? others : { ...others, [attribute.name]: next }
}

function verbOf(op: string): Verb {
  const verb = op.toLowerCase()
  if (verb === 'add' || verb === 'replace' || verb === 'remove') return verb
  throw scimErrors.scim_invalid_syntax(`There is no operation ${op}: add, replace or remove.`)
}

type Draft = { readonly verb: Verb; readonly path: string; readonly value: unknown; readonly isNamed: boolean }

/** Entra ID writes an extension's attributes as an object under its URN; the core schema may come that way too. */
function extensionSteps(
  kind: ResourceKind,
  { verb, schema, value }: { readonly verb: Verb; readonly schema: string; readonly value: Values },
): Step[] {
  if (!isCore(kind, schema.toLowerCase())) return []
  return Object.entries(value).flatMap(([key, item]) => stepOf(kind, { verb, path: key, value: item, isNamed: false }))
}

function stepOf(kind: ResourceKind, draft: Draft): Step[] {
  const parsed = parsePatchPath(draft.path)
  if (parsed.kind === 'invalid') throw scimErrors.scim_invalid_path(`${draft.path}: ${parsed.message} (at character ${parsed.offset + 1})`)
  const { path, filter } = parsed.value
  if (path.schema !== undefined && !isCore(kind, path.schema)) return []
  const attribute = findAttribute(attributesOf(kind), path.attribute)
  if (attribute === undefined) {
    if (isReadOnly(path.attribute)) {
      // Okta sends a group's id along with its new name.
      if (draft.isNamed) throw scimErrors.scim_mutability(`${draft.path}: only Reeve sets this.`)
      return []
    }
    if (isUnused(path.attribute)) return []
    throw scimErrors.scim_invalid_path(`${draft.path}: there is no such attribute.`)
  }
  if (filter !== undefined && attribute.multiValued !== true)
    throw scimErrors.scim_invalid_path(`${draft.path}: has one value, so nothing to filter.`)
  const sub = subOf(attribute, { path, draft })
  if (sub === 'passed_over') return []
  if (draft.verb === 'remove' && attribute.required === true) throw scimErrors.scim_mutability(`${draft.path}: cannot be without.`)
  return [{ verb: draft.verb, attribute, value: draft.value, ...(sub !== undefined && { sub }), ...(filter !== undefined && { filter }) }]
}

function subOf(
  attribute: Attribute,
  { path, draft }: { readonly path: PatchPath['path']; readonly draft: Draft },
): Attribute | 'passed_over' | undefined {
  if (path.sub === undefined) return undefined
  const sub = findAttribute(attribute.subAttributes ?? [], path.sub)
  if (sub !== undefined) return sub
  if (isUnused(path.attribute, path.sub)) return 'passed_over'
  throw scimErrors.scim_invalid_path(`${draft.path}: ${attribute.name} has no such part.`)
}

function isCore(kind: ResourceKind, schema: string): boolean {
  return schema === `urn:ietf:params:scim:schemas:core:2.0:${kind}`
}

function nextSingle(values: Values, { verb, attribute, sub, value }: Step): unknown {
  const before = values[attribute.name]
  if (sub !== undefined) {
    const parts = isRecord(before) ? before : {}
    return withoutNothing({ ...parts, [sub.name]: verb === 'remove' ? undefined : readValue(sub, value) })
  }
  if (verb === 'remove') return undefined
  const read = readValue(attribute, value)
  if (read === undefined && attribute.required === true) throw scimErrors.scim_invalid_value(`${attribute.name}: cannot be without.`)
  // Of something complex, add and replace set the parts that are given (RFC 7644, 3.5.2.1 and 3.5.2.3).
  return isRecord(read) && isRecord(before) ? { ...before, ...read } : read
}

function nextList(values: Values, step: Step): readonly Values[] {
  const before = (values[step.attribute.name] as readonly Values[] | undefined) ?? []
  if (step.filter !== undefined || step.sub !== undefined) return nextSelected(before, step)
  const given = (readValue(step.attribute, step.verb === 'remove' ? (step.value ?? []) : step.value) as readonly Values[] | undefined) ?? []
  if (step.verb === 'replace') return given
  // Entra ID removes single values by naming them; without a value everything goes (RFC 7644, 3.5.2.2).
  if (step.verb === 'remove') return given.length === 0 ? [] : before.filter((item) => !given.some(({ value }) => value === item['value']))
  return withPrimary(
    before,
    given.filter((item) => !before.some((known) => isSame(known, item))),
  )
}

function nextSelected(before: readonly Values[], { verb, attribute, sub, filter, value }: Step): readonly Values[] {
  const isMeant = (item: Values): boolean => filter === undefined || matches(filter, item)
  const meant = before.filter(isMeant)
  if (verb === 'remove') {
    if (sub === undefined) return before.filter((item) => !isMeant(item))
    return before.map((item) => (isMeant(item) ? withoutNothing({ ...item, [sub.name]: undefined }) : item))
  }
  const change = sub === undefined ? (readOne(attribute, value) as Values) : { [sub.name]: readValue(sub, value) }
  if (meant.length > 0) {
    const changed = (item: Values): Values => withoutNothing(verb === 'replace' && sub === undefined ? change : { ...item, ...change })
    const others = change['primary'] === true ? before.map((item) => (isMeant(item) ? item : unprimary(item))) : before
    return others.map((item) => (isMeant(item) ? changed(item) : item))
  }
  if (verb === 'replace' && filter !== undefined) throw scimErrors.scim_no_target(`${attribute.name}: no value fits the filter.`)
  // Adding to a value that is not there yet makes it, as the filter describes it: how Entra ID sets a first address.
  return withPrimary(before, [readOne(attribute, withoutNothing({ ...describedBy(filter), ...change })) as Values])
}

/** A new primary value takes that from the one before (RFC 7644, 3.5.2). */
function withPrimary(before: readonly Values[], added: readonly Values[]): readonly Values[] {
  return added.some((item) => item['primary'] === true) ? [...before.map(unprimary), ...added] : [...before, ...added]
}

function unprimary(item: Values): Values {
  return item['primary'] === true ? { ...item, primary: false } : item
}

/** `type eq "work"` describes `{ type: 'work' }`; what says less describes nothing. */
function describedBy(filter: Filter | undefined): Values {
  if (filter?.op === 'and') return Object.assign({}, ...filter.items.map(describedBy)) as Values
  if (filter?.op !== 'compare' || filter.comparison !== 'eq') return {}
  return { [filter.path.attribute]: filter.value }
}

function isSame(a: Values, b: Values): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => key === 'primary' || a[key] === b[key])
}

function withoutNothing(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  return value === undefined || (isRecord(value) && Object.keys(value).length === 0)
}
