-- What somebody bound to a scope sees of syncs, history, denials, jobs and the audit trail: what concerns their accounts, with whatever
-- names other accounts and places blotted out. A table that is neither narrowed here nor named in src/main/scope-leak.test.ts fails there.

-- Who is asking, beside what they reach: for what is theirs alone.
create function reeve_scoped.actor_id() returns text language sql stable
  as $$ select nullif(current_setting('reeve.actor', true), '') $$;

create function reeve_scoped.has_organization(column_name text) returns text language sql immutable as $$
  select format('exists (select 1 from reeve_scoped.scope_organization so where so.set_id = reeve_scoped.set_id() and so.organization_uid = %s)', column_name) $$;

-- Whether an id of an account, place, policy or organization is one that the scope holds.
create function reeve_scoped.is_seen(named text) returns boolean language sql stable as $$
  select case
    when named like 'o-%' then exists (select 1 from public.organization o
      join reeve_scoped.scope_organization so on so.set_id = reeve_scoped.set_id() and so.organization_uid = o.id where o.organization_id = named)
    when named like 'p-%' then exists (select 1 from public.policy_attachment pa
      join reeve_scoped.scope_target st on st.set_id = reeve_scoped.set_id() and st.target_id = pa.target_id where pa.policy_id = named)
    else exists (select 1 from reeve_scoped.scope_target st where st.set_id = reeve_scoped.set_id() and st.target_id = named)
  end $$;

-- A sentence or ARN with every id that the scope does not hold blotted out. Sentences of AWS name its callers and their accounts.
create function reeve_scoped.mask(told text) returns text language plpgsql stable strict as $$
declare
  ids constant text := '(?<![0-9A-Za-z])([0-9]{12}|o-[0-9a-z]{10,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32}|p-[0-9A-Za-z_]{8,128})(?![0-9A-Za-z])';
  id text;
begin
  for id in select distinct hit.parts[1] from regexp_matches(told, ids, 'g') hit(parts) loop
    if not reeve_scoped.is_seen(id) then told := replace(told, id, '************'); end if;
  end loop;
  return told;
end $$;

