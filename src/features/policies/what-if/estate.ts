import type { PolicyLevel } from '#iam/types.ts'

export type OrgPolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY'

/** A root, OU or account in the tree. `pathIds` is `o-…/r-…/ou-…/`, without the account's own id. */
export type EstateNode = {
  readonly id: string
  readonly kind: 'root' | 'ou' | 'account'
  readonly parentId: string | null
  readonly name: string
}
export type EstatePolicy = {
  readonly id: string
  readonly type: OrgPolicyType
  readonly name: string
  readonly awsManaged: boolean
  /** Null: Reeve could not read it, so nothing that stands under it can be told. */
  readonly content: string | null
}

/** What decides about policies in one organization, as last seen or as it would be. */
export type Estate = {
  readonly organizationId: string
  readonly managementAccountId: string
  readonly nodes: ReadonlyMap<string, EstateNode>
  readonly policies: ReadonlyMap<string, EstatePolicy>
  /** Ids of the policies attached directly to a target. */
  readonly attachments: ReadonlyMap<string, readonly string[]>
}

/** Ids from the root down to the node itself; undefined where the tree does not hold together. */
export function lineageOf(estate: Estate, id: string): string[] | undefined {
  const lineage: string[] = []
  let at: string | null = id
  while (at !== null) {
    const node = estate.nodes.get(at)
    // Seven nodes are the most AWS allows from root to account; a longer walk is a cycle.
    if (node === undefined || lineage.length > 10) return undefined
    lineage.unshift(at)
    at = node.parentId
  }
  return lineage
}

/** `o-…/r-…/ou-…/`: the account's value of aws:PrincipalOrgPaths. */
export function orgPathOf(estate: Estate, accountId: string): string | undefined {
  const lineage = lineageOf(estate, accountId)
  return lineage === undefined ? undefined : `${estate.organizationId}/${lineage.slice(0, -1).join('/')}/`
}

export function attachedTo(estate: Estate, targetId: string, type: OrgPolicyType): EstatePolicy[] {
  return (estate.attachments.get(targetId) ?? []).flatMap((id) => {
    const policy = estate.policies.get(id)
    return policy?.type === type ? [policy] : []
  })
}

/** Levels from the root to the account as the engine takes them; undefined where a policy's text or the account's place is not known. */
export function levelsOf(estate: Estate, accountId: string, type: OrgPolicyType): PolicyLevel[] | undefined {
  const lineage = lineageOf(estate, accountId)
  if (lineage === undefined) return undefined
  const levels = lineage.map((target) => ({ target, policies: attachedTo(estate, target, type) }))
  if (levels.some(({ policies }) => policies.some(({ content }) => content === null))) return undefined
  return levels.map(({ target, policies }) => ({
    target,
    policies: policies.map(({ id, content }) => ({ name: id, document: content ?? '' })),
  }))
}
