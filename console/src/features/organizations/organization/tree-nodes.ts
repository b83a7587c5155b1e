import type { OrganizationalUnitNode, OrganizationTree } from '../../../api/operations.gen.ts'

type TreeAccount = OrganizationTree['unplaced'][number]
export type AttachedPolicy = OrganizationalUnitNode['policies'][number]
export type TreeNode = {
  readonly id: string
  readonly kind: 'root' | 'ou' | 'account' | 'unplaced'
  readonly name: string
  readonly status?: string
  readonly inclusion?: string
  readonly isManagementAccount?: boolean
  readonly policies: readonly AttachedPolicy[]
  readonly children: readonly TreeNode[]
  /** Accounts at and below. */
  readonly accounts: number
}

/** The tree as the explorer shows it: OUs first, accounts by name, and those whose place is unknown under a heading of their own. */
export function toNodes({ root, unplaced }: OrganizationTree): readonly TreeNode[] {
  const lost: TreeNode[] =
    unplaced.length === 0
      ? []
      : [
          {
            id: 'unplaced',
            kind: 'unplaced',
            name: 'Place unknown',
            policies: [],
            children: unplaced.map(accountNode),
            accounts: unplaced.length,
          },
        ]
  return [ouNode(root), ...lost]
}

function ouNode(node: OrganizationalUnitNode): TreeNode {
  const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name)
  const ous = node.children.toSorted(byName).map(ouNode)
  const accounts = node.accounts.toSorted(byName).map(accountNode)
  return {
    id: node.id,
    kind: node.parentId === null ? 'root' : 'ou',
    name: node.name,
    policies: node.policies,
    children: [...ous, ...accounts],
    accounts: accounts.length + ous.reduce((sum, ou) => sum + ou.accounts, 0),
  }
}

function accountNode({ accountId, name, status, inclusion, isManagementAccount, policies }: TreeAccount): TreeNode {
  return { id: accountId, kind: 'account', name, status, inclusion, isManagementAccount, policies, children: [], accounts: 1 }
}
