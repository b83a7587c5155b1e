-- Who did what to what, written in the transaction of the change itself. Append-only: rows may be pruned by age, never rewritten.
create table audit_event (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null check (actor <> ''),
  actor_kind text not null check (actor_kind in ('operator', 'token', 'person', 'system')),
  action text not null check (action <> ''),
  subject text not null check (subject <> ''),
  result text not null check (result in ('done', 'refused', 'failed')),
  before jsonb,
  after jsonb,
  request_id text
);

create index audit_event_by_subject on audit_event (subject, id desc);
create index audit_event_by_actor on audit_event (actor, id desc);
create index audit_event_by_action on audit_event (action, id desc);
create index audit_event_by_time on audit_event (at);

create function refuse_audit_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'audit events are never rewritten' using errcode = 'insufficient_privilege';
end $$;

create trigger audit_event_is_append_only before update on audit_event
  for each row execute function refuse_audit_rewrite();

-- API tokens. The token itself is shown once and never stored: `token_hash` is the SHA-256 of its 32 random bytes' text form.
create table api_token (
  id uuid primary key,
  name text not null check (name <> ''),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  token_prefix text not null,
  role text not null check (role in ('admin', 'read-only', 'custom')),
  -- Used when role is 'custom'; the sets of the named roles follow the installed version.
  permissions text[] not null default '{}',
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

create unique index api_token_live_name on api_token (name) where revoked_at is null;
