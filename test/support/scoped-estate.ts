import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { joinOrgPath } from '#lib/org-path.ts'
import type { AccountFacts } from '#lib/selector/index.ts'
import type { Db } from '#platform/db/db.ts'
import { insertAccount, insertOrganization } from './estate-rows.ts'

export type EstateAccount = {
  readonly id: string
  /** Undefined: nothing is known of its place. */
  readonly ou: string | undefined
  readonly badges: Readonly<Record<string, string>>
  readonly tagsRead: boolean
}
export type EstateOrganization = {
  readonly id: string
  readonly managementAccountId: string
  readonly root: string
  /** OU → parent, each parent before its children. */
  readonly ous: Readonly<Record<string, string>>
  readonly accounts: readonly EstateAccount[]
}

/** Counts of whole organizations: a scoped reply that holds one tells how large the rest is. */
export const tellingCounts = ['77771', '77772', '77773', '77774', '77775', '77776']
export const at = new Date('2026-11-21T11:00:00Z')

export const accountName = (id: string): string => `name-of-${id}`
export const placeName = (id: string): string => `place-${id}`
export const policyOf = (target: string): string => `p-for0${target.replaceAll(/[^0-9a-z]/g, '')}`
export const policyName = (target: string): string => `policy-on-${target}`
export const nicknameOf = (organizationId: string): string => `nick-${organizationId}`

/** Every account has its neighbour: the next one, whom each free text about it names. */
function neighbourOf(accounts: readonly EstateAccount[], index: number): EstateAccount {
  return accounts[(index + 1) % accounts.length]!
}

/** Ids from the root down to the place itself. */
export function lineageOf({ root, ous }: EstateOrganization, place: string | undefined): string[] {
  if (place === undefined) return []
  return place === root ? [root] : [...lineageOf({ root, ous } as EstateOrganization, ous[place]), place]
}

export const pathIdsOf = (organization: EstateOrganization, place: string): string =>
  `${organization.id}/${lineageOf(organization, place).join('/')}/`

/** What a selector's predicate is told of an account, for tests that say who is in a scope without asking the database. */
export function factsOf(organization: EstateOrganization, { id, ou, badges, tagsRead }: EstateAccount): AccountFacts {
  const pairs = new Map(Object.entries(badges))
  return {
    accountId: id,
    organizationId: organization.id,
    name: accountName(id),
    state: 'ACTIVE',
    status: 'assume_failed',
    orgPath: ou === undefined ? undefined : lineageOf(organization, ou).map(placeName),
    ouIds: ou === undefined ? undefined : lineageOf(organization, ou),
    tags: { pairs: new Map(), complete: tagsRead },
    badges: { pairs, complete: tagsRead },
  }
}

/** Every word that only somebody may read who reaches one of the accounts that give it, by word. */
export function wordsOf(organizations: readonly EstateOrganization[]): Map<string, readonly string[]> {
  const words = new Map<string, readonly string[]>()
  for (const organization of organizations) {
    const all = organization.accounts.map(({ id }) => id)
    words.set(organization.id, all)
    words.set(nicknameOf(organization.id), all)
    words.set(organization.managementAccountId, [organization.managementAccountId])
    // A channel of the site is nobody's who is bound to a scope.
    words.set(channelOf(organization.id), [])
    for (const { id } of organization.accounts)
      for (const word of [id, accountName(id), `mail-${id}@`, policyOf(id), policyName(id)]) words.set(word, [id])
    for (const place of [organization.root, ...Object.keys(organization.ous)]) {
      const below = organization.accounts.filter(({ ou }) => lineageOf(organization, ou).includes(place)).map(({ id }) => id)
      for (const word of [place, placeName(place), policyOf(place), policyName(place)]) words.set(word, below)
    }
  }
  return words
}

