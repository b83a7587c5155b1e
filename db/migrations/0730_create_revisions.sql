-- How often something changed, so that what was worked out from it can be kept and is never served when it has gone stale.
-- Every transaction that changes a topic raises one of its counters, in the same transaction. Snapshots see a growing set of transactions,
-- so two snapshots in which the counters of a topic add up to the same see the same of it. A counter that another transaction holds is
-- left alone and another one taken, so that nobody ever waits for somebody else's transaction: hence several per topic.
create table reeve_scoped.revision (
  topic text not null,
  slot integer generated always as identity,
  revision bigint not null,
  primary key (topic, slot)
) with (fillfactor = 10);

create function reeve_scoped.revision_of(wanted text) returns bigint language sql stable
  as $$ select coalesce(sum(revision), 0)::bigint from reeve_scoped.revision where topic = wanted $$;

-- A trigger's function; its argument is the topic. Once per transaction is enough: all of it becomes visible at once.
create function reeve_scoped.raise_revision() returns trigger language plpgsql as $$
declare
  noted constant text := 'reeve.noted_' || tg_argv[0];
begin
  if current_setting(noted, true) = 'yes' then return null; end if;
  -- Undone with its savepoint, as the change is.
  perform set_config(noted, 'yes', true);
  update reeve_scoped.revision set revision = revision + 1
    where topic = tg_argv[0]
      and slot = (select slot from reeve_scoped.revision where topic = tg_argv[0] order by slot limit 1 for update skip locked);
  if not found then insert into reeve_scoped.revision (topic, revision) values (tg_argv[0], 1); end if;
  return null;
end $$;

-- Whatever a scope may ask of an account (selectorCondition): its id, place and organization, its badges, and whether its tags were read.
create trigger membership_inserted after insert on account for each statement execute function reeve_scoped.raise_revision('membership');
create trigger membership_deleted after delete on account for each statement execute function reeve_scoped.raise_revision('membership');
create trigger membership_changed after update on account for each row
  when (old.id <> new.id or old.account_id <> new.account_id or old.organization_uid is distinct from new.organization_uid
    or old.path_ids is distinct from new.path_ids or old.org_path is distinct from new.org_path or old.name <> new.name
    or old.state <> new.state or old.status <> new.status)
  execute function reeve_scoped.raise_revision('membership');
create trigger membership_changed after insert or update or delete or truncate on badge
  for each statement execute function reeve_scoped.raise_revision('membership');
create trigger membership_changed after insert or update or delete or truncate on account_tag
  for each statement execute function reeve_scoped.raise_revision('membership');
create trigger membership_changed after insert or update or delete or truncate on organization
  for each statement execute function reeve_scoped.raise_revision('membership');
create trigger membership_inserted after insert on account_observation for each row
  when (new.tags_read_at is not null) execute function reeve_scoped.raise_revision('membership');
create trigger membership_changed after update on account_observation for each row
  when (old.account_uid <> new.account_uid or (old.tags_read_at is null) <> (new.tags_read_at is null))
  execute function reeve_scoped.raise_revision('membership');
create trigger membership_deleted after delete on account_observation for each statement
  execute function reeve_scoped.raise_revision('membership');
create trigger membership_truncated after truncate on account for each statement execute function reeve_scoped.raise_revision('membership');
create trigger membership_truncated after truncate on account_observation for each statement
  execute function reeve_scoped.raise_revision('membership');

-- Whatever decides who a session stands for and what they may do. New sessions change nothing for those that exist.
create trigger reach_changed after update on person for each row
  when (old.id <> new.id or old.name <> new.name or old.disabled_at is distinct from new.disabled_at)
  execute function reeve_scoped.raise_revision('reach');
create trigger reach_deleted after delete or truncate on person for each statement execute function reeve_scoped.raise_revision('reach');
create trigger reach_changed after update or delete or truncate on person_session
  for each statement execute function reeve_scoped.raise_revision('reach');
create trigger reach_changed after insert or update or delete or truncate on person_credential
  for each statement execute function reeve_scoped.raise_revision('reach');
create trigger reach_changed after insert or update or delete or truncate on role_binding
  for each statement execute function reeve_scoped.raise_revision('reach');
create trigger reach_changed after insert or update or delete or truncate on custom_role
  for each statement execute function reeve_scoped.raise_revision('reach');
create trigger reach_changed after insert or update or delete or truncate on identity_grant
  for each statement execute function reeve_scoped.raise_revision('reach');
create trigger reach_changed after insert or update or delete or truncate on sign_in_setting
  for each statement execute function reeve_scoped.raise_revision('reach');

