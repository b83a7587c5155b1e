import type { Tag } from '@aws-sdk/client-organizations'
import { constraintError, invalidInputError, organizationsError } from './errors.ts'
import { findTarget } from './policies.ts'
import type { OrganizationRecord } from './state.ts'

/** Per root, OU, account or policy. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
export const tagCountMax = 50
const keyLengthMax = 128
const valueLengthMax = 256
const allowed = /^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/u

/** Reads the tags of a request; the first broken rule is thrown. */
export function parseTags(tags: readonly Tag[] | undefined): ReadonlyMap<string, string> {
  const parsed = new Map<string, string>()
  for (const { Key: key = '', Value: value = '' } of tags ?? []) {
    if (key.length === 0) throw invalidInputError('MIN_LENGTH_EXCEEDED')
    if (key.length > keyLengthMax || value.length > valueLengthMax) throw invalidInputError('MAX_LENGTH_EXCEEDED')
    if (!allowed.test(key) || !allowed.test(value)) throw invalidInputError('INVALID_PATTERN')
    if (key.toLowerCase().startsWith('aws:')) throw invalidInputError('INVALID_SYSTEM_TAGS_PARAMETER')
    if (parsed.has(key)) throw invalidInputError('DUPLICATE_TAG_KEY')
    parsed.set(key, value)
  }
  if (parsed.size > tagCountMax) throw constraintError('MAX_TAG_LIMIT_EXCEEDED')
  return parsed
}

/** Root, OU, account, customer policy or the resource policy. */
export function assertTaggable(organization: OrganizationRecord, id: string): void {
  const policy = organization.policies.get(id)
  if (policy?.awsManaged === true) throw invalidInputError('IMMUTABLE_POLICY')
  const isKnown = policy !== undefined || findTarget(organization, id) !== undefined || organization.resourcePolicy?.id === id
  if (!isKnown) throw organizationsError('TargetNotFoundException')
}

/** Changes remembered per resource; older ones are older than any lag. */
const changesMax = 8

export type TagWrite = { readonly id: string; readonly at: number; readonly tags: ReadonlyMap<string, string> }

export function putTags(organization: OrganizationRecord, { id, at, tags }: TagWrite): void {
  if (tags.size === 0) return
  const merged = new Map([...(organization.tags.get(id) ?? []), ...tags])
  if (merged.size > tagCountMax) throw constraintError('MAX_TAG_LIMIT_EXCEEDED')
  replaceTags(organization, { id, at, tags: merged })
}

/** A key that is not there is no error. What has been tagged keeps an empty map: an index may still list it. */
export function removeTags(
  organization: OrganizationRecord,
  { id, at, keys }: { readonly id: string; readonly at: number; readonly keys: readonly string[] },
): void {
  if (!organization.tags.has(id)) return
  const left = new Map(organization.tags.get(id))
  for (const key of keys) left.delete(key)
  replaceTags(organization, { id, at, tags: left })
}

function replaceTags(organization: OrganizationRecord, { id, at, tags }: TagWrite): void {
  const change = { at, before: organization.tags.get(id) }
  organization.tagChanges.set(id, [...(organization.tagChanges.get(id) ?? []), change].slice(-changesMax))
  organization.tags.set(id, tags)
}

/** Tags as they stood at a time; undefined for what had never been tagged then. */
export function tagsAsOf(organization: OrganizationRecord, id: string, at: number): ReadonlyMap<string, string> | undefined {
  const later = organization.tagChanges.get(id)?.find((change) => change.at > at)
  return later === undefined ? organization.tags.get(id) : later.before
}

/** Tags of what is gone, and their past, are gone too. */
export function forgetTags(organization: OrganizationRecord, id: string): void {
  organization.tags.delete(id)
  organization.tagChanges.delete(id)
}
