import type { OrganizationalUnitNode } from '../../api/operations.gen.ts'

export type ScopeNode = {
  readonly id: string
  readonly name: string
  readonly children: readonly ScopeNode[]
  readonly accountIds: readonly string[]
  readonly total: number
}
export type Tick = 'all' | 'some' | 'none'

/** OUs of a synced tree, by name. */
export function scopeNodesOfTree({ id, name, children, accounts }: OrganizationalUnitNode): ScopeNode {
  return nodeOf({ id, name, accountIds: accounts.map(({ accountId }) => accountId), children: children.map(scopeNodesOfTree) })
}

type Placed = { readonly accountId: string; readonly pathIds: string | null }

/** OUs as the accounts' paths of ids tell them: what is known before the first sync, without names. Empty OUs cannot be seen this way. */
export function scopeNodesOfPaths(accounts: readonly Placed[]): readonly ScopeNode[] {
  const paths = accounts.flatMap(({ accountId, pathIds }) => {
    const ids = (pathIds ?? '').split('/').filter((id) => /^(r|ou)-/.test(id))
    return ids.length === 0 ? [] : [{ accountId, ids }]
  })
  return below(paths)
}

function below(paths: readonly { readonly accountId: string; readonly ids: readonly string[] }[]): ScopeNode[] {
  const groups = Map.groupBy(
    paths.filter(({ ids }) => ids.length > 0),
    ({ ids }) => ids[0] ?? '',
  )
  return [...groups].map(([id, members]) => {
    const inner = members.map(({ accountId, ids }) => ({ accountId, ids: ids.slice(1) }))
    return nodeOf({
      id,
      name: id.startsWith('r-') ? 'Root' : id,
      accountIds: inner.filter(({ ids }) => ids.length === 0).map(({ accountId }) => accountId),
      children: below(inner),
    })
  })
}

type NamedOu = { readonly id: string; readonly parentId: string | null; readonly name: string }

/** OUs by name as AWS has them now, empty ones included; accounts whose place is not known stand nowhere. */
export function scopeNodesOfOus(ous: readonly NamedOu[], accounts: readonly Placed[]): readonly ScopeNode[] {
  const children = Map.groupBy(ous, ({ parentId }) => parentId)
  const members = Map.groupBy(accounts, ({ pathIds }) => (pathIds ?? '').split('/').findLast((id) => /^(r|ou)-/.test(id)))
  const node = ({ id, name }: NamedOu): ScopeNode =>
    nodeOf({
      id,
      name,
      accountIds: (members.get(id) ?? []).map(({ accountId }) => accountId),
      children: (children.get(id) ?? []).map(node),
    })
  return (children.get(null) ?? []).map(node)
}

/** `Root › Sports › Baseball` of an OU in the tree; its id where the tree does not hold it. */
export function nameOf(roots: readonly ScopeNode[], id: string): string {
  const way = wayTo(roots, id)
  return way.length === 0 ? id : way.map(({ name }) => name).join(' › ')
}

function nodeOf(node: Omit<ScopeNode, 'total'>): ScopeNode {
  return {
    ...node,
    children: node.children.toSorted((a, b) => a.name.localeCompare(b.name)),
    total: node.accountIds.length + node.children.reduce((sum, { total }) => sum + total, 0),
  }
}

/** How much of a node a choice of OUs takes in. A chosen OU takes in everything below it (ORG-13). */
export function tickOf(node: ScopeNode, chosen: readonly string[]): Tick {
  if (chosen.includes(node.id)) return 'all'
  const ticks = node.children.map((child) => tickOf(child, chosen))
  if (ticks.every((tick) => tick === 'none')) return 'none'
  return ticks.length > 0 && node.accountIds.length === 0 && ticks.every((tick) => tick === 'all') ? 'all' : 'some'
}

/** How many accounts a choice takes in. */
export function chosenCount(node: ScopeNode, chosen: readonly string[]): number {
  return chosen.includes(node.id) ? node.total : node.children.reduce((sum, child) => sum + chosenCount(child, chosen), 0)
}

/** Ticks or unticks an OU. Ticking drops what it already covers; unticking below a ticked OU keeps that one's other parts. */
export function toggle(roots: readonly ScopeNode[], chosen: readonly string[], id: string): string[] {
  const way = wayTo(roots, id)
  const node = way.at(-1)
  if (node === undefined) return [...chosen]
  const inside = idsOf(node)
  const covering = way.find((each) => chosen.includes(each.id))
  if (covering === undefined) {
    return tickOf(node, chosen) === 'all'
      ? chosen.filter((each) => !inside.includes(each))
      : [...chosen.filter((each) => !inside.includes(each)), id]
  }
  if (covering.id === id) return chosen.filter((each) => each !== id)
  const siblings = way
    .slice(way.indexOf(covering), -1)
    .flatMap((each) => each.children.filter((child) => !way.includes(child)).map((child) => child.id))
  return [...chosen.filter((each) => each !== covering.id), ...siblings]
}

function wayTo(nodes: readonly ScopeNode[], id: string): readonly ScopeNode[] {
  for (const node of nodes) {
    const rest = node.id === id ? [] : wayTo(node.children, id)
    if (node.id === id || rest.length > 0) return [node, ...rest]
  }
  return []
}

function idsOf(node: ScopeNode): string[] {
  return [node.id, ...node.children.flatMap(idsOf)]
}