create function reeve_scoped.mask_json(told jsonb) returns jsonb language plpgsql stable strict as $$
begin
  -- Most facts name no id at all. Looser than the rule, because JSON writes a line break before an id as letters.
  if told::text !~ '[0-9]{12}|[ourp]-[0-9A-Za-z]{4}' then return told; end if;
  return case jsonb_typeof(told)
    when 'string' then to_jsonb(reeve_scoped.mask(told #>> '{}'))
    when 'array' then (select coalesce(jsonb_agg(reeve_scoped.mask_json(item) order by at), '[]') from jsonb_array_elements(told) with ordinality items(item, at))
    when 'object' then (select coalesce(jsonb_object_agg(reeve_scoped.mask(key), reeve_scoped.mask_json(value)), '{}') from jsonb_each(told))
    else told
  end;
end $$;

-- Where an account or OU was or went: the name of a place is told only where it lies above the scope's accounts now.
create function reeve_scoped.mask_place(facts jsonb, subject_kind text) returns jsonb language plpgsql stable strict as $$
declare
  hidden constant jsonb := '{"orgPath": "************"}';
begin
  -- Texts of policies are in force as they stand.
  if subject_kind = 'policy' then return facts; end if;
  if facts ->> 'orgPath' is null then return reeve_scoped.mask_json(facts); end if;
  if subject_kind = 'ou' or facts ->> 'pathIds' is null or exists (
    select 1 from unnest(string_to_array(facts ->> 'pathIds', '/')) id where id <> '' and not reeve_scoped.is_seen(id))
  then
    return reeve_scoped.mask_json(facts || hidden);
  end if;
  return reeve_scoped.mask_json(facts - array['orgPath', 'pathIds']) || jsonb_build_object('orgPath', facts -> 'orgPath', 'pathIds', facts -> 'pathIds');
end $$;

-- What a sync changed of what the scope holds.
create function reeve_scoped.changes_of(run uuid) returns jsonb language plpgsql stable as $$
begin
  return (select coalesce(jsonb_object_agg(kind, n), '{}') from (
    select kind, count(*) as n from reeve_scoped.estate_event where sync_run_id = run group by kind) counted);
end $$;
create index estate_event_by_run on estate_event (sync_run_id) where sync_run_id is not null;

-- Whether a sync is the newest of its kind that stored what it read: of older ones nobody knows any more who was in the scope then.
create function reeve_scoped.is_newest(run uuid, organization uuid, its_kind text) returns boolean language sql stable as $$
  select run = (select newest.id from public.sync_run newest
    where newest.organization_uid = organization and newest.kind = its_kind and newest.committed_at is not null
    order by newest.started_at desc limit 1) $$;

-- Accounts in scope that a sync has found so far, or as the newest.
create function reeve_scoped.accounts_found(run uuid, organization uuid, its_kind text, is_running boolean) returns integer language plpgsql stable as $$
begin
  if is_running then
    return (select count(*) from public.staged_account s
      join reeve_scoped.scope_member sm on sm.set_id = reeve_scoped.set_id() and sm.account_id = s.account_id where s.run_id = run);
  end if;
  if not coalesce(reeve_scoped.is_newest(run, organization, its_kind), false) then return null; end if;
  return (select count(*) from public.account a
    join reeve_scoped.scope_member sm on sm.set_id = reeve_scoped.set_id() and sm.account_uid = a.id
    where a.organization_uid = organization and a.inclusion <> 'detached');
end $$;

-- Accounts in scope whose role does not work, as the newest sync found.
create function reeve_scoped.accounts_failed(run uuid, organization uuid, its_kind text, checked_at timestamptz) returns integer language plpgsql stable as $$
begin
  if checked_at is null or not coalesce(reeve_scoped.is_newest(run, organization, its_kind), false) then return null; end if;
  return (select count(*) from public.account a
    join reeve_scoped.scope_member sm on sm.set_id = reeve_scoped.set_id() and sm.account_uid = a.id
    where a.organization_uid = organization and a.inclusion = 'imported' and a.state = 'ACTIVE'
      and a.status in ('assume_failed', 'permission_missing', 'scp_blocked') and (a.ignored_until is null or a.ignored_until <= checked_at));
end $$;

-- Jobs lie in the queue's own schema, which is made after this one, so they are narrowed where they are read (platform/jobs/job-admin.ts).
-- True for everybody who is not narrowed.
create function reeve_scoped.sees_job(payload jsonb) returns boolean language sql stable as $$
  select reeve_scoped.set_id() is null or exists (select 1 from reeve_scoped.scope_organization so
    where so.set_id = reeve_scoped.set_id() and so.organization_uid::text = payload ->> 'organizationUid') $$;

-- Writes through a view whose columns are blotted out reach the table as they were written. What was left out gets the table's default.
create function reeve_scoped.insert_through() returns trigger language plpgsql as $$
declare
  columns text := (select string_agg(quote_ident(key), ', ') from jsonb_each(to_jsonb(new)) where value <> 'null');
begin
  execute format('insert into public.%1$I (%2$s) select %2$s from jsonb_populate_record(null::public.%1$I, $1)', tg_table_name, columns) using to_jsonb(new);
  return new;
end $$;

create function reeve_scoped.update_through() returns trigger language plpgsql as $$
declare
  changed constant jsonb := to_jsonb(new);
  columns text := (select string_agg(quote_ident(n.key), ', ') from jsonb_each(changed) n where n.value is distinct from to_jsonb(old) -> n.key);
begin
  if columns is null then return new; end if;
  execute format('update public.%1$I set (%2$s) = (select %2$s from jsonb_populate_record(null::public.%1$I, $1)) where id = $2', tg_table_name, columns)
    using changed, old.id;
  return new;
end $$;

create or replace function reeve_scoped.rebuild() returns void language plpgsql as $$
declare
  -- ARNs of Organizations carry the management account's id.
  masked_arn constant text := $m$regexp_replace(arn, '::[0-9]{12}:', '::************:')$m$;
begin
  perform reeve_scoped.mirror('account', reeve_scoped.has_account('account.id'), jsonb_build_object('arn', masked_arn,
    'status_reason', 'reeve_scoped.mask(status_reason)', 'status_detail', 'reeve_scoped.mask_json(status_detail)',
    'detach_reason', 'reeve_scoped.mask(detach_reason)'));
  create trigger update_through instead of update on reeve_scoped.account for each row execute function reeve_scoped.update_through();
  perform reeve_scoped.mirror('account_tag', reeve_scoped.has_account('account_tag.account_uid'));
  perform reeve_scoped.mirror('account_observation', reeve_scoped.has_account('account_observation.account_uid'));
  perform reeve_scoped.mirror('account_connection', reeve_scoped.has_account('account_connection.account_uid'));
  perform reeve_scoped.mirror('badge', reeve_scoped.has_account('badge.account_uid'));
  perform reeve_scoped.mirror('badge_event', reeve_scoped.has_account('badge_event.account_uid'));
  perform reeve_scoped.mirror('organization', reeve_scoped.has_organization('organization.id'),
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
  -- History of the accounts, of the places above them, and of the policies that are in force there or were.
  perform reeve_scoped.mirror('estate_event', format($c$case subject_kind
      when 'account' then %s
      when 'ou' then %s
      when 'attachment' then %s and %s
      when 'policy' then %s and reeve_scoped.is_seen(subject_id)
      else false end$c$,
      reeve_scoped.has_account_id('estate_event.subject_id'), reeve_scoped.has_target('estate_event.subject_id'),
      reeve_scoped.has_organization('estate_event.organization_uid'), reeve_scoped.has_target($c$split_part(estate_event.subject_id, '@', 2)$c$),
      reeve_scoped.has_organization('estate_event.organization_uid')),
    jsonb_build_object('before', 'reeve_scoped.mask_place(before, subject_kind)', 'after', 'reeve_scoped.mask_place(after, subject_kind)'));
  create trigger insert_through instead of insert on reeve_scoped.estate_event for each row execute function reeve_scoped.insert_through();
  perform reeve_scoped.mirror('attention', reeve_scoped.has_account_id('attention.subject_id'), jsonb_build_object('detail', 'reeve_scoped.mask(detail)'));
  perform reeve_scoped.mirror('denial', reeve_scoped.has_account_id('denial.account_id'), jsonb_build_object(
    'principal_arn', 'reeve_scoped.mask(principal_arn)', 'resource', 'reeve_scoped.mask(resource)', 'message', 'reeve_scoped.mask(message)',
    'cause', 'reeve_scoped.mask_json(cause)'));
  -- That a sync ran, when and how it ended. Counts are of the scope's accounts; how long and how many calls would tell how large the rest is.
  perform reeve_scoped.mirror('sync_run', reeve_scoped.has_organization('sync_run.organization_uid'), jsonb_build_object(
    'requested_by', $m$case when requested_by like 'system:%' or requested_by = reeve_scoped.actor_id() then requested_by else 'somebody else' end$m$,
    'first_call_at', 'null::timestamptz',
    'members_checked_at', 'null::timestamptz',
    'accounts_found', $m$reeve_scoped.accounts_found(id, organization_uid, kind, status = 'running' and committed_at is null)$m$,
    'accounts_synced', $m$reeve_scoped.accounts_found(id, organization_uid, kind, false)$m$,
    'accounts_failed', 'reeve_scoped.accounts_failed(id, organization_uid, kind, members_checked_at)',
    'api_calls', 'null::jsonb', 'calls', 'null::integer', 'throttled', 'null::integer', 'writes', 'null::integer', 'counts', 'null::jsonb',
    'changes', 'reeve_scoped.changes_of(id)',
    'unseen', $m$case when unseen = '[]' then unseen else '["Not all of the organization could be read."]'::jsonb end$m$,
    'error', $m$case when error is null then null else 'Whoever sees the whole organization can read why.' end$m$));
  perform reeve_scoped.mirror('sync_stream', 'false');
  perform reeve_scoped.mirror('staged_account', 'false');
  perform reeve_scoped.mirror('staged_attachment', 'false');
  perform reeve_scoped.mirror('staged_ou', 'false');
  perform reeve_scoped.mirror('staged_parent', 'false');
  perform reeve_scoped.mirror('staged_policy', 'false');
  perform reeve_scoped.mirror('staged_tag', 'false');
  -- Their own channels; what has not been told yet is nobody's.
  perform reeve_scoped.mirror('notification_channel', 'bound_to = reeve_scoped.actor_id()');
  perform reeve_scoped.mirror('notification_delivery',
    'exists (select 1 from public.notification_channel c where c.id = channel_id and c.bound_to = reeve_scoped.actor_id())');
  perform reeve_scoped.mirror('notification_outbox', 'false');
  -- The policies are made up; the account in which AWS was asked and whoever asked are somebody's.
  perform reeve_scoped.mirror('policy_verification', 'true', jsonb_build_object('account_id', 'reeve_scoped.mask(account_id)',
    'actor', $m$case when actor = reeve_scoped.actor_id() then actor else 'somebody else' end$m$));
  -- What happened to the scope's accounts, whoever did it, and what one did oneself.
  perform reeve_scoped.mirror('audit_event', format($c$actor = reeve_scoped.actor_id() or (subject like 'account:%%' and %s)$c$,
      reeve_scoped.has_account_id($c$substr(audit_event.subject, 9)$c$)),
    jsonb_build_object('subject', 'reeve_scoped.mask(subject)', 'before', 'reeve_scoped.mask_json(before)', 'after', 'reeve_scoped.mask_json(after)'));
  create trigger insert_through instead of insert on reeve_scoped.audit_event for each row execute function reeve_scoped.insert_through();
end $$;

select reeve_scoped.rebuild();
