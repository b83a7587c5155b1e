-- The audit trail outside the database: where it is streamed to, how far each place has got, and the checkpoints it is measured by.

-- Signed statements of what the chain came to. Numbered without a gap, so that a collection of them tells when one was taken out.
create table audit_checkpoint (
  number bigint primary key check (number > 0),
  position bigint not null unique,
  chain_hash bytea not null check (octet_length(chain_hash) = 32),
  at timestamptz not null,
  key_id text not null,
  signature text not null
);

create table audit_sink (
  id uuid primary key,
  name text not null check (name <> ''),
  kind text not null check (kind in ('syslog', 'https', 's3')),
  is_enabled boolean not null default true,
  sends_events boolean not null,
  sends_checkpoints boolean not null,
  -- Everything of the sink that is no secret.
  settings jsonb not null,
  -- Syslog: the private key of a client certificate. HTTPS: signing key and Authorization header. S3: the ExternalId.
  secret_sealed text,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  -- Object Lock keeps what was signed; a million events as objects of their own would be a bill, not a trail.
  check (kind <> 's3' or not sends_events)
);
create unique index audit_sink_name_once on audit_sink (lower(name));

-- How far a sink has got. By seal position, which has neither gaps nor late-comers as event ids do: the next one to send is always one more.
create table audit_sink_progress (
  sink_id uuid primary key references audit_sink (id) on delete cascade,
  event_position bigint not null,
  checkpoint_number bigint not null,
  -- The first checkpoint that it was to be given: what a full collection begins with.
  first_checkpoint bigint not null,
  failures integer not null default 0,
  next_attempt_at timestamptz,
  last_error text,
  last_error_at timestamptz,
  last_success_at timestamptz
);

-- With what somebody did it, and by which request it is found.
alter table audit_event add column user_agent text;
create index audit_event_by_request on audit_event (request_id) where request_id is not null;
create index audit_event_by_refusal on audit_event (result, id desc) where result <> 'done';
select reeve_scoped.rebuild();
