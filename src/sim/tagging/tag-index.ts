import { resourceArn } from '../organizations/arns.ts'
import { hash32 } from '../organizations/hash.ts'
import { PagedMap } from '../organizations/paged-map.ts'
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

export type IndexedResource = { readonly arn: string; readonly type: string; readonly tags: ReadonlyMap<string, string> }

/**
 * What the index of an account shows in a Region: resources that are or have been tagged, as they were a while ago. Organizations'
 * resources belong to the management account and its home Region; nobody else sees them, a delegated administrator included.
 */
export function indexedResources(aws: SimulatedAws, accountId: string, region: string): PagedMap<IndexedResource> {
  const index = new PagedMap<IndexedResource>()
  const organization = findOrganizationOf(aws, accountId)
  if (organization?.managementAccountId !== accountId || region !== regionsOf(aws.settings.partition).home) return index
  const asOf = aws.now() - aws.lagMs(lagMs)
  for (const id of organization.tags.keys()) {
    const tags = tagsAsOf(organization, id, asOf)
    if (tags === undefined || isDropped(aws, id)) continue
    const arn = resourceArn(organization, id)
    index.set(arn, { arn, type: typeOf(organization, id), tags })
  }
  return index
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
