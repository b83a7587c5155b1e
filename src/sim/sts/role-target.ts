import { SimError } from '../define-operation.ts'
import { findIam, type RoleRecord } from '../iam/state.ts'
import { currentTrust } from '../iam/trust.ts'
import { accountActiveProvider, regionEnabledProvider } from '../providers.ts'
import { regionKindOf } from '../regions.ts'
import type { SimulatedAws } from '../state.ts'

/** How long a new role may stay unknown to STS. */
const propagationMs = 2000
/** Trusts nobody: what a missing role is evaluated with, so that its answer cannot be told from a refusal. */
const trustsNobody = JSON.stringify({ Version: '2012-10-17', Statement: [] })

export type RoleTarget = { readonly arn: string; readonly accountId: string; readonly role: RoleRecord | undefined; readonly trust: string }

/** The role that an ARN names, or, where there is none (or not yet, or its account is closed or suspended), something that refuses in the same words. */
export function findRoleTarget(aws: SimulatedAws, arn: string): RoleTarget {
  const match = /^arn:([a-z-]+):iam::(\d{12}):role(\/.*?)([^/]+)$/.exec(arn)
  if (match === null || match[1] !== aws.settings.partition) throw new SimError('ValidationError', `${arn} is invalid`, { status: 400 })
  const accountId = match[2]!
  const role = findIam(aws, accountId)?.roles.get(match[4]!)
  const isOpen = aws.ask(accountActiveProvider)(accountId)
  const visible = isOpen && role !== undefined && role.arn === arn && role.createdAt + aws.lagMs(propagationMs) <= aws.now()
  return visible ? { arn, accountId, role, trust: currentTrust(aws, role) } : { arn, accountId, role: undefined, trust: trustsNobody }
}

/** An opt-in Region's STS serves roles of accounts that enabled the Region; the caller's account need not have. */
export function requireRegion(aws: SimulatedAws, region: string, accountId: string): void {
  if (regionKindOf(aws.settings.partition, region) !== 'opt_in' || aws.ask(regionEnabledProvider)(accountId, region)) return
  throw new SimError(
    'RegionDisabledException',
    `STS is not activated in this region for account:${accountId}. Your account administrator can activate STS in this region using the IAM Console.`,
    { status: 403 },
  )
}
