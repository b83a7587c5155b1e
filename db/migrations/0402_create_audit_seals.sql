-- The audit trail's seal: every event's hash in a chain whose order is this table's, not the events' (which take their ids before they
-- commit). Checkpoints, signed and kept outside the database, name a position and its chain hash. See docs/people.md.
create table audit_seal (
  position bigint primary key check (position > 0),
  event_id bigint not null unique,
  event_hash bytea not null check (octet_length(event_hash) = 32),
  chain_hash bytea not null check (octet_length(chain_hash) = 32),
  sealed_at timestamptz not null,
  -- Set when the event itself was removed because its time was up; its hash stays, so that the chain still closes.
  pruned_at timestamptz
);

-- The key that signs checkpoints. The public half stands in every checkpoint file too, where an auditor pins it.
create table audit_key (
  key_id text primary key,
  public_key text not null,
  private_key_sealed text not null,
  created_at timestamptz not null
);

-- How long events are kept, by kind (`sign_in.*`, `*`); the longest pattern that fits wins. None: for ever.
create table audit_retention (
  pattern text primary key,
  days integer not null check (days between 30 and 36500),
  updated_at timestamptz not null,
  updated_by text not null
);

-- Where somebody was when they did it.
alter table audit_event add column source text;
select reeve_scoped.rebuild();
