import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db/db.ts'
import type { StagedPage, StagedRows, Stream, StreamKind } from './streams.ts'

const stagedTables = ['staged_ou', 'staged_account', 'staged_parent', 'staged_policy', 'staged_attachment', 'staged_tag'] as const

export type StreamState = 'open' | 'done' | 'skipped' | 'failed'

/** Adds streams that are not there yet; answers those it added, so that two pages that lead to the same list read it once. */
export async function insertStreams(tx: Tx, runId: string, streams: readonly Stream[]): Promise<Stream[]> {
  if (streams.length === 0) return []
  const added = await sql<{ stream: string }>`
    insert into sync_stream (run_id, stream, kind, subject, level, state)
    select ${runId}::uuid, r.stream, r.kind, r.subject, r.level, 'open'
    from jsonb_to_recordset(${JSON.stringify(streams)}::jsonb) as r(stream text, kind text, subject text, level integer)
    on conflict do nothing returning stream`.execute(tx)
  const names = new Set(added.rows.map((row) => row.stream))
  return streams.filter((stream) => names.has(stream.stream))
}

/** Streams still to be read, in the order in which they were found. */
export async function listOpenStreams(db: Db, runId: string): Promise<Stream[]> {
  const { rows } = await sql<Stream>`
    select stream, kind, subject, level, next_token as "nextToken", restarts
    from sync_stream where run_id = ${runId} and state = 'open' order by seq`.execute(db)
  return rows
}

/** Stores a page's rows and how far its stream is, together: a crash between the two cannot happen. */
export async function stagePage(tx: Tx, runId: string, stream: Stream, page: StagedPage): Promise<void> {
  await stageRows(tx, { runId, stream: stream.stream }, page.rows)
  await sql`
    update sync_stream set next_token = ${page.nextToken}, pages = pages + 1, state = ${page.nextToken === null ? 'done' : 'open'}
    where run_id = ${runId} and stream = ${stream.stream}`.execute(tx)
}

export async function endStream(tx: Tx, runId: string, end: { stream: string; state: 'skipped' | 'failed'; error: string }): Promise<void> {
  await sql`
    update sync_stream set state = ${end.state}, error = ${end.error} where run_id = ${runId} and stream = ${end.stream}`.execute(tx)
}

/** Forgets what one stream read, so that it starts again from its first page; nothing else is touched. */
export async function restartStream(tx: Tx, runId: string, stream: Stream): Promise<Stream> {
  for (const table of stagedTables) {
    await sql`delete from ${sql.table(table)} where run_id = ${runId} and stream = ${stream.stream}`.execute(tx)
  }
  await sql`
    update sync_stream set next_token = null, pages = 0, restarts = restarts + 1
    where run_id = ${runId} and stream = ${stream.stream}`.execute(tx)
  return { ...stream, nextToken: null, restarts: stream.restarts + 1 }
}

/** A resumed run asks again for what failed before. */
export async function reopenFailedStreams(tx: Tx, runId: string): Promise<void> {
  await sql`update sync_stream set state = 'open', error = null where run_id = ${runId} and state = 'failed'`.execute(tx)
}

/** A run that reads tags only takes the accounts as the last picture has them. */
export async function stageKnownAccounts(tx: Tx, runId: string, organizationUid: string): Promise<void> {
  await sql`
    insert into staged_account (run_id, stream, account_id, name, state, parent_id, path_ids)
    select ${runId}::uuid, 'known', account_id, name, state, parent_id, path_ids from account
    where organization_uid = ${organizationUid} and inclusion = 'imported' and purged_at is null
    on conflict do nothing`.execute(tx)
}

/** Skips what is left of one kind because its answer is known already. */
export async function skipOpenStreams(tx: Tx, runId: string, kind: StreamKind): Promise<void> {
  await sql`
    update sync_stream set state = 'skipped', error = 'not needed any more'
    where run_id = ${runId} and kind = ${kind} and state = 'open'`.execute(tx)
}

export type KindState = { readonly total: number; readonly open: number; readonly failed: number; readonly error: string | null }

/** How far each kind is. A kind that is absent was not asked for. */
export async function countStreams(db: Db | Tx, runId: string): Promise<Map<StreamKind, KindState>> {
  const { rows } = await sql<KindState & { kind: StreamKind }>`
    select kind, count(*) as total, count(*) filter (where state = 'open') as open, count(*) filter (where state = 'failed') as failed,
      min(error) filter (where state = 'failed') as error
    from sync_stream where run_id = ${runId} group by kind`.execute(db)
  return new Map(rows.map(({ kind, ...state }) => [kind, state]))
}

/** Streams of one kind that did not end well, with the reason. */
export async function listFailedStreams(db: Db | Tx, runId: string): Promise<{ kind: StreamKind; subject: string; error: string }[]> {
  const { rows } = await sql<{ kind: StreamKind; subject: string; error: string }>`
    select kind, subject, error from sync_stream where run_id = ${runId} and state = 'failed' order by kind, subject`.execute(db)
  return rows
}

