import { randomUUID } from 'node:crypto'
import type { Insertable } from 'kysely'
import type { Db } from '#platform/db/db.ts'
import type { Tables } from '#platform/db/tables.gen.ts'

const at = new Date('2026-11-01T00:00:00Z')

/** Stores an organization for tests of what stands on it; answers its uid. */
export async function insertOrganization(db: Db, row: Partial<Insertable<Tables['organization']>> = {}): Promise<string> {
  const id = randomUUID()
  await db
    .insertInto('organization')
    .values({
      id,
      organization_id: 'o-abcdefghij',
      partition: 'aws',
      management_account_id: '100000000000',
      feature_set: 'ALL',
      registered_through: 'management_account',
      caller_kind: 'default',
      org_role_arn: 'arn:aws:iam::100000000000:role/Reeve-Org',
      org_session_name: 'reeve',
      org_duration_seconds: 3600,
      member_role_name: 'Reeve-Member',
      member_session_name: 'reeve',
      member_duration_seconds: 3600,
      created_at: at,
      created_by: 'test',
      updated_at: at,
      ...row,
    })
    .execute()
  return id
}

/** Stores an imported, active account; answers its uid. */
export async function insertAccount(
  db: Db,
  row: Partial<Insertable<Tables['account']>> & { readonly account_id: string },
): Promise<string> {
  const id = randomUUID()
  await db
    .insertInto('account')
    .values({
      id,
      partition: 'aws',
      name: `account ${row.account_id}`,
      state: 'ACTIVE',
      inclusion: 'imported',
      status: 'ok',
      first_seen_at: at,
      updated_at: at,
      ...row,
    })
    .execute()
  return id
}
