import { constraintError, organizationsError } from './errors.ts'
import { PagedMap } from './paged-map.ts'
import type { Member, OrganizationalUnitRecord, OrganizationRecord } from './state.ts'

/** Levels of OUs below the root. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
export const ouDepthMax = 5
export const ouCountMax = 2000

export function isParent(organization: OrganizationRecord, id: string): boolean {
  return id === organization.rootId || organization.units.has(id)
}

/** Root first, then the OUs down to and including `parentId`. */
export function chainTo(organization: OrganizationRecord, parentId: string): readonly string[] {
  const chain: string[] = []
  let at: string | undefined = parentId
  while (at !== undefined && at !== organization.rootId) {
    chain.push(at)
    at = organization.units.get(at)?.parentId
  }
  chain.push(organization.rootId)
  return chain.reverse()
}

/** `o-…/r-…/ou-…/`, as in `aws:PrincipalOrgPaths`: no account id. */
export function orgPathOf(organization: OrganizationRecord, parentId: string): string {
  return `${organization.id}/${chainTo(organization, parentId).join('/')}/`
}

/** As `Account.Paths` has it since March 2026: it ends with the account id. */
export function accountPathOf(organization: OrganizationRecord, member: Member): string {
  return `${orgPathOf(organization, member.parentId)}${member.account.id}/`
}

export function childrenOf<Child>(index: ReadonlyMap<string, PagedMap<Child>>, parentId: string): PagedMap<Child> {
  return index.get(parentId) ?? new PagedMap<Child>()
}

function childrenUnder<Child>(index: Map<string, PagedMap<Child>>, parentId: string): PagedMap<Child> {
  let children = index.get(parentId)
  if (children === undefined) index.set(parentId, (children = new PagedMap()))
  return children
}

function assertNameFree(organization: OrganizationRecord, parentId: string, name: string): void {
  for (const sibling of childrenOf(organization.unitsUnder, parentId).values()) {
    if (sibling.name === name) throw organizationsError('DuplicateOrganizationalUnitException')
  }
}

/** Adds an OU under AWS's rules: a known parent, at most five levels, 2,000 in all, no two siblings of one name. */
export function addUnit(organization: OrganizationRecord, unit: OrganizationalUnitRecord): void {
  if (!isParent(organization, unit.parentId)) throw organizationsError('ParentNotFoundException')
  if (chainTo(organization, unit.parentId).length > ouDepthMax) throw constraintError('OU_DEPTH_LIMIT_EXCEEDED')
  if (organization.units.size >= ouCountMax) throw constraintError('OU_NUMBER_LIMIT_EXCEEDED')
  assertNameFree(organization, unit.parentId, unit.name)
  organization.units.set(unit.id, unit)
  childrenUnder(organization.unitsUnder, unit.parentId).set(unit.id, unit)
}

export function renameUnit(organization: OrganizationRecord, ouId: string, name: string): OrganizationalUnitRecord {
  const unit = getUnit(organization, ouId)
  if (unit.name !== name) assertNameFree(organization, unit.parentId, name)
  unit.name = name
  return unit
}

/** Refuses an OU that still holds accounts or OUs. */
export function removeUnit(organization: OrganizationRecord, ouId: string): void {
  const unit = getUnit(organization, ouId)
  const isEmpty = childrenOf(organization.unitsUnder, ouId).size === 0 && childrenOf(organization.accountsUnder, ouId).size === 0
  if (!isEmpty) throw organizationsError('OrganizationalUnitNotEmptyException')
  organization.units.delete(ouId)
  organization.unitsUnder.get(unit.parentId)?.delete(ouId)
}

export function getUnit(organization: OrganizationRecord, ouId: string): OrganizationalUnitRecord {
  const unit = organization.units.get(ouId)
  if (unit === undefined) throw organizationsError('OrganizationalUnitNotFoundException')
  return unit
}

export function getMember(organization: OrganizationRecord, accountId: string): Member {
  const member = organization.members.get(accountId)
  if (member === undefined) throw organizationsError('AccountNotFoundException')
  return member
}

export function placeMember(organization: OrganizationRecord, member: Member): void {
  organization.members.set(member.account.id, member)
  childrenUnder(organization.accountsUnder, member.parentId).set(member.account.id, member)
  organization.policyEpoch += 1
}

export function unplaceMember(organization: OrganizationRecord, accountId: string): void {
  const member = getMember(organization, accountId)
  organization.members.delete(accountId)
  organization.accountsUnder.get(member.parentId)?.delete(accountId)
  organization.policyEpoch += 1
}

/** Moves an account; the caller must name where it is, so that two movers cannot undo each other unnoticed. */
export function moveMember(
  organization: OrganizationRecord,
  accountId: string,
  move: { readonly from: string; readonly to: string },
): void {
  const member = getMember(organization, accountId)
  if (!isParent(organization, move.from)) throw organizationsError('SourceParentNotFoundException')
  if (!isParent(organization, move.to)) throw organizationsError('DestinationParentNotFoundException')
  if (member.parentId === move.to) throw organizationsError('DuplicateAccountException')
  if (member.parentId !== move.from) throw organizationsError('SourceParentNotFoundException')
  organization.accountsUnder.get(member.parentId)?.delete(accountId)
  member.parentId = move.to
  childrenUnder(organization.accountsUnder, move.to).set(accountId, member)
  organization.policyEpoch += 1
}
