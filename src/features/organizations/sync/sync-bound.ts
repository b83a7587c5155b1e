import { atShare, bucketsFor } from '#platform/aws/buckets.ts'
import type { AwsService } from '#platform/aws/door.ts'

/** Page size of every paged Organizations list. https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html */
export const organizationsPageSize = 20
/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html */
export const taggingPageSize = 100
/** OUs nest five levels below the root, so an OU at depth 5 has no children to ask for. */
export const ouDepthMax = 5

/** What one organization holds, as far as it decides how many calls a sync needs. */
export type EstateCounts = {
  readonly accounts: number
  /** For the root and every OU above depth 5: how many OUs lie directly in it. */
  readonly childOus: readonly number[]
  /** Depth of the deepest OU; 0 where there are none. */
  readonly ouDepth: number
  readonly ous: number
  readonly policyTypes: readonly PolicyTypeCounts[]
  readonly tags: TagCounts
  /** Where AWS gives no `Paths` for some account: accounts per parent. Absent where all have them. */
  readonly accountsPerParent?: readonly number[]
}
export type PolicyTypeCounts = {
  readonly listed: number
  /** Policies whose content must be read: all but those AWS documents. */
  readonly described: number
  /** Attachments of each policy whose targets are listed: all but RCPFullAWSAccess, which is on everything. */
  readonly attachmentsPerPolicy: readonly number[]
}
export type TagCounts =
  /** `shown`: accounts in the bulk index. `single`: accounts read one by one beside it. */
  { readonly path: 'bulk'; readonly shown: number; readonly single: number } | { readonly path: 'single'; readonly single: number }

export type CallCounts = Readonly<Record<string, number>>

/** The fewest calls by which AWS lets such an organization be read, by `service:Operation`. */
export function minCallsOf(counts: EstateCounts): CallCounts {
  const { tags } = counts
  const targets = counts.accounts + counts.ous + 1
  const attachments = counts.policyTypes.map((type) => attachmentCalls(type, targets))
  return withoutZeros({
    'organizations:ListRoots': 1,
    'organizations:ListAccounts': pages(counts.accounts),
    'organizations:ListOrganizationalUnitsForParent': sum(counts.childOus.map((children) => pages(children))),
    'organizations:ListAccountsForParent': sum((counts.accountsPerParent ?? []).map((accounts) => pages(accounts))),
    'organizations:ListPolicies': sum(counts.policyTypes.map((type) => pages(type.listed))),
    'organizations:DescribePolicy': sum(counts.policyTypes.map((type) => type.described)),
    'organizations:ListTargetsForPolicy': sum(attachments.map((calls) => (calls.by === 'policy' ? calls.count : 0))),
    'organizations:ListPoliciesForTarget': sum(attachments.map((calls) => (calls.by === 'target' ? calls.count : 0))),
    'organizations:ListTagsForResource': tags.single,
    'tagging:GetResources': tags.path === 'bulk' ? pages(tags.shown, taggingPageSize) : 0,
  })
}

/** One list per policy or one per target, whichever takes fewer calls. */
export function attachmentCalls(type: PolicyTypeCounts, targets: number): { readonly by: 'policy' | 'target'; readonly count: number } {
  const byPolicy = sum(type.attachmentsPerPolicy.map((attachments) => pages(attachments)))
  return byPolicy <= targets ? { by: 'policy', count: byPolicy } : { by: 'target', count: targets }
}

/**
 * Calls that must wait for another call's answer, one after the other. Pages of one list are not counted again: their waits lie inside the
 * bucket's own time, because a token takes longer to come than an answer.
 */
export function longestChain(counts: EstateCounts): number {
  const ouChain = 1 + Math.min(counts.ouDepth, ouDepthMax - 1) + 1
  const policyChain = counts.policyTypes.length > 0 ? 3 : 1
  const tagChain = 2
  return Math.max(ouChain, policyChain, tagChain)
}

export type BoundInput = {
  readonly calls: CallCounts
  readonly chain: number
  /** 1: all that AWS publishes. */
  readonly share: number
  readonly medianLatencyMs: number
}

/**
 * The shortest time in milliseconds in which the calls can be made: the slowest bucket's `(n − capacity) / (share × rate)` plus the chain of
 * dependent calls at median latency. Only published rates count; an assumed one is no bound.
 */
export function boundMs({ calls, chain, share, medianLatencyMs }: BoundInput): number {
  const drawn = new Map<string, { n: number; seconds: (n: number) => number }>()
  for (const [name, n] of Object.entries(calls)) {
    const [service, operation] = splitName(name)
    for (const bucket of bucketsFor({ service, operation, region: 'us-east-1', accountId: 'caller', organizationId: 'organization' })) {
      if (bucket.assumed) continue
      const { ratePerSecond, capacity } = atShare(bucket.rate, share)
      const known = drawn.get(bucket.key)
      drawn.set(bucket.key, { n: (known?.n ?? 0) + n, seconds: (total) => Math.max(0, total - capacity) / ratePerSecond })
    }
  }
  const slowest = Math.max(0, ...[...drawn.values()].map(({ n, seconds }) => seconds(n)))
  return Math.round(slowest * 1000 + chain * medianLatencyMs)
}

export function totalCalls(calls: CallCounts): number {
  return sum(Object.values(calls))
}

function pages(items: number, size = organizationsPageSize): number {
  return Math.max(1, Math.ceil(items / size))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function withoutZeros(calls: CallCounts): CallCounts {
  return Object.fromEntries(Object.entries(calls).filter(([, count]) => count > 0))
}

function splitName(name: string): [AwsService, string] {
  const [service, operation] = name.split(':')
  return [service as AwsService, operation ?? '']
}
