-- What somebody bound to a scope sees of the estate: views named like the tables, in a schema that goes first in the search path of the
-- one connection that serves the request (src/features/selectors/within-scope.ts). Every query, whoever wrote it, then reads and writes
-- only what the scope holds; without the setting it holds nothing. A migration that adds a column to one of these tables ends with
-- `select reeve_scoped.rebuild()`; a test says so when it is forgotten.
create schema reeve_scoped;

-- The accounts in scope, worked out anew for every request. Names tables in full, because it runs under the scoped search path too.
create function reeve_scoped.member_uids() returns setof uuid language sql stable
  as $$ select unnest(string_to_array(nullif(current_setting('reeve.scope', true), ''), ',')::uuid[]) $$;

create function reeve_scoped.member_ids() returns setof text language sql stable
  as $$ select account_id from public.account where id in (select reeve_scoped.member_uids()) $$;

-- Ancestors of the accounts in scope, the roots among them.
create function reeve_scoped.place_ids() returns setof text language sql stable
  as $$ select distinct unnest(string_to_array(path_ids, '/')) from public.account where id in (select reeve_scoped.member_uids()) $$;

-- One view over every column of its table; `masks` gives the expressions that stand for columns which would tell of other accounts.
create function reeve_scoped.mirror(table_name text, condition text, masks jsonb default '{}') returns void language plpgsql as $$
declare
  columns text;
begin
  select string_agg(coalesce(masks ->> a.attname, quote_ident(a.attname)) || ' as ' || quote_ident(a.attname), ', ' order by a.attnum)
    into columns
    from pg_attribute a
    where a.attrelid = format('public.%I', table_name)::regclass and a.attnum > 0 and not a.attisdropped;
  execute format('drop view if exists reeve_scoped.%I', table_name);
  execute format('create view reeve_scoped.%1$I as select %2$s from public.%1$I where %3$s', table_name, columns, condition);
end $$;

create function reeve_scoped.rebuild() returns void language plpgsql as $$
declare
  -- ARNs of Organizations carry the management account's id.
  masked_arn constant text := $m$regexp_replace(arn, '::[0-9]{12}:', '::************:')$m$;
  of_account constant text := 'account_uid in (select reeve_scoped.member_uids())';
  target_visible constant text := '(target_id in (select reeve_scoped.place_ids()) or target_id in (select reeve_scoped.member_ids()))';
begin
  perform reeve_scoped.mirror('account', 'id in (select reeve_scoped.member_uids())', jsonb_build_object('arn', masked_arn));
  perform reeve_scoped.mirror('account_tag', of_account);
  perform reeve_scoped.mirror('account_observation', of_account);
  perform reeve_scoped.mirror('account_connection', of_account);
  perform reeve_scoped.mirror('badge', of_account);
  perform reeve_scoped.mirror('badge_event', of_account);
  perform reeve_scoped.mirror('organization',
    'exists (select 1 from public.account a where a.organization_uid = organization.id and a.id in (select reeve_scoped.member_uids()))',
    jsonb_build_object(
      'management_account_id', $m$case when management_account_id in (select reeve_scoped.member_ids()) then management_account_id else '************' end$m$,
      'org_role_arn', $m$regexp_replace(org_role_arn, '::[0-9]{12}:', '::************:')$m$,
      'caller_profile', $m$case when caller_profile is null then null else '****' end$m$,
      'caller_access_key_id', $m$case when caller_access_key_id is null then null else '****' end$m$,
      'exclude_prefixes', $m$'{}'::text[]$m$,
      'scope_ou_ids', $m$'{}'::text[]$m$,
      'validation', $m$'{}'::jsonb$m$));
  perform reeve_scoped.mirror('organizational_unit', 'ou_id in (select reeve_scoped.place_ids())', jsonb_build_object('arn', masked_arn));
  perform reeve_scoped.mirror('policy_attachment', target_visible);
  perform reeve_scoped.mirror('org_policy',
    format('exists (select 1 from public.policy_attachment pa where pa.organization_uid = org_policy.organization_uid and pa.policy_id = org_policy.policy_id and %s)', target_visible),
    jsonb_build_object('arn', masked_arn));
  perform reeve_scoped.mirror('estate_event', $c$(subject_kind = 'account' and subject_id in (select reeve_scoped.member_ids()))$c$);
  perform reeve_scoped.mirror('attention', 'subject_id in (select reeve_scoped.member_ids())');
  -- A run's counts and troubles tell of the whole organization; the audit trail takes events from the scoped and shows them none.
  perform reeve_scoped.mirror('sync_run', 'false');
  perform reeve_scoped.mirror('audit_event', 'false');
end $$;

select reeve_scoped.rebuild();
