import type { FoundTreePlace, TreeFindings, TreeLevel, TreeLevelAccount, TreeLevelOu } from '../../../api/operations.gen.ts'
import type { TreeNode } from './tree-nodes.ts'

/** What stands in the explorer: a place or an account, or a line about what is not read. */
export type TreeItem =
  | { readonly kind: 'node'; readonly id: string; readonly node: TreeNode; readonly children: readonly TreeItem[] }
  | { readonly kind: 'loading' | 'failed'; readonly id: string; readonly under: string }
  /** Accounts of that place which are not shown yet. */
  | { readonly kind: 'more'; readonly id: string; readonly under: string }

export type ReadLevel = { readonly level: TreeLevel | undefined; readonly hasFailed: boolean }
export const unplaced = 'unplaced'

/** The places that are open as far as they have been read, level by level; `levels` by the id of the place, the root's under ''. */
export function itemsOf(levels: ReadonlyMap<string, ReadLevel>): readonly TreeItem[] {
  const root = levels.get('')?.level
  if (root === undefined || root.place === null) return []
  const lost: readonly TreeItem[] =
    root.unplaced === 0 ? [] : [nodeItem({ ...lostNode, accounts: root.unplaced }, below(unplaced, { levels, isEmpty: false }))]
  return [nodeItem(ouNode(root.place), belowOf(root, root.place.id, levels)), ...lost]
}

const lostNode: TreeNode = { id: unplaced, kind: 'unplaced', name: 'Place unknown', policies: [], children: [], accounts: 0 }

function below(
  id: string,
  { levels, isEmpty }: { readonly levels: ReadonlyMap<string, ReadLevel>; readonly isEmpty: boolean },
): readonly TreeItem[] {
  if (isEmpty) return []
  const read = levels.get(id)
  if (read?.level !== undefined) return belowOf(read.level, id, levels)
  return [{ kind: read?.hasFailed === true ? 'failed' : 'loading', id: `${id} unread`, under: id }]
}

function belowOf(level: TreeLevel, id: string, levels: ReadonlyMap<string, ReadLevel>): readonly TreeItem[] {
  return [
    ...level.ous.map((ou) => nodeItem(ouNode(ou), below(ou.id, { levels, isEmpty: !ou.hasOus && ou.accounts === 0 }))),
    ...level.accounts.map((account) => nodeItem(accountNode(account), [])),
    ...(level.nextCursor === null ? [] : [{ kind: 'more' as const, id: `${id} more`, under: id }]),
  ]
}

/** What a search found, nested under the places above it. */
export function itemsFound({ places, accounts }: TreeFindings): readonly TreeItem[] {
  const ousOf = Map.groupBy(places, ({ parentId }) => parentId)
  const known = new Set(places.map(({ id }) => id))
  const accountsOf = Map.groupBy(accounts, ({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : unplaced))
  const accountItems = (id: string): TreeItem[] => (accountsOf.get(id) ?? []).map((account) => nodeItem(accountNode(account), []))
  const nest = (place: FoundTreePlace): TreeItem =>
    nodeItem(ouNode(place), [...(ousOf.get(place.id) ?? []).map(nest), ...accountItems(place.id)])
  const lost = accountItems(unplaced)
  return [...(ousOf.get(null) ?? []).map(nest), ...(lost.length === 0 ? [] : [nodeItem({ ...lostNode, accounts: lost.length }, lost)])]
}

function nodeItem(node: TreeNode, children: readonly TreeItem[]): TreeItem {
  return { kind: 'node', id: node.id, node, children }
}

function ouNode({ id, parentId, name, policies, accounts }: TreeLevelOu | FoundTreePlace): TreeNode {
  return { id, kind: parentId === null ? 'root' : 'ou', name, policies, children: [], accounts }
}

function accountNode({ accountId, name, status, inclusion, isManagementAccount, policies }: TreeLevelAccount): TreeNode {
  return { id: accountId, kind: 'account', name, status, inclusion, isManagementAccount, policies, children: [], accounts: 1 }
}

export function childrenOf(item: TreeItem): readonly TreeItem[] {
  return item.kind === 'node' ? item.children : []
}

/** The ids of every item that has something below it. */
export function idsWithChildren(items: readonly TreeItem[]): string[] {
  return items.flatMap((item) => (childrenOf(item).length === 0 ? [] : [item.id, ...idsWithChildren(childrenOf(item))]))
}

/** A node and all above it, from the root down; nothing where it is not among the items. */
export function wayTo(items: readonly TreeItem[], id: string): readonly TreeNode[] {
  for (const item of items) {
    if (item.kind !== 'node') continue
    if (item.id === id) return [item.node]
    const further = wayTo(item.children, id)
    if (further.length > 0) return [item.node, ...further]
  }
  return []
}
