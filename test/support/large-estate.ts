import { sql } from 'kysely'
import type { Db } from '#platform/db/db.ts'
import { insertOrganization } from './estate-rows.ts'

export type LargeEstate = {
  readonly organizationId: string
  readonly rootId: string
  /** Business units: the OUs right below the root, in name order. */
  readonly units: readonly { readonly id: string; readonly name: string }[]
}

const organizationId = 'o-largeestat'
const rootId = 'r-la1e'
const badgesEach = 20

/**
 * Writes an organization as a large company has one, straight into the tables: twelve business units of five divisions of four teams, most
 * accounts in teams and some higher up, twenty badges on each of which most mirror tags, a few accounts that are not well, and SCPs on
 * every place as AWS attaches them. The same numbers give the same estate, ids of rows apart.
 */
export async function insertLargeEstate(db: Db, accounts: number): Promise<LargeEstate> {
  const uid = await insertOrganization(db, { organization_id: organizationId, nickname: 'large' })
  await insertPlaces(db, uid)
  await insertAccounts(db, { uid, accounts })
  await insertBadges(db)
  await insertPolicies(db, uid)
  await insertSync(db, { uid, accounts })
  await sql`analyze`.execute(db)
  const { rows } = await sql<{ id: string; name: string }>`
    select ou_id as id, name from organizational_unit where parent_id = ${rootId} order by name`.execute(db)
  return { organizationId, rootId, units: rows }
}

/** The sync that brought all of it, a moment ago by the database's clock, so that none is due. */
async function insertSync(db: Db, { uid, accounts }: { readonly uid: string; readonly accounts: number }): Promise<void> {
  await sql`
    insert into sync_run (id, organization_uid, kind, trigger, requested_by, status, phase, is_baseline, started_at, committed_at, outcome,
      members_checked_at, finished_at, accounts_found, accounts_synced)
    select gen_random_uuid(), ${uid}::uuid, kind, 'schedule', 'system:sync', 'completed', 'done', true, now() - interval '1 minute', now(), 'completed',
      now(), now(), ${accounts}::integer, ${accounts}::integer
    from unnest(array['estate', 'tags']) kind`.execute(db)
}

async function insertPlaces(db: Db, uid: string): Promise<void> {
  await sql`
    with recursive place as (
      select ${rootId}::text as id, null::text as parent_id, 'Root'::text as name, 0 as depth,
        ${`${organizationId}/${rootId}/`}::text as path_ids, 'Root'::text as org_path, ''::text as code
      union all
      select id, parent, label, depth + 1, path_ids || id || '/', org_path || '/' || label, next_code
      from (
        select p.id as parent, p.depth, p.path_ids, p.org_path, p.code || lpad(n::text, 2, '0') as next_code,
          'ou-la1e-' || rpad(p.code || lpad(n::text, 2, '0'), 8, 'z') as id,
          case p.depth
            when 0 then (array['Banking','Broadcast','Corporate','Data','Energy','Games','Health','Logistics','Payments','Platform','Retail','Sports'])[n]
            when 1 then (array['Engineering','Operations','Products','Research','Sandbox'])[n]
            else (array['Development','Production','Shared Services','Staging'])[n] end as label
        from place p, generate_series(1, case p.depth when 0 then 12 when 1 then 5 else 4 end) n where p.depth < 3
      ) below
    )
    insert into organizational_unit (organization_uid, ou_id, parent_id, name, arn, depth, path_ids, org_path)
    select ${uid}::uuid, id, parent_id, name, 'arn:aws:organizations::100000000000:ou/' || ${organizationId} || '/' || id, depth, path_ids, org_path from place`.execute(
    db,
  )
}

async function insertAccounts(db: Db, { uid, accounts }: { readonly uid: string; readonly accounts: number }): Promise<void> {
  await sql`
    with team as (
      select row_number() over (order by path_ids) - 1 as n, count(*) over () as of, * from organizational_unit
      where organization_uid = ${uid} and depth > 0
    ), numbered as (
      select i, (i * 7919) % (select max(of) from team) as place from generate_series(0, ${accounts - 1}::integer) i
    )
    insert into account (id, account_id, organization_uid, partition, name, email, arn, state, joined_method, joined_at, parent_id, path_ids, org_path,
      is_management_account, inclusion, status, status_reason, first_seen_at, updated_at)
    select gen_random_uuid(), (100000000000 + i * 13)::text, ${uid}::uuid, 'aws',
      lower(replace(split_part(t.org_path, '/', 2), ' ', '-')) || '-' || (array['api','batch','billing','cache','catalog','dns','events','identity','lake','ledger','media','search'])[1 + i % 12]
        || '-' || (array['dev','prod','stage','test'])[1 + (i / 12) % 4] || '-' || lpad(i::text, 5, '0'),
      'aws+' || i || '@example.com', 'arn:aws:organizations::100000000000:account/' || ${organizationId} || '/' || (100000000000 + i * 13),
      case when i % 211 = 210 then 'SUSPENDED' else 'ACTIVE' end, 'CREATED', timestamptz '2020-01-01' + i * interval '3 hours',
      t.ou_id, t.path_ids, t.org_path, i = 0, 'imported',
      case when i % 211 = 210 then 'suspended' when i % 97 = 96 then 'assume_failed' when i % 131 = 130 then 'permission_missing' else 'ok' end,
      case when i % 97 = 96 then 'The member role does not let Reeve assume it.' when i % 131 = 130 then 'iam:ListRoles is missing.' end,
      timestamptz '2026-11-01', timestamptz '2026-11-01'
    from numbered join team t on t.n = numbered.place`.execute(db)
  await sql`
    insert into account_observation (account_uid, tags_read_at, member_checked_at)
    select id, timestamptz '2026-11-01', timestamptz '2026-11-01' from account where organization_uid = ${uid}`.execute(db)
}

