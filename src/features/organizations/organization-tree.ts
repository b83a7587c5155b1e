import type { Db } from '#platform/db/db.ts'
import { organizationErrors } from './errors.ts'
import { listTreeAccounts, listTreeAttachments, listTreeOus, type TreeAccount, type TreeAttachment, type TreeOu } from './estate-queries.ts'
import { getOrganization } from './get-organization.ts'

export type AttachedPolicy = Omit<TreeAttachment, 'targetId'>
export type AccountNode = TreeAccount & { readonly policies: readonly AttachedPolicy[] }
export type OuNode = TreeOu & {
  readonly policies: readonly AttachedPolicy[]
  readonly accounts: readonly AccountNode[]
  readonly children: readonly OuNode[]
}
export type OrganizationTree = {
  readonly organizationId: string
  readonly managementAccountId: string
  readonly root: OuNode
  /** Accounts whose place is not known yet. */
  readonly unplaced: readonly AccountNode[]
}

/**
 * The tree as last synced: OUs with their accounts, ids, effective paths and directly attached policies (ORG-28, ORG-29). `under` answers
 * only that OU and what lies below it. Before the first sync there is no tree, which is an error and not an empty organization.
 */
export async function getOrganizationTree(db: Db, ref: string, under?: string): Promise<OrganizationTree> {
  const { uid, organizationId, managementAccountId } = await getOrganization(db, ref)
  const [ous, accounts, attachments] = await Promise.all([listTreeOus(db, uid), listTreeAccounts(db, uid), listTreeAttachments(db, uid)])
  const top = ous.find(({ id, parentId }) => (under === undefined ? parentId === null : id === under))
  if (top === undefined && under !== undefined && ous.length > 0)
    throw organizationErrors.organization_not_found(`${organizationId} has no OU ${under}.`)
  if (top === undefined)
    throw organizationErrors.organization_tree_unknown(
      `${organizationId} has not completed a sync yet, so its tree is not known. Start one, or wait for it.`,
    )
  return { organizationId, managementAccountId, ...buildTree(top, { ous, accounts, attachments }) }
}

type Rows = { readonly ous: readonly TreeOu[]; readonly accounts: readonly TreeAccount[]; readonly attachments: readonly TreeAttachment[] }

/** Nests rows under `top`; each account has exactly one place (ORG-28). */
export function buildTree(top: TreeOu, { ous, accounts, attachments }: Rows): Pick<OrganizationTree, 'root' | 'unplaced'> {
  const policiesOf = Map.groupBy(attachments, ({ targetId }) => targetId)
  const childrenOf = Map.groupBy(ous, ({ parentId }) => parentId)
  const known = new Set(ous.map(({ id }) => id))
  const accountsOf = Map.groupBy(accounts, ({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : null))
  const attached = (targetId: string) => (policiesOf.get(targetId) ?? []).map(({ targetId: _, ...policy }) => policy)
  const accountNodes = (parentId: string | null) =>
    (accountsOf.get(parentId) ?? []).map((account) => ({ ...account, policies: attached(account.accountId) }))
  const nest = (ou: TreeOu): OuNode => ({
    ...ou,
    policies: attached(ou.id),
    accounts: accountNodes(ou.id),
    children: (childrenOf.get(ou.id) ?? []).map(nest),
  })
  return { root: nest(top), unplaced: accountNodes(null) }
}