/** Stores organizations with everything that Reeve keeps of one: history, syncs, jobs, denials, audit events, verdicts, policies. */
export async function storeEstate(db: Db, organizations: readonly EstateOrganization[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const runs = new Map<string, readonly string[]>()
  for (const organization of organizations) runs.set(organization.id, await storeOrganization(db, organization))
  await db
    .insertInto('policy_verification')
    .values({
      id: randomUUID(),
      finished_at: at,
      actor: 'user:somebody',
      account_id: organizations[0]!.managementAccountId,
      is_aws: true,
      endpoint: 'sts.amazonaws.com',
      version: '1',
      seed: 1,
      asked: 10,
      answered: 10,
      disagreement_count: 0,
      disagreements: '[]',
    })
    .execute()
  return runs
}

async function storeOrganization(db: Db, organization: EstateOrganization): Promise<string[]> {
  const { id, managementAccountId, accounts } = organization
  const uid = await insertOrganization(db, {
    organization_id: id,
    nickname: nicknameOf(id),
    management_account_id: managementAccountId,
    org_role_arn: `arn:aws:iam::${managementAccountId}:role/Reeve-Org`,
    exclude_prefixes: accounts.map((account) => accountName(account.id)),
    scope_ou_ids: Object.keys(organization.ous),
  })
  for (const [index, account] of accounts.entries())
    await storeAccount(db, { uid, organization, account, neighbour: neighbourOf(accounts, index) })
  for (const place of [organization.root, ...Object.keys(organization.ous)]) await storePlace(db, { uid, organization, place })
  const [completed, running] = [randomUUID(), randomUUID()]
  await storeRun(db, { id: completed, uid, organization, status: 'partial' })
  await storeRun(db, { id: running, uid, organization, status: 'running' })
  for (const account of accounts)
    await sql`insert into staged_account (run_id, stream, account_id, name, state) values (${running}, 's', ${account.id}, 'x', 'ACTIVE')`.execute(
      db,
    )
  await storeChannel(db, organization)
  await storeJob(db, { name: 'organizations.sync-organization', state: 'failed', organization, uid })
  await note(db, {
    subject: `organization:${id}`,
    actor: 'user:somebody',
    told: { managementAccountId, all: accounts.map((each) => each.id) },
  })
  await storeEvent(db, { uid, runId: null, subjectKind: 'organization', subjectId: id, kind: 'removals_held', after: { gone: 77771 } })
  return [completed, running]
}

type AccountRow = {
  readonly uid: string
  readonly organization: EstateOrganization
  readonly account: EstateAccount
  readonly neighbour: EstateAccount
}

async function storeAccount(db: Db, { uid, organization, account, neighbour }: AccountRow): Promise<void> {
  const { id, ou, badges, tagsRead } = account
  const { managementAccountId } = organization
  const names = (place: string) => joinOrgPath(lineageOf(organization, place).map(placeName))
  const told = `User: arn:aws:sts::${managementAccountId}:assumed-role/Reeve-Org/reeve may not assume a role in ${neighbour.id}, below ${neighbour.ou}`
  const accountUid = await insertAccount(db, {
    account_id: id,
    name: accountName(id),
    email: `mail-${id}@example.com`,
    organization_uid: uid,
    arn: `arn:aws:organizations::${managementAccountId}:account/${organization.id}/${id}`,
    path_ids: ou === undefined ? null : pathIdsOf(organization, ou),
    org_path: ou === undefined ? null : names(ou),
    parent_id: ou ?? null,
    is_management_account: id === managementAccountId,
    status: 'assume_failed',
    status_reason: told,
    status_detail: JSON.stringify({
      action: 'sts:AssumeRole',
      cause: { kind: 'unknown', why: told },
      [neighbour.id]: policyOf(neighbour.id),
    }),
  })
  if (tagsRead) await db.insertInto('account_observation').values({ account_uid: accountUid, tags_read_at: at }).execute()
  for (const [key, value] of Object.entries(badges)) {
    const badge = {
      account_uid: accountUid,
      key,
      value,
      autogenerated: false,
      source: 'person' as const,
      updated_at: at,
      updated_by: 'test',
    }
    await db.insertInto('badge').values(badge).execute()
  }
  await db
    .insertInto('badge_event')
    .values({ account_uid: accountUid, account_id: id, key: 'team', cause: 'person', actor: 'test', at })
    .execute()
  await storePolicy(db, { uid, organization, target: id, targetType: 'ACCOUNT' })
  await storeEvent(db, { uid, runId: null, subjectKind: 'account', subjectId: id, kind: 'joined', after: { name: accountName(id) } })
  if (ou !== undefined && neighbour.ou !== undefined) {
    const was = { orgPath: names(neighbour.ou), pathIds: pathIdsOf(organization, neighbour.ou) }
    const is = { orgPath: names(ou), pathIds: pathIdsOf(organization, ou) }
    await storeEvent(db, { uid, runId: null, subjectKind: 'account', subjectId: id, kind: 'moved', before: was, after: is })
  }
  await db
    .insertInto('attention')
    .values({ id: randomUUID(), organization_uid: uid, kind: 'account_suspended', subject_id: id, detail: told, raised_at: at })
    .execute()
  await db
    .insertInto('denial')
    .values({
      account_id: id,
      principal_arn: `arn:aws:sts::${managementAccountId}:assumed-role/Reeve-Org/reeve`,
      action: 'sts:AssumeRole',
      resource: `arn:aws:iam::${neighbour.id}:role/x`,
      region: 'us-east-1',
      code: 'AccessDenied',
      message: told,
      cause: JSON.stringify({
        kind: 'rcp',
        source: 'inferred',
        sentence: `A policy (${policyOf(neighbour.id)} attached to ${neighbour.ou ?? neighbour.id}) denies it.`,
        isDismissed: false,
        candidates: [],
        excluded: [],
        hingesOn: [],
        policy: { id: policyOf(neighbour.id), attachedTo: [neighbour.ou ?? neighbour.id] },
      }),
      count: 1,
      first_seen_at: at,
      last_seen_at: at,
    })
    .execute()
  await note(db, { subject: `account:${id}`, actor: 'user:somebody', told: { reason: told, neighbour: neighbour.id } })
}

async function storePlace(
  db: Db,
  { uid, organization, place }: { uid: string; organization: EstateOrganization; place: string },
): Promise<void> {
  const lineage = lineageOf(organization, place)
  const facts = { name: placeName(place), parentId: organization.ous[place] ?? null, orgPath: joinOrgPath(lineage.map(placeName)) }
  await db
    .insertInto('organizational_unit')
    .values({
      organization_uid: uid,
      ou_id: place,
      name: facts.name,
      parent_id: facts.parentId,
      depth: lineage.length - 1,
      path_ids: pathIdsOf(organization, place),
      org_path: facts.orgPath,
      arn: `arn:aws:organizations::${organization.managementAccountId}:ou/${organization.id}/${place}`,
    })
    .execute()
  // It came from below every other place of the organization, one after the other.
  for (const other of Object.keys(organization.ous).filter((each) => each !== place)) {
    const before = { ...facts, parentId: other, orgPath: joinOrgPath([...lineageOf(organization, other), place].map(placeName)) }
    await storeEvent(db, { uid, runId: null, subjectKind: 'ou', subjectId: place, kind: 'ou_moved', before, after: facts })
  }
  await storePolicy(db, { uid, organization, target: place, targetType: place === organization.root ? 'ROOT' : 'ORGANIZATIONAL_UNIT' })
}

type PolicyRow = {
  readonly uid: string
  readonly organization: EstateOrganization
  readonly target: string
  readonly targetType: 'ROOT' | 'ORGANIZATIONAL_UNIT' | 'ACCOUNT'
}

const fullAccess = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })

