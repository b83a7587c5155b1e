-- Directories that provision people and groups over SCIM 2.0 (RFC 7643, RFC 7644). See docs/adr/0016.

create table scim_connection (
  id text primary key check (id ~ '^[a-z][a-z0-9-]{0,39}$'),
  name text not null check (name <> ''),
  -- Where its people sign in. One directory per provider, so that it is never in doubt whose word counts.
  identity_provider_id text unique references identity_provider (id) on delete set null,
  -- Nobody signs in through that provider whom the directory did not provision.
  provisioned_only boolean not null,
  -- How a sign-in finds its person: this claim is the externalId; else that claim is the userName; else a verified e-mail.
  external_id_claim text not null check (external_id_claim <> ''),
  user_name_claim text check (user_name_claim <> ''),
  matches_verified_email boolean not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null
);

-- Which group gives which role where. The roles themselves are never copied: who is in the group has them, from that moment to that moment.
create table scim_grant (
  connection_id text not null references scim_connection (id) on delete cascade,
  position integer not null,
  claim text not null check (claim in ('displayName', 'externalId')),
  value text not null check (value <> ''),
  role text not null check (role <> ''),
  scope text check (scope <> ''),
  primary key (connection_id, position)
);
create index scim_grant_by_value on scim_grant (connection_id, value);

-- What the directory proves itself with. Shown once, kept as SHA-256; two may live at once while one replaces the other.
create table scim_token (
  id uuid primary key,
  connection_id text not null references scim_connection (id) on delete cascade,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  token_prefix text not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz
);
create index scim_token_by_connection on scim_token (connection_id, created_at);

-- A person as the directory describes them: only what Reeve uses is kept. The SCIM id is the person's.
create table scim_user (
  person_id uuid primary key references person (id) on delete cascade,
  connection_id text not null references scim_connection (id) on delete cascade,
  user_name text not null check (user_name <> ''),
  external_id text check (external_id <> ''),
  display_name text,
  name jsonb,
  emails jsonb not null,
  -- What the directory said; null where it says nothing. Whether somebody may sign in is person.disabled_at.
  active boolean,
  -- Was here before the directory spoke of them, and stays when it goes.
  is_adopted boolean not null,
  -- Shut out by an administrator here: the directory cannot let them in again.
  held_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index scim_user_by_user_name on scim_user (connection_id, lower(user_name));
create unique index scim_user_by_external_id on scim_user (connection_id, external_id);
create index scim_user_in_order on scim_user (connection_id, created_at, person_id);

-- Names and ids are unique in a directory, because they decide roles.
create table scim_group (
  id uuid primary key,
  connection_id text not null references scim_connection (id) on delete cascade,
  display_name text not null check (display_name <> ''),
  external_id text check (external_id <> ''),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index scim_group_by_display_name on scim_group (connection_id, lower(display_name));
create unique index scim_group_by_external_id on scim_group (connection_id, external_id);
create index scim_group_in_order on scim_group (connection_id, created_at, id);

create table scim_group_member (
  group_id uuid not null references scim_group (id) on delete cascade,
  person_id uuid not null references scim_user (person_id) on delete cascade,
  primary key (group_id, person_id)
);
create index scim_group_member_by_person on scim_group_member (person_id);

-- People can be removed; that a link was used, and when, stays.
alter table one_time_link drop constraint one_time_link_used_by_fkey;
alter table one_time_link add foreign key (used_by) references person (id) on delete set null;