-- What a scope holds at a revision. A set never changes: when the revision has moved on, a new one is made (within-scope.ts), and the old
-- one removed once nobody can be reading it. Losing them in a crash costs nothing, so they are not logged.
create unlogged table reeve_scoped.scope_set (
  id integer generated always as identity primary key,
  -- The scope's condition as compiled, hashed: another version of Reeve that reads a selector otherwise makes sets of its own.
  key text not null,
  revision bigint not null,
  made_at timestamptz not null default now()
);
create index scope_set_by_key on reeve_scoped.scope_set (key, revision);
create unlogged table reeve_scoped.scope_member (
  set_id integer not null,
  account_uid uuid not null,
  account_id text not null,
  primary key (set_id, account_uid)
);
create unique index scope_member_by_id on reeve_scoped.scope_member (set_id, account_id);
-- The accounts' ids and those of every place above them.
create unlogged table reeve_scoped.scope_target (
  set_id integer not null,
  target_id text not null,
  primary key (set_id, target_id)
);
create unlogged table reeve_scoped.scope_organization (
  set_id integer not null,
  organization_uid uuid not null,
  primary key (set_id, organization_uid)
);

-- The set that this connection is narrowed to; without one it sees nothing.
create function reeve_scoped.set_id() returns integer language sql stable
  as $$ select nullif(current_setting('reeve.scope', true), '')::integer $$;
create or replace function reeve_scoped.member_uids() returns setof uuid language sql stable
  as $$ select account_uid from reeve_scoped.scope_member where set_id = reeve_scoped.set_id() $$;
create or replace function reeve_scoped.member_ids() returns setof text language sql stable
  as $$ select account_id from reeve_scoped.scope_member where set_id = reeve_scoped.set_id() $$;
create or replace function reeve_scoped.place_ids() returns setof text language sql stable
  as $$ select target_id from reeve_scoped.scope_target where set_id = reeve_scoped.set_id() $$;

-- Conditions that an index answers row by row and the planner can turn into a join.
create function reeve_scoped.has_account(column_name text) returns text language sql immutable as $$
  select format('exists (select 1 from reeve_scoped.scope_member sm where sm.set_id = reeve_scoped.set_id() and sm.account_uid = %s)', column_name) $$;
create function reeve_scoped.has_account_id(column_name text) returns text language sql immutable as $$
  select format('exists (select 1 from reeve_scoped.scope_member sm where sm.set_id = reeve_scoped.set_id() and sm.account_id = %s)', column_name) $$;
create function reeve_scoped.has_target(column_name text) returns text language sql immutable as $$
  select format('exists (select 1 from reeve_scoped.scope_target st where st.set_id = reeve_scoped.set_id() and st.target_id = %s)', column_name) $$;

create or replace function reeve_scoped.rebuild() returns void language plpgsql as $$
declare
  -- ARNs of Organizations carry the management account's id.
  masked_arn constant text := $m$regexp_replace(arn, '::[0-9]{12}:', '::************:')$m$;
begin
  perform reeve_scoped.mirror('account', reeve_scoped.has_account('account.id'), jsonb_build_object('arn', masked_arn));
  perform reeve_scoped.mirror('account_tag', reeve_scoped.has_account('account_tag.account_uid'));
  perform reeve_scoped.mirror('account_observation', reeve_scoped.has_account('account_observation.account_uid'));
  perform reeve_scoped.mirror('account_connection', reeve_scoped.has_account('account_connection.account_uid'));
  perform reeve_scoped.mirror('badge', reeve_scoped.has_account('badge.account_uid'));
  perform reeve_scoped.mirror('badge_event', reeve_scoped.has_account('badge_event.account_uid'));
  perform reeve_scoped.mirror('organization',
    'exists (select 1 from reeve_scoped.scope_organization so where so.set_id = reeve_scoped.set_id() and so.organization_uid = organization.id)',
    jsonb_build_object(
      'management_account_id', format('case when %s then management_account_id else %L end', reeve_scoped.has_account_id('organization.management_account_id'), '************'),
      'org_role_arn', $m$regexp_replace(org_role_arn, '::[0-9]{12}:', '::************:')$m$,
      'caller_profile', $m$case when caller_profile is null then null else '****' end$m$,
      'caller_access_key_id', $m$case when caller_access_key_id is null then null else '****' end$m$,
      'exclude_prefixes', $m$'{}'::text[]$m$,
      'scope_ou_ids', $m$'{}'::text[]$m$,
      'validation', $m$'{}'::jsonb$m$));
  perform reeve_scoped.mirror('organizational_unit', reeve_scoped.has_target('organizational_unit.ou_id'), jsonb_build_object('arn', masked_arn));
  perform reeve_scoped.mirror('policy_attachment', reeve_scoped.has_target('policy_attachment.target_id'));
  perform reeve_scoped.mirror('org_policy',
    format('exists (select 1 from public.policy_attachment pa where pa.organization_uid = org_policy.organization_uid and pa.policy_id = org_policy.policy_id and %s)',
      reeve_scoped.has_target('pa.target_id')),
    jsonb_build_object('arn', masked_arn));
  perform reeve_scoped.mirror('estate_event', format($c$(subject_kind = 'account' and %s)$c$, reeve_scoped.has_account_id('estate_event.subject_id')));
  perform reeve_scoped.mirror('attention', reeve_scoped.has_account_id('attention.subject_id'));
  -- A run's counts and troubles tell of the whole organization; the audit trail takes events from the scoped and shows them none.
  perform reeve_scoped.mirror('sync_run', 'false');
  perform reeve_scoped.mirror('audit_event', 'false');
end $$;

select reeve_scoped.rebuild();