async function storePolicy(db: Db, { uid, organization, target, targetType }: PolicyRow): Promise<void> {
  const [policy_id, name] = [policyOf(target), policyName(target)]
  const arn = `arn:aws:organizations::${organization.managementAccountId}:policy/${organization.id}/service_control_policy/${policy_id}`
  const policy = { organization_uid: uid, policy_id, name, arn, type: 'SERVICE_CONTROL_POLICY', aws_managed: false, content: fullAccess }
  await db.insertInto('org_policy').values(policy).execute()
  await db
    .insertInto('policy_attachment')
    .values({ organization_uid: uid, policy_id, target_id: target, target_type: targetType })
    .execute()
  const facts = { policyId: policy_id, targetId: target, targetType }
  await storeEvent(db, { uid, runId: null, subjectKind: 'policy', subjectId: policy_id, kind: 'policy_created', after: { name } })
  await storeEvent(db, { uid, runId: null, subjectKind: 'attachment', subjectId: `${policy_id}@${target}`, kind: 'attached', after: facts })
}

type EventRow = {
  readonly uid: string
  readonly runId: string | null
  readonly subjectKind: string
  readonly subjectId: string
  readonly kind: string
  readonly before?: object
  readonly after?: object
}

async function storeEvent(db: Db, { uid, runId, subjectKind, subjectId, kind, before, after }: EventRow): Promise<void> {
  await sql`insert into estate_event (organization_uid, sync_run_id, subject_kind, subject_id, kind, before, after, actor, at)
    values (${uid}, ${runId}, ${subjectKind}, ${subjectId}, ${kind}, ${json(before)}, ${json(after)}, 'system:sync', ${at})`.execute(db)
}

