import { sql } from 'kysely'
import type { Tx } from '#platform/db/db.ts'

export type OutboxEvent = {
  readonly id: string
  readonly kind: string
  readonly organizationUid: string | null
  readonly subjectKind: string
  readonly subjectId: string
  readonly before: unknown
  readonly after: unknown
  readonly detail: string | null
  readonly at: Date
}

/** Takes the oldest events out of the outbox, for this transaction alone: rolled back, they are there again; committed, they are gone. */
export async function takeOutboxEvents(tx: Tx, limit: number): Promise<OutboxEvent[]> {
  const { rows } = await sql<OutboxEvent>`
    delete from notification_outbox where id in (select id from notification_outbox order by id limit ${limit} for update skip locked)
    returning id::text, kind, organization_uid as "organizationUid", subject_kind as "subjectKind", subject_id as "subjectId", before, after, detail,
      at`.execute(tx)
  return rows.toSorted((a, b) => Number(a.id) - Number(b.id))
}

export type OrganizationName = { readonly uid: string; readonly organizationId: string; readonly nickname: string | null }

export async function listOrganizationNames(tx: Tx, uids: readonly string[]): Promise<OrganizationName[]> {
  const { rows } = await sql<OrganizationName>`
    select id as uid, organization_id as "organizationId", nickname from organization where id = any(${[...uids]}::uuid[])`.execute(tx)
  return rows
}

export async function listAccountNames(tx: Tx, accountIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ accountId: string; name: string }>`
    select account_id as "accountId", name from account where account_id = any(${[...accountIds]}::text[])`.execute(tx)
  return new Map(rows.map(({ accountId, name }) => [accountId, name]))
}
