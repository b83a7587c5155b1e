-- The estate: organizations, their trees, accounts, tags, policies, and the history of all of it.
-- Every table of something a provider owns carries `provider`, so that a second provider needs no second schema (BADGE-15).

create table organization (
  id uuid primary key,
  provider text not null default 'aws',
  organization_id text not null,
  partition text not null,
  nickname text,
  management_account_id text not null,
  feature_set text not null check (feature_set in ('ALL', 'CONSOLIDATED_BILLING')),
  registered_through text not null check (registered_through in ('management_account', 'delegated_administrator')),
  caller_kind text not null check (caller_kind in ('default', 'profile', 'stored_keys')),
  caller_profile text,
  caller_access_key_id text,
  caller_secret_access_key_sealed text,
  org_role_arn text not null,
  org_external_id_sealed text,
  org_session_name text not null,
  org_duration_seconds integer not null,
  -- May carry an IAM path: `path/to/RoleName`.
  member_role_name text not null,
  member_external_id_sealed text,
  member_session_name text not null,
  member_duration_seconds integer not null,
  exclude_prefixes text[] not null default '{}',
  scope_ou_ids text[] not null default '{}',
  auto_remove boolean not null default false,
  auto_remove_states text[] not null default '{SUSPENDED,CLOSED}',
  auto_badge boolean not null default true,
  -- Results of the registration checks: which optional permissions the role has, simulator artefacts, warnings.
  validation jsonb not null default '{}',
  kit_version text,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  removed_at timestamptz,
  removed_by text
);

-- ORG-5: once per installation, also when two requests race.
create unique index organization_registered_once on organization (provider, organization_id) where removed_at is null;
create unique index organization_nickname_once on organization (nickname) where removed_at is null and nickname is not null;

create table organizational_unit (
  organization_uid uuid not null references organization (id),
  -- `r-…` for the root, `ou-…` otherwise.
  ou_id text not null,
  provider text not null default 'aws',
  parent_id text,
  name text not null,
  arn text not null,
  depth integer not null,
  -- As in aws:PrincipalOrgPaths: `o-…/r-…/ou-…/`.
  path_ids text not null,
  -- `Root/Sports/Baseball`; a `/` inside a name is escaped as `\/`.
  org_path text not null,
  -- Policy types enabled; only the root carries any.
  policy_types jsonb,
  primary key (organization_uid, ou_id)
);

create table account (
  id uuid primary key,
  provider text not null default 'aws',
  account_id text not null,
  partition text not null,
  -- Null: connected singly.
  organization_uid uuid references organization (id),
  name text not null,
  email text,
  arn text,
  state text not null check (state in ('PENDING_ACTIVATION', 'ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE', 'CLOSED', 'UNKNOWN')),
  joined_method text,
  joined_at timestamptz,
  parent_id text,
  path_ids text,
  org_path text,
  is_management_account boolean not null default false,
  inclusion text not null check (inclusion in ('imported', 'excluded_prefix', 'excluded_scope', 'suspended', 'detached')),
  status text not null default 'pending' check (status in ('pending', 'ok', 'assume_failed', 'permission_missing', 'scp_blocked', 'suspended', 'detached')),
  status_reason text,
  status_detail jsonb,
  ignored_until timestamptz,
  ignored_reason text,
  ignored_by text,
  first_seen_at timestamptz not null,
  updated_at timestamptz not null,
  detached_at timestamptz,
  detach_reason text,
  purge_after timestamptz,
  -- Purged while AWS still lists it (closed accounts stay listed for 90 days): the row stays so that it is not taken for a new account.
  purged_at timestamptz
);
create unique index account_once on account (provider, account_id);
create index account_by_organization on account (organization_uid, account_id);
create index account_by_path on account (path_ids text_pattern_ops);
create index account_by_name on account (name text_pattern_ops);

create table account_tag (
  account_uid uuid not null references account (id) on delete cascade,
  key text not null,
  value text not null,
  primary key (account_uid, key)
);
create index account_tag_by_pair on account_tag (key, value);

-- How a singly connected account is reached (CONN). Accounts of an organization have no row: the organization's configuration reaches them.
create table account_connection (
  account_uid uuid primary key references account (id) on delete cascade,
  caller_kind text not null check (caller_kind in ('default', 'profile', 'stored_keys')),
  caller_profile text,
  caller_access_key_id text,
  caller_secret_access_key_sealed text,
  role_arn text,
  external_id_sealed text,
  session_name text not null,
  duration_seconds integer not null,
  harvesting_strategy text not null default 'standard',
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null
);

create table org_policy (
  organization_uid uuid not null references organization (id),
  policy_id text not null,
  provider text not null default 'aws',
  type text not null,
  name text not null,
  description text not null default '',
  arn text not null,
  aws_managed boolean not null,
  content text,
  content_hash text,
  primary key (organization_uid, policy_id)
);

create table policy_attachment (
  organization_uid uuid not null references organization (id),
  policy_id text not null,
  target_id text not null,
  target_type text not null check (target_type in ('ROOT', 'ORGANIZATIONAL_UNIT', 'ACCOUNT')),
  -- RCPFullAWSAccess is attached everywhere and cannot be detached: known, not listed.
  derived boolean not null default false,
  primary key (organization_uid, policy_id, target_id)
);
create index policy_attachment_by_target on policy_attachment (organization_uid, target_id);

-- What happened to the estate, from which sync, from → to. Append-only.
create table estate_event (
  id bigint generated always as identity primary key,
  organization_uid uuid not null references organization (id),
  sync_run_id uuid,
  subject_kind text not null check (subject_kind in ('organization', 'ou', 'account', 'policy', 'attachment')),
  subject_id text not null,
  kind text not null,
  before jsonb,
  after jsonb,
  actor text not null,
  at timestamptz not null
);
create index estate_event_by_organization on estate_event (organization_uid, id);
create index estate_event_by_subject on estate_event (subject_kind, subject_id, id);
