import { scimErrors } from '../errors.ts'
import { type Attribute, externalIdAttribute, findAttribute, groupAttributes, isReadOnly, userAttributes } from './attributes.ts'

/** One address of a person. Absent parts are left out. */
export type Email = { readonly value?: string; readonly type?: string; readonly primary?: boolean }
export type PersonName = { readonly formatted?: string; readonly familyName?: string; readonly givenName?: string }

/** What a directory may say of a person, and Reeve keeps. */
export type UserForm = {
  readonly userName: string
  readonly externalId: string | null
  readonly displayName: string | null
  readonly name: PersonName | null
  readonly emails: readonly Email[]
  readonly active: boolean | null
}
export type GroupForm = { readonly displayName: string; readonly externalId: string | null; readonly members: readonly string[] }

/** Values by the attribute's proper name; what is absent has no value. */
export type Values = { readonly [name: string]: unknown }

const textMax = 1000
const emailsMax = 50
const writable = {
  user: [...userAttributes.filter(({ mutability }) => mutability !== 'readOnly'), externalIdAttribute],
  group: [...groupAttributes, externalIdAttribute],
}
export type ResourceKind = keyof typeof writable

export function attributesOf(kind: ResourceKind): readonly Attribute[] {
  return writable[kind]
}

/** A body of POST or PUT. What the server alone sets, and what Reeve does not keep, is passed over (RFC 7644, 3.3 and 3.5.1). */
export function readBody(kind: ResourceKind, body: Values): Values {
  const values: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(body)) {
    const attribute = findAttribute(writable[kind], key)
    if (attribute === undefined || isReadOnly(key.toLowerCase())) continue
    const read = readValue(attribute, value)
    if (read !== undefined) values[attribute.name] = read
  }
  return values
}

/** The value as it is kept, undefined for none, or a refusal that names the attribute. Entra ID's "True" and "False" are booleans. */
export function readValue(attribute: Attribute, value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (attribute.multiValued !== true) return readOne(attribute, value)
  const items = (Array.isArray(value) ? value : [value]).map((item) => readOne(attribute, item))
  return items.length === 0 ? undefined : items
}

/** One value of an attribute that may have several. */
export function readOne(attribute: Attribute, value: unknown): unknown {
  if (attribute.type === 'boolean') return readBoolean(attribute, value)
  if (attribute.type === 'complex') return readComplex(attribute, value)
  if (typeof value !== 'string') throw refuse(attribute, 'must be text')
  if (value.length > textMax) throw refuse(attribute, `is longer than ${textMax} characters`)
  // PostgreSQL keeps no NUL, and a name needs none.
  if (value.includes('\u0000')) throw refuse(attribute, 'holds a NUL character')
  return value === '' ? undefined : value
}

function readBoolean(attribute: Attribute, value: unknown): boolean {
  const word = typeof value === 'string' ? value.toLowerCase() : value
  if (word === true || word === 'true') return true
  if (word === false || word === 'false') return false
  throw refuse(attribute, 'must be true or false')
}

function readComplex(attribute: Attribute, value: unknown): Values | undefined {
  // A list of ids or addresses without the object around them is understood, as some directories send it.
  const parts = typeof value === 'string' && attribute.multiValued === true ? { value } : value
  if (!isRecord(parts)) throw refuse(attribute, 'must be an object')
  const read: Record<string, unknown> = {}
  for (const [key, part] of Object.entries(parts)) {
    const sub = findAttribute(attribute.subAttributes ?? [], key)
    const kept = sub === undefined ? undefined : readValue(sub, part)
    if (sub !== undefined && kept !== undefined) read[sub.name] = kept
  }
  return Object.keys(read).length === 0 && attribute.multiValued !== true ? undefined : read
}

/** The person that these values describe; a userName there must be. */
export function toUserForm(values: Values): UserForm {
  const { userName, externalId, displayName, name, emails, active } = values
  if (typeof userName !== 'string') throw scimErrors.scim_invalid_value('userName: every person has one.')
  const addresses = (emails as readonly Email[] | undefined) ?? []
  if (addresses.length > emailsMax) throw scimErrors.scim_too_many(`emails: more than ${emailsMax} addresses.`)
  return {
    userName,
    externalId: (externalId as string | undefined) ?? null,
    displayName: (displayName as string | undefined) ?? null,
    name: (name as PersonName | undefined) ?? null,
    emails: withOnePrimary(addresses.filter((email) => Object.keys(email).length > 0)),
    active: (active as boolean | undefined) ?? null,
  }
}

export function fromUserForm(form: UserForm): Values {
  const values = { ...form, emails: form.emails.length === 0 ? null : form.emails }
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}

export function toGroupForm({ displayName, externalId, members }: Values): GroupForm {
  if (typeof displayName !== 'string') throw scimErrors.scim_invalid_value('displayName: every group has one.')
  return { displayName, externalId: (externalId as string | undefined) ?? null, members: memberIds(members) }
}

/** The ids of people that a list of members names. */
export function memberIds(members: unknown): string[] {
  const values = (members as readonly Values[] | undefined) ?? []
  return values.map(({ value, type }) => {
    if (typeof value !== 'string') throw scimErrors.scim_invalid_value('members: each has the id of a person as its value.')
    if (typeof type === 'string' && type.toLowerCase() === 'group') throw scimErrors.scim_invalid_value('members: groups do not nest here.')
    return value
  })
}

/** RFC 7643, 2.4: "true" at most once. The last one said wins. */
function withOnePrimary(emails: readonly Email[]): readonly Email[] {
  const last = emails.findLastIndex(({ primary }) => primary === true)
  return emails.map((email, i) => (email.primary === true && i !== last ? { ...email, primary: false } : email))
}

export function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refuse({ name }: Attribute, fault: string): Error {
  return scimErrors.scim_invalid_value(`${name}: ${fault}.`)
}
