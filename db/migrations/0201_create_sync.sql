-- One run of a sync: what it was asked to do, how far it is, what it found, what it cost.
create table sync_run (
  id uuid primary key,
  organization_uid uuid not null references organization (id),
  kind text not null check (kind in ('estate', 'tags')),
  trigger text not null check (trigger in ('registration', 'schedule', 'request')),
  requested_by text not null,
  -- `held`: applied, except for removals so many that somebody must confirm them.
  status text not null check (status in ('running', 'completed', 'partial', 'held', 'failed', 'cancelled', 'abandoned')),
  phase text not null check (phase in ('reading', 'applying', 'checking_members', 'done')),
  -- The first picture of an organization: what it finds was there before, so it writes no history of tags and attachments.
  is_baseline boolean not null,
  confirm_removals boolean not null default false,
  cancel_requested_at timestamptz,
  started_at timestamptz not null,
  first_call_at timestamptz,
  committed_at timestamptz,
  -- What the merge came to; the run's status says so too, once the member roles are tried.
  outcome text check (outcome in ('completed', 'partial', 'held')),
  members_checked_at timestamptz,
  finished_at timestamptz,
  accounts_found integer not null default 0,
  accounts_synced integer not null default 0,
  accounts_failed integer not null default 0,
  -- Calls by `service:Operation`, and what they cost beside.
  api_calls jsonb not null default '{}',
  calls integer not null default 0,
  throttled integer not null default 0,
  writes integer not null default 0,
  -- Counts from which the lower bounds of calls and time follow.
  counts jsonb,
  changes jsonb not null default '{}',
  -- What this run could not see, one sentence each.
  unseen jsonb not null default '[]',
  error text
);
create unique index sync_run_one_running on sync_run (organization_uid, kind) where status = 'running';
create index sync_run_by_organization on sync_run (organization_uid, started_at desc, id);

-- When things were last read or tried. Apart from `account`, so that a sync that finds nothing new writes no row of the estate.
create table account_observation (
  account_uid uuid primary key references account (id) on delete cascade,
  -- When this account's own ListTagsForResource last completed; null or no row: never, so that the absence of a tag is unknown.
  tags_read_at timestamptz,
  member_checked_at timestamptz
);

-- What a person should look at: suspensions, held removals. Open until resolved.
create table attention (
  id uuid primary key,
  organization_uid uuid not null references organization (id),
  kind text not null check (kind in ('account_suspended', 'removals_held')),
  subject_id text not null,
  detail text not null,
  raised_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by text
);
create unique index attention_open_once on attention (organization_uid, kind, subject_id) where resolved_at is null;

-- Staging. Unlogged: a crash of PostgreSQL empties all of these tables together, streams included, and the run reads again from the start.
-- A crash of Reeve leaves them whole, and the run goes on where it was.
create unlogged table sync_stream (
  run_id uuid not null,
  -- `accounts`, `ous:<parent>`, `targets:<type>:<policy>`, `tags:<account>`, …
  stream text not null,
  kind text not null,
  subject text not null default '',
  state text not null check (state in ('open', 'done', 'skipped', 'failed')),
  next_token text,
  -- Depth of the parent, for OU streams.
  level integer not null default 0,
  pages integer not null default 0,
  restarts integer not null default 0,
  error text,
  seq bigint generated always as identity,
  primary key (run_id, stream)
);

create index sync_stream_by_kind on sync_stream (run_id, kind, state);

create unlogged table staged_ou (
  run_id uuid not null,
  stream text not null,
  ou_id text not null,
  parent_id text,
  name text not null,
  arn text not null,
  policy_types jsonb,
  primary key (run_id, ou_id)
);

create unlogged table staged_account (
  run_id uuid not null,
  stream text not null,
  account_id text not null,
  name text not null,
  email text,
  arn text,
  state text not null,
  joined_method text,
  joined_at timestamptz,
  parent_id text,
  path_ids text,
  primary key (run_id, account_id)
);

-- Parents found by the OU walk, for accounts whose `Paths` AWS did not give.
create unlogged table staged_parent (
  run_id uuid not null,
  stream text not null,
  account_id text not null,
  parent_id text not null,
  primary key (run_id, account_id)
);

create unlogged table staged_policy (
  run_id uuid not null,
  stream text not null,
  policy_id text not null,
  type text not null,
  name text not null,
  description text not null,
  arn text not null,
  aws_managed boolean not null,
  content text,
  content_hash text,
  primary key (run_id, policy_id)
);

create unlogged table staged_attachment (
  run_id uuid not null,
  stream text not null,
  policy_id text not null,
  target_id text not null,
  target_type text not null,
  derived boolean not null default false,
  primary key (run_id, policy_id, target_id)
);

-- `own`: from the account's complete list; otherwise from the bulk index.
create unlogged table staged_tag (
  run_id uuid not null,
  stream text not null,
  account_id text not null,
  own boolean not null,
  key text not null,
  value text not null,
  primary key (run_id, account_id, own, key)
);
