import { applyMemberResults, listMembersToCheck, type MemberResult, type MemberToCheck } from '#features/accounts/index.ts'
import { decideCause, evaluateOrganization, findPolicyChain, type Cause } from '#features/policies/index.ts'
import type { Work } from '#platform/aws/door.ts'
import type { Denial } from '#platform/aws/outcome.ts'
import { readKitTag } from '../kit/permissions.ts'
import type { Organization } from '../organization.ts'
import { memberSessionTarget } from '../target.ts'
import { probeMember, probeMemberAction } from './collectors/probe-member.collector.ts'
import { decideMemberStatus, type MemberObservation } from './decide-member-status.ts'
import type { Fence, SyncDeps } from './sync-deps.ts'

export type MemberCheck = {
  readonly deps: Pick<SyncDeps, 'db' | 'door' | 'sealer' | 'now'>
  readonly organization: Organization
  readonly fence: Fence
  readonly work: Work
  /** Accounts tried since then are done: a resumed check goes on. */
  readonly since: Date
}

/** STS allows 600 calls a second; two calls per account at 40 ms keep this far below, and leave the machine to others. */
const concurrency = 16
const batchSize = 200

/**
 * Tries the member role of every imported account (ORG-20) and stores each account's status, a batch at a time. One account's failure stops
 * no other. Outside the Organizations buckets: it assumes roles and asks the member accounts themselves. Answers how many could not be
 * reached though AWS says they are active.
 */
export async function checkMembers(check: MemberCheck): Promise<{ readonly checked: number; readonly failed: number }> {
  const { deps, organization, fence, since } = check
  let [checked, failed, after] = [0, 0, '']
  for (;;) {
    const members = await listMembersToCheck(deps.db, {
      organizationUid: organization.uid,
      since,
      now: deps.now(),
      after,
      limit: batchSize,
    })
    if (members.length === 0) return { checked, failed }
    const results = await mapPooled(members, (member) => checkMember(check, member))
    await deps.db.transaction().execute(async (tx) => {
      await fence.assertHeld(tx)
      await applyMemberResults(tx, results, deps.now())
    })
    checked += results.length
    failed += results.filter(({ status }) => status !== 'ok' && status !== 'suspended').length
    after = members.at(-1)?.accountId ?? after
  }
}

async function checkMember(check: MemberCheck, member: MemberToCheck): Promise<MemberResult> {
  check.work.signal.throwIfAborted()
  const verdict = decideMemberStatus(await observeMember(check, member))
  check.work.signal.throwIfAborted()
  return { uid: member.uid, ...verdict }
}

async function observeMember(check: MemberCheck, member: MemberToCheck): Promise<MemberObservation> {
  const { deps, organization, work } = check
  const target = memberSessionTarget(organization, member.accountId, deps.sealer)
  const roleArn = target.role?.roleArn ?? ''
  const opened = await deps.door.open(target, work)
  if (opened.kind !== 'ok') {
    const cause =
      opened.kind === 'denied' ? await causeOf(check, member, { denial: opened.denial, action: 'sts:AssumeRole', roleArn }) : null
    return { kind: 'not_assumed', roleArn, outcome: opened, cause }
  }
  const probed = await probeMember(deps.door, { session: opened.value, work }, roleNameOf(roleArn))
  if (probed.kind === 'ok') return { kind: 'probed', kitTag: probed.value.kitTag }
  const cause =
    probed.kind === 'denied' ? await causeOf(check, member, { denial: probed.denial, action: probeMemberAction, roleArn }) : null
  return {
    kind: 'probe_failed',
    roleArn,
    action: probeMemberAction,
    outcome: probed,
    cause,
    kit: readKitTag(organization.kitVersion ?? undefined),
  }
}

type Attempt = { readonly denial: Denial; readonly action: string; readonly roleArn: string }

/**
 * AWS's own words first; where they leave it open, what the harvested SCPs and RCPs say of this very call. Assuming a role is the caller's
 * act, which the member account's SCPs do not bind, so there AWS's words are all there is.
 */
async function causeOf({ deps, organization }: MemberCheck, member: MemberToCheck, { denial, action, roleArn }: Attempt): Promise<Cause> {
  if (action === 'sts:AssumeRole') return decideCause({ observation: { kind: 'denied', denial }, organization: { kind: 'not_harvested' } })
  const { accountId } = member
  const chain = await findPolicyChain(deps.db, { ...member, organizationUid: organization.uid })
  const evidence = evaluateOrganization(chain, {
    principal: { arn: roleArn, accountId },
    action,
    resource: { arn: roleArn, accountId },
    context: {},
    organization: { id: organization.organizationId, managementAccountId: organization.managementAccountId },
  })
  return decideCause({ observation: { kind: 'denied', denial }, organization: evidence })
}

function roleNameOf(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf('/') + 1)
}

async function mapPooled<Item, Result>(items: readonly Item[], map: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  let next = 0
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index]
      if (item !== undefined) results[index] = await map(item)
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker))
  return results
}
