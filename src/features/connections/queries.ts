import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'
import type { Connection, StoredCaller, StoredCredentials } from './connection.ts'
import type { HarvestingStrategy } from './harvesting-strategies.ts'

type Row = {
  readonly accountUid: string
  readonly accountId: string
  readonly partition: string
  readonly name: string
  readonly status: Connection['status']
  readonly statusReason: string | null
  readonly callerKind: StoredCaller['kind']
  readonly callerProfile: string | null
  readonly callerAccessKeyId: string | null
  readonly callerSecretSealed: string | null
  readonly roleArn: string | null
  readonly externalIdSealed: string | null
  readonly sessionName: string
  readonly durationSeconds: number
  readonly harvestingStrategy: HarvestingStrategy
  readonly version: number
  readonly createdAt: Date
  readonly createdBy: string
  readonly updatedAt: Date
}

const selected = sql`
  select c.account_uid as "accountUid", account.account_id as "accountId", account.partition, account.name, account.status,
    account.status_reason as "statusReason", c.caller_kind as "callerKind", c.caller_profile as "callerProfile",
    c.caller_access_key_id as "callerAccessKeyId", c.caller_secret_access_key_sealed as "callerSecretSealed", c.role_arn as "roleArn",
    c.external_id_sealed as "externalIdSealed", c.session_name as "sessionName", c.duration_seconds as "durationSeconds",
    c.harvesting_strategy as "harvestingStrategy", c.version, c.created_at as "createdAt", c.created_by as "createdBy",
    c.updated_at as "updatedAt"
  from account_connection c join account on account.id = c.account_uid`

/** The connection of a singly connected account. */
export async function findConnection(db: Db | Tx, accountId: string): Promise<Connection | undefined> {
  return (await listWhere(db, sql`account.provider = 'aws' and account.account_id = ${accountId}`))[0]
}

export type DueConnections = { readonly checkedBefore: Date; readonly now: Date; readonly after: string; readonly limit: number }

/** Connections that were last tried before `checkedBefore` and are not ignored now, in account id order after `after`. */
export async function listDueConnections(db: Db, { checkedBefore, now, after, limit }: DueConnections): Promise<Connection[]> {
  return listWhere(
    db,
    sql`account.inclusion = 'imported' and account.account_id > ${after} and (account.ignored_until is null or account.ignored_until <= ${now})
      and not exists (select 1 from account_observation o where o.account_uid = account.id and o.member_checked_at >= ${checkedBefore})
      order by account.account_id collate "C" limit ${limit}`,
  )
}

/** Which of these connections are still what they were: the same version, neither removed nor adopted. Their accounts are locked until the end. */
export async function listUnchanged(tx: Tx, connections: readonly Connection[]): Promise<Set<string>> {
  const uids = connections.map(({ accountUid }) => accountUid)
  // The account first, in the order of every other writer; what changes a connection has locked its account before.
  await sql`select 1 from account where id = any(${uids}::uuid[]) order by account_id collate "C" for update`.execute(tx)
  const now = await tx.selectFrom('account_connection').select(['account_uid', 'version']).where('account_uid', 'in', uids).execute()
  const versions = new Map(now.map(({ account_uid, version }) => [account_uid, version]))
  return new Set(connections.filter(({ accountUid, version }) => versions.get(accountUid) === version).map(({ accountUid }) => accountUid))
}

/** Sealed ExternalIds of all connections but one, to see whether one is used twice. */
export async function listSealedExternalIds(db: Db, exceptAccountId: string): Promise<Connection[]> {
  return listWhere(db, sql`c.external_id_sealed is not null and account.account_id <> ${exceptAccountId}`)
}

async function listWhere(db: Db | Tx, condition: RawBuilder<unknown>): Promise<Connection[]> {
  const { rows } = await sql<Row>`${selected} where ${condition}`.execute(db)
  return rows.map(connectionOf)
}

function connectionOf(row: Row): Connection {
  const {
    callerKind,
    callerProfile,
    callerAccessKeyId,
    callerSecretSealed,
    roleArn,
    externalIdSealed,
    sessionName,
    durationSeconds,
    ...rest
  } = row
  const role = roleArn === null ? null : { arn: roleArn, externalIdSealed, sessionName, durationSeconds }
  return { ...rest, role, caller: callerOf({ callerKind, callerProfile, callerAccessKeyId, callerSecretSealed }) }
}

function callerOf(row: Pick<Row, 'callerKind' | 'callerProfile' | 'callerAccessKeyId' | 'callerSecretSealed'>): StoredCaller {
  const { callerKind: kind, callerProfile, callerAccessKeyId, callerSecretSealed } = row
  if (kind === 'profile') return { kind, profile: callerProfile ?? '' }
  if (kind === 'stored_keys') return { kind, accessKeyId: callerAccessKeyId ?? '', secretAccessKeySealed: callerSecretSealed ?? '' }
  return { kind }
}

export type ConnectionRow = StoredCredentials & { readonly harvestingStrategy: HarvestingStrategy }
type Stamp = { readonly accountUid: string; readonly at: Date; readonly by: string }

export async function insertConnection(tx: Tx, row: ConnectionRow, { accountUid, at, by }: Stamp): Promise<void> {
  await tx
    .insertInto('account_connection')
    .values({ account_uid: accountUid, ...columnsOf(row), created_at: at, created_by: by, updated_at: at })
    .execute()
}

export async function updateConnection(tx: Tx, row: ConnectionRow, { accountUid, at }: Omit<Stamp, 'by'>): Promise<void> {
  await tx
    .updateTable('account_connection')
    .set((eb) => ({ ...columnsOf(row), version: eb('version', '+', 1), updated_at: at }))
    .where('account_uid', '=', accountUid)
    .execute()
}

/** With the row go its sealed secrets. */
export async function deleteConnection(tx: Tx, accountUid: string): Promise<void> {
  await tx.deleteFrom('account_connection').where('account_uid', '=', accountUid).execute()
}

/** Without a role there is no session to name or to bound; the columns then hold what a role would get. */
const withoutRole = { sessionName: 'Reeve', durationSeconds: 3600, externalIdSealed: null, arn: null }

function columnsOf({ caller, role, harvestingStrategy }: ConnectionRow) {
  const { arn, externalIdSealed, sessionName, durationSeconds } = role ?? withoutRole
  return {
    caller_kind: caller.kind,
    caller_profile: caller.kind === 'profile' ? caller.profile : null,
    caller_access_key_id: caller.kind === 'stored_keys' ? caller.accessKeyId : null,
    caller_secret_access_key_sealed: caller.kind === 'stored_keys' ? caller.secretAccessKeySealed : null,
    role_arn: arn,
    external_id_sealed: externalIdSealed,
    session_name: sessionName,
    duration_seconds: durationSeconds,
    harvesting_strategy: harvestingStrategy,
  }
}
