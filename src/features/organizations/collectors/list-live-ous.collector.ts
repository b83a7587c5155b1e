import { ListOrganizationalUnitsForParentCommand, ListRootsCommand } from '@aws-sdk/client-organizations'
import type { AwsDoor } from '#platform/aws/door.ts'
import type { Outcome } from '#platform/aws/outcome.ts'
import { listPages, type LiveRead } from './list-live-accounts.collector.ts'

export type LiveOu = {
  readonly id: string
  /** Null: a root. */
  readonly parentId: string | null
  readonly name: string
}

/** AWS allows five levels of OUs; a deeper walk would be a loop. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const ouDepthMax = 5

/** Every root and OU with its name, level by level, or no list at all: a half-read tree would hide OUs that could be chosen. */
export async function listLiveOus(door: AwsDoor, at: LiveRead): Promise<Outcome<readonly LiveOu[]>> {
  const listed = await listPages(door, at, (token) => new ListRootsCommand(token))
  if (listed.kind !== 'ok') return listed
  const roots = listed.value.flatMap(({ Roots = [] }) =>
    Roots.flatMap(({ Id, Name = 'Root' }): LiveOu[] => (Id === undefined ? [] : [{ id: Id, parentId: null, name: Name }])),
  )
  const found = [...roots]
  let level: readonly LiveOu[] = roots
  for (let depth = 1; depth <= ouDepthMax && level.length > 0; depth++) {
    const next: LiveOu[] = []
    for (const { id: parentId } of level) {
      const children = await listPages(
        door,
        at,
        (token) => new ListOrganizationalUnitsForParentCommand({ ParentId: parentId, MaxResults: 20, ...token }),
      )
      if (children.kind !== 'ok') return children
      const ous = children.value.flatMap(({ OrganizationalUnits = [] }) => OrganizationalUnits)
      next.push(...ous.flatMap(({ Id, Name = '' }): LiveOu[] => (Id === undefined ? [] : [{ id: Id, parentId, name: Name }])))
    }
    found.push(...next)
    level = next
  }
  return { kind: 'ok', value: found }
}
