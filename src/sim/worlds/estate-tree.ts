import type { OrganizationRecord } from '../organizations/state.ts'
import { chainTo, ouDepthMax } from '../organizations/tree.ts'
import type { SimulatedAws } from '../state.ts'
import { pick } from './chance.ts'
import { unitName } from './names.ts'
import { seedUnit } from './seeded-organization.ts'

/** The first OUs of every estate: one is always empty, one is always five levels deep, two have names that need escaping. */
const fixed: readonly { readonly name: string; readonly under?: string }[] = [
  { name: 'Security' },
  { name: 'Workloads' },
  { name: 'Dev/Test', under: 'Workloads' },
  { name: 'Quarantine' },
  { name: 'Non Prod', under: 'Dev/Test' },
  { name: 'Team A', under: 'Non Prod' },
  { name: 'Team A / Experiments', under: 'Team A' },
  { name: 'Awaiting Accounts' },
]
/** Share of further OUs that start a branch of their own under the root. */
const rootShare = 0.12

export type EstateTree = {
  /** Where accounts may be put, the empty OU and the quarantine left out. */
  readonly open: readonly string[]
  /** Absent in estates too small for it. */
  readonly quarantineId?: string
  readonly securityId?: string
}

/** `count` OUs, nested to depth five, names repeating across parents but never under one. */
export function seedTree(aws: SimulatedAws, organization: OrganizationRecord, count: number): EstateTree {
  const random = aws.random('world/tree')
  const byName = new Map<string, string>()
  for (const { name, under } of fixed.slice(0, count)) {
    byName.set(name, seedUnit(aws, organization, { name, parentId: byName.get(under ?? '') ?? organization.rootId }))
  }
  const closed = new Set([byName.get('Quarantine'), byName.get('Awaiting Accounts')])
  const open = [...byName.values()].filter((id) => !closed.has(id))
  while (organization.units.size < count) {
    const roomy = pick(random, open)
    const isRoot = random() < rootShare || chainTo(organization, roomy).length > ouDepthMax
    const parentId = isRoot ? organization.rootId : roomy
    const taken = new Set([...(organization.unitsUnder.get(parentId)?.values() ?? [])].map(({ name }) => name))
    open.push(seedUnit(aws, organization, { name: unitName(random, taken), parentId }))
  }
  const [quarantineId, securityId] = [byName.get('Quarantine'), byName.get('Security')]
  return { open, ...(quarantineId !== undefined && { quarantineId }), ...(securityId !== undefined && { securityId }) }
}
