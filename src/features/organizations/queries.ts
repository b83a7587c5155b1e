import type { Selectable } from 'kysely'
import { idPatterns } from '#lib/ids.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import type { OrganizationTable } from '#platform/db/tables.gen.ts'
import {
  autoRemovableStates,
  type Organization,
  type OrganizationFacts,
  type OrganizationSettings,
  type StoredCaller,
  type StoredCredentials,
} from './organization.ts'
import { readStoredValidation, type StoredValidation } from './stored-validation.ts'

const provider = 'aws'

/** A registered organization by Reeve's own key; undefined once it was removed. */
export async function findOrganization(db: Db | Tx, uid: string): Promise<Organization | undefined> {
  const row = await db.selectFrom('organization').selectAll().where('id', '=', uid).where('removed_at', 'is', null).executeTakeFirst()
  return row && toOrganization(row)
}

/** The same under a row lock: until the transaction ends nobody else edits or removes it. */
export async function findOrganizationForUpdate(tx: Tx, uid: string): Promise<Organization | undefined> {
  const row = await tx
    .selectFrom('organization')
    .selectAll()
    .where('id', '=', uid)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row && toOrganization(row)
}

/** A registered organization as people name it: `o-…` or its nickname. */
export async function findOrganizationByRef(db: Db | Tx, ref: string): Promise<Organization | undefined> {
  const row = await db
    .selectFrom('organization')
    .selectAll()
    .where('removed_at', 'is', null)
    .where('provider', '=', provider)
    .where(idPatterns.organization.test(ref) ? 'organization_id' : 'nickname', '=', ref)
    .executeTakeFirst()
  return row && toOrganization(row)
}

/** All registered organizations, oldest first: a handful, so they are not paged. */
export async function listOrganizations(db: Db | Tx): Promise<Organization[]> {
  const rows = await db.selectFrom('organization').selectAll().where('removed_at', 'is', null).orderBy('created_at').orderBy('id').execute()
  return rows.map(toOrganization)
}

export type OrganizationRow = OrganizationFacts &
  OrganizationSettings &
  StoredCredentials & { readonly validation: StoredValidation; readonly kitVersion: string | null }
type Stamp = { readonly uid: string; readonly at: Date; readonly by: string }

/** Fails on the unique index `organization_registered_once` when the organization is registered, also when two requests race (ORG-5). */
export async function insertOrganization(tx: Tx, row: OrganizationRow, { uid, at, by }: Stamp): Promise<void> {
  await tx
    .insertInto('organization')
    .values({
      id: uid,
      provider,
      ...factColumns(row),
      ...settingColumns(row),
      ...credentialColumns(row),
      validation: JSON.stringify(row.validation),
      kit_version: row.kitVersion,
      created_at: at,
      created_by: by,
      updated_at: at,
    })
    .execute()
}

/** Writes everything that an edit may change and raises the version. */
export async function updateOrganization(tx: Tx, row: OrganizationRow, { uid, at }: Omit<Stamp, 'by'>): Promise<void> {
  await tx
    .updateTable('organization')
    .set((eb) => ({
      ...factColumns(row),
      ...settingColumns(row),
      ...credentialColumns(row),
      validation: JSON.stringify(row.validation),
      kit_version: row.kitVersion,
      version: eb('version', '+', 1),
      updated_at: at,
    }))
    .where('id', '=', uid)
    .execute()
}

/** Marks a registration removed and wipes its secrets; the row stays, because history refers to it. */
export async function updateOrganizationRemoved(tx: Tx, { uid, at, by }: Stamp): Promise<void> {
  await tx
    .updateTable('organization')
    .set((eb) => ({
      removed_at: at,
      removed_by: by,
      updated_at: at,
      version: eb('version', '+', 1),
      caller_access_key_id: null,
      caller_secret_access_key_sealed: null,
      org_external_id_sealed: null,
      member_external_id_sealed: null,
    }))
    .where('id', '=', uid)
    .execute()
}

function factColumns({ organizationId, partition, managementAccountId, featureSet, registeredThrough }: OrganizationFacts) {
  return {
    organization_id: organizationId,
    partition,
    management_account_id: managementAccountId,
    feature_set: featureSet,
    registered_through: registeredThrough,
  }
}

function settingColumns({
  nickname,
  excludePrefixes,
  scopeOuIds,
  autoRemove,
  autoRemoveStates,
  autoBadge,
  syncEveryMinutes,
}: OrganizationSettings) {
  return {
    nickname,
    exclude_prefixes: [...excludePrefixes],
    scope_ou_ids: [...scopeOuIds],
    auto_remove: autoRemove,
    auto_remove_states: [...autoRemoveStates],
    auto_badge: autoBadge,
    sync_every_minutes: syncEveryMinutes,
  }
}

function credentialColumns({ caller, orgRole, memberRole }: StoredCredentials) {
  return {
    caller_kind: caller.kind,
    caller_profile: caller.kind === 'profile' ? caller.profile : null,
    caller_access_key_id: caller.kind === 'stored_keys' ? caller.accessKeyId : null,
    caller_secret_access_key_sealed: caller.kind === 'stored_keys' ? caller.secretAccessKeySealed : null,
    org_role_arn: orgRole.arn,
    org_external_id_sealed: orgRole.externalIdSealed,
    org_session_name: orgRole.sessionName,
    org_duration_seconds: orgRole.durationSeconds,
    member_role_name: memberRole.name,
    member_external_id_sealed: memberRole.externalIdSealed,
    member_session_name: memberRole.sessionName,
    member_duration_seconds: memberRole.durationSeconds,
  }
}

function toOrganization(row: Selectable<OrganizationTable>): Organization {
  return {
    uid: row.id,
    provider: row.provider,
    organizationId: row.organization_id,
    partition: row.partition,
    managementAccountId: row.management_account_id,
    featureSet: row.feature_set,
    registeredThrough: row.registered_through,
    nickname: row.nickname,
    caller: toCaller(row),
    orgRole: {
      arn: row.org_role_arn,
      externalIdSealed: row.org_external_id_sealed,
      sessionName: row.org_session_name,
      durationSeconds: row.org_duration_seconds,
    },
    memberRole: {
      name: row.member_role_name,
      externalIdSealed: row.member_external_id_sealed,
      sessionName: row.member_session_name,
      durationSeconds: row.member_duration_seconds,
    },
    excludePrefixes: row.exclude_prefixes,
    scopeOuIds: row.scope_ou_ids,
    autoRemove: row.auto_remove,
    autoRemoveStates: autoRemovableStates.filter((state) => row.auto_remove_states.includes(state)),
    autoBadge: row.auto_badge,
    syncEveryMinutes: row.sync_every_minutes,
    validation: readStoredValidation(row.validation),
    kitVersion: row.kit_version,
    version: row.version,
    createdAt: row.created_at,
    createdBy: row.created_by,
    updatedAt: row.updated_at,
    removedAt: row.removed_at,
  }
}

function toCaller(row: Selectable<OrganizationTable>): StoredCaller {
  if (row.caller_kind === 'default') return { kind: 'default' }
  if (row.caller_kind === 'profile') return { kind: 'profile', profile: row.caller_profile ?? '' }
  return {
    kind: 'stored_keys',
    accessKeyId: row.caller_access_key_id ?? '',
    secretAccessKeySealed: row.caller_secret_access_key_sealed ?? '',
  }
}
