import { sql } from 'kysely'
import type { Tx } from '#platform/db/db.ts'
import type { Organization } from '../organization.ts'
import { decideInclusion } from '../scope.ts'
import { rcpFullAccessId } from './policy-facts.ts'
import { countStreams, skipOpenStreams, type KindState } from './staging.ts'
import { organizationsPageSize, ouDepthMax } from './sync-bound.ts'
import type { SyncRun } from './sync-runs.ts'
import { newStream, type StagedPage, type Stream, type StreamKind } from './streams.ts'

export type NextContext = { readonly organization: Organization; readonly run: SyncRun }

/** Lists that decide something together with others. */
const jointKinds = ['accounts', 'ous', 'policies', 'parents', 'bulk_tags'] as const
/** Of the accounts known before, how many have their own tags re-read per sync, so that a removed tag is noticed in time. */
const rotationShare = 0.05

/** What one page of one list leads to by itself: children of OUs, contents of policies. */
export function streamsAfter(stream: Stream, page: StagedPage, policyTypes: readonly string[]): Stream[] {
  if (stream.kind === 'roots') {
    return (page.rows.ous ?? []).flatMap((root) => [
      newStream('ous', root.ouId, 0),
      ...policyTypes.filter((type) => root.policyTypes?.includes(type) === true).map((type) => newStream('policies', type)),
    ])
  }
  if (stream.kind === 'ous') {
    const depth = stream.level + 1
    return depth >= ouDepthMax ? [] : (page.rows.ous ?? []).map((ou) => newStream('ous', ou.ouId, depth))
  }
  if (stream.kind === 'policies') {
    const known = new Set((page.rows.contents ?? []).map((content) => content.policyId))
    return (page.rows.policies ?? []).filter((policy) => !known.has(policy.policyId)).map((policy) => newStream('policy', policy.policyId))
  }
  return []
}

/**
 * What several lists together lead to: where attachments are read from, whose tags are read singly, whether the OU walk is needed. Decides
 * from the staging tables alone and adds only what is missing, so it may be asked at any time, and again after a crash.
 */
export async function listNextStreams(
  tx: Tx,
  context: NextContext,
  about: ReadonlySet<StreamKind>,
  accountIds?: readonly string[],
): Promise<Stream[]> {
  if (!jointKinds.some((kind) => about.has(kind))) return []
  const states = await countStreams(tx, context.run.id)
  const asks = (...kinds: StreamKind[]) => kinds.some((kind) => about.has(kind))
  return [
    ...(asks('policies', 'accounts', 'ous') ? await attachmentStreams(tx, context, states) : []),
    ...(asks('accounts', 'ous', 'parents') ? await walkStreams(tx, context, states) : []),
    ...(asks('accounts', 'bulk_tags') ? await tagStreams(tx, context, states, accountIds) : []),
  ]
}

async function attachmentStreams(tx: Tx, { run }: NextContext, states: ReadonlyMap<StreamKind, KindState>): Promise<Stream[]> {
  const { rows: undecided } = await sql<{ type: string }>`
    select s.subject as type from sync_stream s where s.run_id = ${run.id} and s.kind = 'policies' and s.state = 'done'
      and not exists (select 1 from sync_stream a
        where a.run_id = s.run_id and a.kind in ('targets', 'attached') and starts_with(a.subject, s.subject || ':'))`.execute(tx)
  if (undecided.length === 0) return []
  const { rows: types } = await sql<{ type: string; policyIds: string[] }>`
    select type, array_agg(policy_id order by aws_managed desc, policy_id) as "policyIds"
    from staged_policy where run_id = ${run.id} and policy_id <> ${rcpFullAccessId} and type = any(${undecided.map((row) => row.type)}::text[])
    group by type`.execute(tx)
  if (types.length === 0) return []
  const targetIds = await listTargetIds(tx, run.id)
  const isTreeRead = isRead(states.get('accounts')) && isRead(states.get('ous'))
  return types.flatMap(({ type, policyIds }) => {
    const choice = chooseAttachmentLists({ policies: policyIds.length, targets: targetIds.length, isTreeRead })
    if (choice === 'by_policy') return policyIds.map((policyId) => newStream('targets', `${type}:${policyId}`))
    return choice === 'by_target' ? targetIds.map((targetId) => newStream('attached', `${type}:${targetId}`)) : []
  })
}

/**
 * By policy costs one list per policy, and one page per twenty targets for the policy that is on all of them; by target one list per target.
 * More targets only speak for "by policy", so that choice needs no complete tree; the other does.
 */
export function chooseAttachmentLists(known: {
  policies: number
  targets: number
  isTreeRead: boolean
}): 'by_policy' | 'by_target' | 'wait' {
  const byPolicy = known.policies - 1 + Math.max(1, Math.ceil(known.targets / organizationsPageSize))
  if (byPolicy <= known.targets) return 'by_policy'
  return known.isTreeRead ? 'by_target' : 'wait'
}

