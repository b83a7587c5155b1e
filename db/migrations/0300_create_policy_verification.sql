-- Runs of `reeve policy verify`: what AWS's own simulator said against the engine, so that the doctor can tell when it was last asked.
create table policy_verification (
  id uuid primary key,
  finished_at timestamptz not null,
  actor text not null,
  account_id text not null,
  is_aws boolean not null,
  endpoint text not null,
  version text not null,
  seed integer not null,
  asked integer not null check (asked >= 0),
  answered integer not null check (answered between 0 and asked),
  disagreement_count integer not null check (disagreement_count between 0 and answered),
  disagreements jsonb not null check (jsonb_typeof(disagreements) = 'array')
);
create index policy_verification_of_aws on policy_verification (finished_at desc) where is_aws;