async function storeRun(
  db: Db,
  { id, uid, organization, status }: { id: string; uid: string; organization: EstateOrganization; status: 'partial' | 'running' },
): Promise<void> {
  const told = `${organization.accounts.map((account) => account.id).join(', ')} of ${organization.managementAccountId} could not be read`
  const isOver = status !== 'running'
  await sql`
    insert into sync_run (id, organization_uid, kind, trigger, requested_by, status, phase, is_baseline, started_at, first_call_at, committed_at,
      members_checked_at, finished_at, accounts_found, accounts_synced, accounts_failed, api_calls, calls, throttled, writes, counts, changes, unseen, error)
    values (${id}, ${uid}, 'estate', 'request', 'user:somebody', ${status}, ${isOver ? 'done' : 'reading'}, false, ${at}, ${at},
      ${isOver ? at : null}, ${isOver ? at : null}, ${isOver ? at : null}, 77771, 77772, 77773, '{"organizations:ListAccounts": 77774}', 77774, 77775, 77776,
      null, '{"joined": 77771}', ${json([told])}, ${told})`.execute(db)
  if (!isOver) return
  const [first] = organization.accounts
  await storeEvent(db, {
    uid,
    runId: id,
    subjectKind: 'account',
    subjectId: first!.id,
    kind: 'renamed',
    after: { name: accountName(first!.id) },
  })
}

async function storeJob(
  db: Db,
  { name, state, organization, uid }: { name: string; state: string; organization: EstateOrganization; uid: string },
): Promise<void> {
  const told = `${organization.accounts.map(({ id }) => id).join(', ')} of ${organization.managementAccountId}`
  await sql`select pgboss.create_queue(${name}, '{"policy": "standard"}'::jsonb)`.execute(db)
  await sql`insert into pgboss.job (name, state, data, output, singleton_key, retry_count)
    values (${name}, ${state}::pgboss.job_state, ${json({ organizationUid: uid, trigger: 'request', requestedBy: told })}, ${json({ message: told })}, ${uid}, 0)`.execute(
    db,
  )
}

export const channelOf = (organizationId: string): string => `channel-of-${organizationId}`

/** A channel of the site, with a delivery that tells of every account. */
async function storeChannel(db: Db, { id, accounts }: EstateOrganization): Promise<void> {
  const [channelId, name] = [randomUUID(), channelOf(id)]
  const subscriptions = json([{ kinds: ['*'], selector: accounts.map((account) => `account:${account.id}`).join(' or ') }])
  await sql`
    insert into notification_channel (id, name, kind, is_enabled, subscriptions, settings, created_at, created_by, updated_at)
    values (${channelId}, ${name}, 'slack', false, ${subscriptions}, '{}', ${at}, 'user:somebody', ${at})`.execute(db)
  const events = accounts.map((account) => ({
    subjectKind: 'account',
    subjectId: account.id,
    name: accountName(account.id),
    before: null,
    after: null,
    detail: null,
    at,
  }))
  const message = json({
    kind: 'estate.joined',
    title: `${accounts.map((each) => each.id).join()} joined`,
    organization: null,
    count: 1,
    events,
  })
  await sql`
    insert into notification_delivery (id, channel_id, channel_name, channel_kind, state, kind, event_count, message, created_at)
    values (${randomUUID()}, ${channelId}, ${name}, 'slack', 'dead', 'estate.joined', 77771, ${message}, ${at})`.execute(db)
}

async function note(db: Db, { subject, actor, told }: { subject: string; actor: string; told: object }): Promise<void> {
  await db
    .insertInto('audit_event')
    .values({
      actor,
      actor_kind: 'person',
      action: 'thing.changed',
      subject,
      result: 'done',
      before: JSON.stringify(told),
      after: JSON.stringify(told),
      at,
    })
    .execute()
}

function json(value: unknown): RawBuilder<unknown> {
  return value === undefined ? sql`null::jsonb` : sql`${JSON.stringify(value)}::jsonb`
}