async function insertBadges(db: Db): Promise<void> {
  await sql`
    insert into badge (account_uid, key, value, autogenerated, source, updated_at, updated_by)
    select a.id, kind.key, kind.value, kind.key not in ('note', 'reviewed'), kind.source, timestamptz '2026-11-01', 'system:sync'
    from account a cross join lateral (select (a.account_id::bigint - 100000000000) / 13 as i) number cross join lateral (values
      ('cloud_org_path', a.org_path, 'org_path'), ('system.cloud_organization', ${organizationId}, 'organization'),
      ('system.cloud_organization_nickname', 'large', 'nickname'),
      ('tier', (1 + i % 4)::text, 'tag'), ('env', (array['dev','prod','stage','test'])[1 + (i / 12) % 4], 'tag'), ('team', 'team-' || i % 240, 'tag'),
      ('owner', 'owner-' || i % 900 || '@example.com', 'tag'), ('cost-centre', 'cc-' || i % 350, 'tag'), ('region', (array['eu','us','ap'])[1 + i % 3], 'tag'),
      ('data-class', (array['public','internal','secret'])[1 + i % 3], 'tag'), ('backup', (array['daily','weekly','none'])[1 + i % 3], 'tag'),
      ('compliance', (array['pci','hipaa','none','sox'])[1 + i % 4], 'tag'), ('product', 'product-' || i % 150, 'tag'), ('app', 'app-' || i % 2000, 'tag'),
      ('pager', 'rota-' || i % 60, 'tag'), ('lifecycle', (array['active','sunset'])[1 + i % 2], 'tag'), ('vendor', 'vendor-' || i % 25, 'tag'),
      ('budget', (100 * (1 + i % 80))::text, 'tag'), ('note', 'looked at in week ' || i % 52, 'person'), ('reviewed', '2026-' || lpad((1 + i % 12)::text, 2, '0'), 'person')
    ) as kind(key, value, source)`.execute(db)
  await sql`insert into account_tag (account_uid, key, value) select account_uid, key, value from badge where source = 'tag'`.execute(db)
  const { rows } = await sql<{ each: number }>`select count(*) / greatest(count(distinct account_uid), 1) as each from badge`.execute(db)
  if (rows[0]?.each !== badgesEach) throw new Error(`The estate has ${rows[0]?.each} badges on each account instead of ${badgesEach}`)
}

async function insertPolicies(db: Db, uid: string): Promise<void> {
  await sql`
    insert into org_policy (organization_uid, policy_id, type, name, description, arn, aws_managed, content, content_hash)
    select ${uid}::uuid, case when n = 0 then 'p-FullAWSAccess' else 'p-large' || lpad(n::text, 3, '0') end, 'SERVICE_CONTROL_POLICY',
      case when n = 0 then 'FullAWSAccess' else 'guardrail-' || n end, '', 'arn:aws:organizations::100000000000:policy/' || n, n = 0,
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}', md5(n::text)
    from generate_series(0, 59) n`.execute(db)
  await sql`
    insert into policy_attachment (organization_uid, policy_id, target_id, target_type)
    select ${uid}::uuid, 'p-FullAWSAccess', ou_id, case when depth = 0 then 'ROOT' else 'ORGANIZATIONAL_UNIT' end from organizational_unit where organization_uid = ${uid}
    union all select ${uid}::uuid, 'p-FullAWSAccess', account_id, 'ACCOUNT' from account where organization_uid = ${uid}
    union all select ${uid}::uuid, 'p-large' || lpad((1 + row_number() over (order by ou_id) % 59)::text, 3, '0'), ou_id,
      case when depth = 0 then 'ROOT' else 'ORGANIZATIONAL_UNIT' end from organizational_unit where organization_uid = ${uid} and depth < 3`.execute(
    db,
  )
}