async function listTargetIds(tx: Tx, runId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select ou_id as id from staged_ou where run_id = ${runId} union all select account_id from staged_account where run_id = ${runId}`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

async function walkStreams(tx: Tx, { run }: NextContext, states: ReadonlyMap<StreamKind, KindState>): Promise<Stream[]> {
  if (!isRead(states.get('ous'))) return []
  const { rows } = await sql<{ unplaced: number }>`
    select count(*) as unplaced from staged_account a
    where a.run_id = ${run.id} and a.parent_id is null
      and not exists (select 1 from staged_parent p where p.run_id = a.run_id and p.account_id = a.account_id)`.execute(tx)
  if ((rows[0]?.unplaced ?? 0) === 0) {
    if (isRead(states.get('accounts')) && states.has('parents')) await skipOpenStreams(tx, run.id, 'parents')
    return []
  }
  if (states.has('parents')) return []
  const parents = await sql<{ id: string }>`select ou_id as id from staged_ou where run_id = ${run.id} order by ou_id`.execute(tx)
  return parents.rows.map((parent) => newStream('parents', parent.id))
}

type Candidate = { readonly accountId: string; readonly name: string; readonly state: 'ACTIVE'; readonly pathIds: string | null }

async function tagStreams(
  tx: Tx,
  context: NextContext,
  states: ReadonlyMap<StreamKind, KindState>,
  accountIds?: readonly string[],
): Promise<Stream[]> {
  const bulk = states.get('bulk_tags')
  if (bulk !== undefined && bulk.open > 0) return []
  const { run, organization } = context
  const doesBulkWork = bulk !== undefined && bulk.failed === 0 && (await isBulkBelievable(tx, context))
  const among = accountIds === undefined ? sql`true` : sql`s.account_id = any(${[...accountIds]}::text[])`
  const unread = doesBulkWork
    ? sql`not exists (select 1 from staged_tag b where b.run_id = s.run_id and b.account_id = s.account_id and not b.own)
        and not exists (select 1 from account a join account_observation o on o.account_uid = a.id
          where a.provider = 'aws' and a.account_id = s.account_id and o.tags_read_at is not null)`
    : sql`true`
  const { rows } = await sql<Candidate>`
    select s.account_id as "accountId", s.name, s.state, s.path_ids as "pathIds" from staged_account s
    where s.run_id = ${run.id} and ${among} and ${unread}
      and not exists (select 1 from sync_stream t where t.run_id = s.run_id and t.stream = 'tags:' || s.account_id)
    order by s.account_id`.execute(tx)
  const wanted = rows.filter((row) => isWanted(row, organization))
  const rotated = doesBulkWork && !run.isBaseline && accountIds === undefined ? await listRotation(tx, context) : []
  return [...wanted.map((row) => row.accountId), ...rotated].map((accountId) => newStream('tags', accountId))
}

/** An index that shows nothing although tags are known is not an answer. */
async function isBulkBelievable(tx: Tx, { run, organization }: NextContext): Promise<boolean> {
  const { rows } = await sql<{ shown: boolean; known: boolean }>`
    select exists (select 1 from staged_tag where run_id = ${run.id} and not own) as shown,
      exists (select 1 from account a join account_tag t on t.account_uid = a.id where a.organization_uid = ${organization.uid}) as known`.execute(
    tx,
  )
  return rows[0]?.shown === true || rows[0]?.known === false
}

/** Accounts that will not be imported cost no call of their own. Where the place is not known yet, the account may be wanted. */
function isWanted(candidate: Candidate, organization: Organization): boolean {
  const settings = candidate.pathIds === null ? { ...organization, scopeOuIds: [] } : organization
  return decideInclusion({ ...candidate, pathIds: candidate.pathIds ?? '' }, settings).inclusion === 'imported'
}

/** First those whose stored tags the index no longer shows, then those whose own list was read longest ago. At most 5 %, at least one. */
async function listRotation(tx: Tx, { run, organization }: NextContext): Promise<string[]> {
  const { rows } = await sql<{ accountId: string }>`
    with known as (
      select a.id, a.account_id, o.tags_read_at, exists (
        select 1 from account_tag t where t.account_uid = a.id and not exists (
          select 1 from staged_tag b where b.run_id = ${run.id} and b.account_id = a.account_id and not b.own and b.key = t.key)) as is_suspect
      from account a left join account_observation o on o.account_uid = a.id
      where a.organization_uid = ${organization.uid} and a.inclusion = 'imported')
    select account_id as "accountId" from known
    order by is_suspect desc, tags_read_at nulls first, account_id
    limit greatest(1, floor((select count(*) from known) * ${rotationShare}::float8))`.execute(tx)
  return rows.map((row) => row.accountId)
}

function isRead(state: KindState | undefined): boolean {
  return state !== undefined && state.open === 0 && state.failed === 0
}
