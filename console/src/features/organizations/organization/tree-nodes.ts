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

/** The nodes whose name or id holds the text, with the way to them; everything when the text is empty. */
export function searchNodes(nodes: readonly TreeNode[], text: string): readonly TreeNode[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return nodes
  return nodes.flatMap((node) => {
    if (node.name.toLowerCase().includes(wanted) || node.id.includes(wanted)) return [node]
    const children = searchNodes(node.children, wanted)
    return children.length === 0 ? [] : [{ ...node, children }]
  })
}

/** The ids of every node that has something below it. */
export function idsWithChildren(nodes: readonly TreeNode[]): string[] {
  return nodes.flatMap(({ id, children }) => (children.length === 0 ? [] : [id, ...idsWithChildren(children)]))
}

/** A node and all above it, from the root down. */
export function pathTo(nodes: readonly TreeNode[], id: string): readonly TreeNode[] {
  for (const node of nodes) {
    if (node.id === id) return [node]
    const below = pathTo(node.children, id)
    if (below.length > 0) return [node, ...below]
  }
  return []
}
