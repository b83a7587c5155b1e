-- Notifications: where to tell, what is waiting to be told, and what became of each message.

create table notification_channel (
  id uuid primary key,
  name text not null check (name <> ''),
  kind text not null check (kind in ('email', 'slack', 'webhook')),
  is_enabled boolean not null default true,
  -- What to tell: `[{"kinds": ["sync.failed"], "selector": "ou:/Prod/**"}]`.
  subscriptions jsonb not null default '[]',
  -- Everything of the channel that is no secret.
  settings jsonb not null default '{}',
  -- E-mail: the password. Slack: the address, which is a credential. Webhook: the signing key.
  secret_sealed text,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null
);
create unique index notification_channel_name_once on notification_channel (lower(name));

-- Events that nobody has looked at for notifications yet. Written by triggers, in the transaction of the event itself, and only while a
-- channel is enabled; consumed by deletion in the transaction that queues the deliveries. No cursor over identity numbers could promise
-- that: a transaction that commits late has lower numbers than one already passed.
create table notification_outbox (
  id bigint generated always as identity primary key,
  kind text not null,
  organization_uid uuid,
  subject_kind text not null,
  subject_id text not null,
  before jsonb,
  after jsonb,
  detail text,
  at timestamptz not null
);

create table notification_delivery (
  id uuid primary key,
  channel_id uuid references notification_channel (id) on delete set null,
  channel_name text not null,
  channel_kind text not null check (channel_kind in ('email', 'slack', 'webhook')),
  state text not null check (state in ('queued', 'sent', 'dead', 'cancelled')),
  kind text not null,
  event_count integer not null,
  message jsonb not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  last_error text,
  last_status integer,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index notification_delivery_newest on notification_delivery (created_at desc, id desc);
create index notification_delivery_waiting on notification_delivery (next_attempt_at) where state = 'queued';

create function tell_estate_events() returns trigger language plpgsql as $$
begin
  if exists (select 1 from notification_channel where is_enabled) then
    insert into notification_outbox (kind, organization_uid, subject_kind, subject_id, before, after, at)
    select 'estate.' || kind, organization_uid, subject_kind, subject_id, before, after, at from fresh order by id;
  end if;
  return null;
end $$;
create trigger estate_event_is_told after insert on estate_event
  referencing new table as fresh for each statement execute function tell_estate_events();

create function tell_attention() returns trigger language plpgsql as $$
begin
  if exists (select 1 from notification_channel where is_enabled) then
    insert into notification_outbox (kind, organization_uid, subject_kind, subject_id, detail, at)
    select 'attention.' || kind, organization_uid, case kind when 'account_suspended' then 'account' else 'organization' end, subject_id, detail,
      raised_at from fresh where resolved_at is null;
  end if;
  return null;
end $$;
create trigger attention_is_told after insert on attention
  referencing new table as fresh for each statement execute function tell_attention();

create function tell_sync_end() returns trigger language plpgsql as $$
begin
  if exists (select 1 from notification_channel where is_enabled) then
    insert into notification_outbox (kind, organization_uid, subject_kind, subject_id, after, detail, at)
    values ('sync.' || new.status, new.organization_uid, 'sync', new.id::text,
      jsonb_build_object('kind', new.kind, 'accountsFound', new.accounts_found, 'accountsFailed', new.accounts_failed, 'unseen', new.unseen),
      new.error, coalesce(new.finished_at, now()));
  end if;
  return null;
end $$;
create trigger sync_end_is_told after update of status on sync_run for each row
  when (old.status = 'running' and new.status in ('failed', 'partial', 'held')) execute function tell_sync_end();

create function tell_account_status() returns trigger language plpgsql as $$
begin
  if (new.ignored_until is null or new.ignored_until <= new.updated_at)
    and exists (select 1 from notification_channel where is_enabled) then
    insert into notification_outbox (kind, organization_uid, subject_kind, subject_id, before, after, detail, at)
    values ('account.status_changed', new.organization_uid, 'account', new.account_id, jsonb_build_object('status', old.status),
      jsonb_build_object('status', new.status), new.status_reason, new.updated_at);
  end if;
  return null;
end $$;
-- An account's first check that finds nothing wrong is no news.
create trigger account_status_is_told after update of status on account for each row
  when (old.status is distinct from new.status and not (old.status = 'pending' and new.status = 'ok')) execute function tell_account_status();
