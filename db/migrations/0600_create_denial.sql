-- What AWS denied Reeve, and why as far as it is known (SCPW). One row per kind of denial, counted, not one per call.
create table denial (
  id bigint generated always as identity primary key,
  -- The account of whoever was denied, which for sts:AssumeRole is the caller's.
  account_id text not null,
  principal_arn text not null,
  action text not null,
  resource text not null,
  region text not null,
  code text not null,
  message text not null,
  cause jsonb not null,
  count integer not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null
);
create unique index denial_once on denial (account_id, principal_arn, action, resource, region, code);
create index denial_by_time on denial (last_seen_at desc, id desc);
