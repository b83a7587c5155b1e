import { randomBytes } from 'node:crypto'
import { getPartition } from '#platform/aws/partitions.ts'
import type { CallerFacts } from './policies.ts'

export type KitVariant = 'management_account' | 'delegated_administrator'
export type KitFile = { readonly name: string; readonly purpose: string; readonly content: string }

/** Everything the kit is rendered from. `externalId` null renders a placeholder that must be filled in. */
export type KitTerms = {
  readonly partition: string
  readonly variant: KitVariant
  readonly caller: CallerFacts
  readonly callerInOrganization: boolean
  readonly organizationId: string | undefined
  /** Where the organization role will live: the management account, or the delegated administrator's. */
  readonly orgRoleAccountId: string | undefined
  readonly orgRole: KitRoleTerms
  readonly memberRole: KitRoleTerms
  readonly homeRegion: string
}
export type KitRoleTerms = {
  /** With its IAM path. */ readonly name: string
  readonly externalId: string | null
  readonly durationSeconds: number
}

export const memberStackSetName = 'reeve-member-role'
export const orgStackName = 'reeve-organization-role'
export const externalIdPlaceholder = 'REPLACE-WITH-YOUR-EXTERNAL-ID'
export const defaultOrgRoleName = 'reeve-organization'
export const defaultMemberRoleName = 'reeve-member'

/** 160 bits from the operating system, in characters that every shell and template leaves alone. Unique per registration (CONN-9). */
export function generateExternalId(random: (size: number) => Buffer = randomBytes): string {
  return `reeve-${random(20).toString('hex')}`
}

/** `path/to/Name` as IAM's two fields. */
export function splitRoleName(name: string): { readonly path: string; readonly roleName: string } {
  const slash = name.lastIndexOf('/')
  return { path: slash === -1 ? '/' : `/${name.slice(0, slash + 1)}`, roleName: name.slice(slash + 1) }
}

/** A role's MaxSessionDuration lies between one hour and twelve (ROLE-9). */
export function maxSessionDuration(durationSeconds: number): number {
  return Math.max(3600, durationSeconds)
}

export function jsonFile(name: string, purpose: string, content: object): KitFile {
  return { name, purpose, content: `${JSON.stringify(content, null, 2)}\n` }
}

/** Where the kit's commands put the StackSet: the home Region of the partition. */
export function memberStackRegion(partition: string): string {
  return getPartition(partition).defaultRegion
}
