import { resourceArn } from '../organizations/arns.ts'
import { hash32 } from '../organizations/hash.ts'
import { findOrganizationOf, type OrganizationRecord } from '../organizations/state.ts'
import { tagsAsOf } from '../organizations/tags.ts'
import { regionsOf } from '../regions.ts'
import { defineState, type SimulatedAws } from '../state.ts'

/** How far the index is behind the services; AWS gives no figure. */
const lagMs = 30_000

export type TagIndexSwitches = {
  /** Share of resources that the index has lost, drawn from the seed; 0 = none. */
  dropShare: number
}

const switchesKey = defineState<TagIndexSwitches>('tagIndex', () => ({ dropShare: 0 }))

export function tagIndexSwitches(aws: SimulatedAws): TagIndexSwitches {
  return aws.state(switchesKey)
}

export type IndexedResource = { readonly id: string; readonly type: string; readonly tags: ReadonlyMap<string, string> }
export type TagIndex = { readonly resources: readonly IndexedResource[]; readonly arnOf: (id: string) => string }

const nothing: TagIndex = { resources: [], arnOf: (id) => id }

/**
 * What the index of an account shows in a Region: resources that are or have been tagged, as they were a while ago, in the order in
 * which they were first tagged. Organizations' resources belong to the management account and its home Region; nobody else sees them,
 * a delegated administrator included.
 */
export function tagIndexOf(aws: SimulatedAws, accountId: string, region: string): TagIndex {
  const organization = findOrganizationOf(aws, accountId)
  if (organization?.managementAccountId !== accountId || region !== regionsOf(aws.settings.partition).home) return nothing
  const asOf = aws.now() - aws.lagMs(lagMs)
  const resources: IndexedResource[] = []
  for (const id of organization.tags.keys()) {
    const tags = tagsAsOf(organization, id, asOf)
    if (tags !== undefined && !isDropped(aws, id)) resources.push({ id, type: typeOf(organization, id), tags })
  }
  return { resources, arnOf: (id) => resourceArn(organization, id) }
}

function isDropped(aws: SimulatedAws, id: string): boolean {
  const { dropShare } = tagIndexSwitches(aws)
  return dropShare > 0 && hash32(`${aws.settings.seed}/dropped/${id}`) / 2 ** 32 < dropShare
}

function typeOf(organization: OrganizationRecord, id: string): string {
  if (id === organization.rootId) return 'organizations:root'
  if (id.startsWith('ou-')) return 'organizations:ou'
  if (id.startsWith('p-')) return 'organizations:policy'
  return id.startsWith('rp-') ? 'organizations:resourcepolicy' : 'organizations:account'
}
