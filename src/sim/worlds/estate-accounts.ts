import { joinOrganization } from '../organizations/membership.ts'
import type { OrganizationRecord } from '../organizations/state.ts'
import { putTags } from '../organizations/tags.ts'
import type { Random } from '../ids.ts'
import { accountSettings } from '../account/state.ts'
import { regionsOf } from '../regions.ts'
import type { SimulatedAws } from '../state.ts'
import { between, pick, shuffled } from './chance.ts'
import { type AccountCondition, conditionsFor, worldConditions } from './conditions.ts'
import type { EstateTree } from './estate-tree.ts'
import { accountName, accountTags } from './names.ts'
import { addAccount, worldBegan } from './seeded-organization.ts'

const dayMs = 86_400_000
/** Accounts were made over four years. */
const spreadMs = 4 * 365 * dayMs
const taggedShare = 0.9
const underRootShare = 0.02
const invitedShare = 0.25
const optedInShare = 0.15
/** The youngest account is younger than the four days that AWS makes it wait before it may leave. */
const youngestAgeMs = dayMs

export type MemberPlan = { readonly tree: EstateTree; readonly count: number }

/** Member accounts with their places, tags, states and Regions; returns the id of the account kept for delegated administration. */
export function seedMembers(aws: SimulatedAws, organization: OrganizationRecord, { tree, count }: MemberPlan): string | undefined {
  const random = aws.random('world/accounts')
  const dealt = deal(random, count)
  const ids = uniqueAccountIds(aws, count)
  ids.forEach((id, index) => {
    const condition = dealt[index] ?? 'healthy'
    const isSecurity = index === 0
    const name = isSecurity ? 'security-tooling' : accountName(random, index)
    const createdAt = index === count - 1 && count > 1 ? aws.now() - youngestAgeMs : worldBegan + Math.floor((spreadMs * index) / count)
    const account = addAccount(aws, { id, name, email: `aws+${String(index).padStart(5, '0')}@anycompany.example`, createdAt })
    const place = isSecurity ? (tree.securityId ?? organization.rootId) : (placeFor(random, tree, condition) ?? organization.rootId)
    const method = createdAt > worldBegan + spreadMs || random() >= invitedShare ? 'CREATED' : 'INVITED'
    joinOrganization(aws, organization, { account, method, parentId: place, joinedAt: createdAt })
    if (condition === 'suspended') account.state = 'SUSPENDED'
    if (condition === 'closed') account.state = 'CLOSED'
    if (condition === 'pending_closure') account.state = 'PENDING_CLOSURE'
    if (condition !== 'healthy') worldConditions(aws).set(id, condition)
    if (isTagged(index)) putTags(organization, { id, at: worldBegan, tags: accountTags(random) })
    if (random() < optedInShare) optIn(aws, random, id)
  })
  return ids[0]
}

/** Exactly nine in ten, whatever the count. */
function isTagged(index: number): boolean {
  return Math.floor((index + 1) * taggedShare) > Math.floor(index * taggedShare)
}

/** Conditions spread over the members at random; the first (delegated administrator) and the last (youngest) stay healthy. */
function deal(random: Random, count: number): readonly AccountCondition[] {
  if (count < 3) return []
  const conditions = conditionsFor(count).slice(0, count - 2)
  const healthy = Array.from({ length: count - 2 - conditions.length }, (): AccountCondition => 'healthy')
  return ['healthy', ...shuffled(random, [...conditions, ...healthy]), 'healthy']
}

/** Undefined = directly under the root. */
function placeFor(random: Random, tree: EstateTree, condition: AccountCondition): string | undefined {
  if (condition === 'scp_blocked' && tree.quarantineId !== undefined && random() < 0.5) return tree.quarantineId
  return tree.open.length === 0 || random() < underRootShare ? undefined : pick(random, tree.open)
}

function optIn(aws: SimulatedAws, random: Random, accountId: string): void {
  const { optIn: regions } = regionsOf(aws.settings.partition)
  if (regions.length === 0) return
  for (let left = between(random, 1, 3); left > 0; left -= 1) accountSettings(aws, accountId).optedIn.add(pick(random, regions))
}

function uniqueAccountIds(aws: SimulatedAws, count: number): readonly string[] {
  const ids = new Set<string>()
  while (ids.size < count) ids.add(aws.ids.accountId())
  return [...ids]
}