/** A finished run needs its staging no more. */
export async function deleteStaging(db: Db | Tx, runId: string): Promise<void> {
  for (const table of [...stagedTables, 'sync_stream'] as const) {
    await sql`delete from ${sql.table(table)} where run_id = ${runId}`.execute(db)
  }
}

type Source = { readonly runId: string; readonly stream: string }

/** A row that two pages show (AWS may repeat one when the list changes while it is read) is stored once, as last seen. */
async function stageRows(tx: Tx, { runId, stream }: Source, rows: StagedRows): Promise<void> {
  if (has(rows.ous)) {
    await sql`
      insert into staged_ou (run_id, stream, ou_id, parent_id, name, arn, policy_types)
      select ${runId}::uuid, ${stream}, r."ouId", r."parentId", r.name, r.arn, r."policyTypes"
      from jsonb_to_recordset(${JSON.stringify(rows.ous)}::jsonb) as r("ouId" text, "parentId" text, name text, arn text, "policyTypes" jsonb)
      on conflict (run_id, ou_id) do update set stream = excluded.stream, parent_id = excluded.parent_id, name = excluded.name`.execute(tx)
  }
  if (has(rows.accounts)) {
    await sql`
      insert into staged_account (run_id, stream, account_id, name, email, arn, state, joined_method, joined_at, parent_id, path_ids)
      select ${runId}::uuid, ${stream}, r."accountId", r.name, r.email, r.arn, r.state, r."joinedMethod", r."joinedAt", r."parentId", r."pathIds"
      from jsonb_to_recordset(${JSON.stringify(rows.accounts)}::jsonb) as r("accountId" text, name text, email text, arn text, state text,
        "joinedMethod" text, "joinedAt" timestamptz, "parentId" text, "pathIds" text)
      on conflict (run_id, account_id) do update set name = excluded.name, email = excluded.email, state = excluded.state,
        parent_id = excluded.parent_id, path_ids = excluded.path_ids`.execute(tx)
  }
  if (has(rows.parents)) {
    await sql`
      insert into staged_parent (run_id, stream, account_id, parent_id)
      select ${runId}::uuid, ${stream}, r."accountId", r."parentId"
      from jsonb_to_recordset(${JSON.stringify(rows.parents)}::jsonb) as r("accountId" text, "parentId" text)
      on conflict (run_id, account_id) do update set stream = excluded.stream, parent_id = excluded.parent_id`.execute(tx)
  }
  await stagePolicyRows(tx, { runId, stream }, rows)
  if (has(rows.tags?.rows)) {
    await sql`
      insert into staged_tag (run_id, stream, account_id, own, key, value)
      select ${runId}::uuid, ${stream}, r."accountId", ${rows.tags.own}, r.key, r.value
      from jsonb_to_recordset(${JSON.stringify(rows.tags.rows)}::jsonb) as r("accountId" text, key text, value text)
      on conflict (run_id, account_id, own, key) do update set value = excluded.value`.execute(tx)
  }
}

async function stagePolicyRows(tx: Tx, { runId, stream }: Source, rows: StagedRows): Promise<void> {
  if (has(rows.policies)) {
    await sql`
      insert into staged_policy (run_id, stream, policy_id, type, name, description, arn, aws_managed)
      select ${runId}::uuid, ${stream}, r."policyId", r.type, r.name, r.description, r.arn, r."awsManaged"
      from jsonb_to_recordset(${JSON.stringify(rows.policies)}::jsonb) as r("policyId" text, type text, name text, description text, arn text,
        "awsManaged" boolean)
      on conflict (run_id, policy_id) do update set name = excluded.name, description = excluded.description`.execute(tx)
  }
  if (has(rows.contents)) {
    await sql`
      update staged_policy set content = r.content, content_hash = r."contentHash"
      from jsonb_to_recordset(${JSON.stringify(rows.contents)}::jsonb) as r("policyId" text, content text, "contentHash" text)
      where staged_policy.run_id = ${runId} and staged_policy.policy_id = r."policyId"`.execute(tx)
  }
  if (has(rows.attachments)) {
    await sql`
      insert into staged_attachment (run_id, stream, policy_id, target_id, target_type)
      select ${runId}::uuid, ${stream}, r."policyId", r."targetId", r."targetType"
      from jsonb_to_recordset(${JSON.stringify(rows.attachments)}::jsonb) as r("policyId" text, "targetId" text, "targetType" text)
      on conflict (run_id, policy_id, target_id) do nothing`.execute(tx)
  }
}

function has<Row>(rows: readonly Row[] | undefined): rows is readonly Row[] {
  return rows !== undefined && rows.length > 0
}
