-- People who sign in. The first five tables are the sign-in library's, in our names; the rest is ours. See docs/adr/0012.

create table person (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  -- Stored in lower case; compared so.
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean default false,
  -- Disabled people keep their history; their sessions count no more from that moment on.
  disabled_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);

create table person_session (
  id uuid primary key default gen_random_uuid(),
  token text not null unique,
  person_id uuid not null references person (id) on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);
create index person_session_by_person on person_session (person_id);

-- How a person proves who they are: a password (argon2id, never the password itself) or an identity at a provider.
create table person_credential (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person (id) on delete cascade,
  provider_id text not null,
  account_id text not null,
  password text,
  -- Reeve calls nobody in a person's name, so a provider's tokens are not kept.
  access_token text check (access_token is null),
  refresh_token text check (refresh_token is null),
  id_token text check (id_token is null),
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique (provider_id, account_id)
);
create index person_credential_by_person on person_credential (person_id);

create table person_verification (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);
create index person_verification_by_identifier on person_verification (identifier);

-- The secret and the recovery codes are encrypted by the library under the sign-in secret below.
create table person_two_factor (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person (id) on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean default true,
  failed_verification_count integer default 0,
  locked_until timestamptz
);
create index person_two_factor_by_person on person_two_factor (person_id);

-- One row: what holds for everybody's sign-in.
create table sign_in_setting (
  id integer primary key default 1 check (id = 1),
  -- Signs session cookies and encrypts second factors.
  secret_sealed text not null,
  password_enabled boolean not null default true,
  -- The one who may still use a password where password sign-in is off: for the day the identity provider is away.
  break_glass_person_id uuid references person (id),
  updated_at timestamptz not null,
  updated_by text not null,
  check (password_enabled or break_glass_person_id is not null)
);

-- Failed sign-ins by e-mail and by address. Kept whether or not such a person exists, so that a lock tells nothing.
create table sign_in_failure (
  key text primary key,
  failures integer not null,
  window_started_at timestamptz not null,
  locked_until timestamptz
);

-- What a person may do, and where. `scope` is a selector over OU ids, badges and accounts; null is the whole estate.
create table role_binding (
  id uuid primary key,
  person_id uuid not null references person (id) on delete cascade,
  role text not null check (role <> ''),
  scope text check (scope <> ''),
  created_at timestamptz not null,
  created_by text not null
);
create index role_binding_by_person on role_binding (person_id);

-- Roles that a site makes for itself; the named ones follow the installed version.
create table custom_role (
  name text primary key,
  description text not null,
  permissions text[] not null,
  created_at timestamptz not null,
  created_by text not null
);

create table identity_provider (
  id text primary key check (id ~ '^[a-z][a-z0-9-]{0,39}$'),
  name text not null,
  issuer text not null,
  client_id text not null,
  client_secret_sealed text,
  scopes text[] not null,
  -- Which claim values give which role where; nobody signs in through this provider without one that fits.
  grants jsonb not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null
);

-- What the provider's claims gave a person at their latest sign-in through it.
create table identity_grant (
  provider_id text not null references identity_provider (id) on delete cascade,
  subject text not null,
  grants jsonb not null,
  at timestamptz not null,
  primary key (provider_id, subject)
);

-- Single-use links: an invitation, the first administrator's, or one that signs its maker's guest in once. The secret is never stored.
create table one_time_link (
  id uuid primary key,
  kind text not null check (kind in ('invitation', 'first_administrator', 'sign_in')),
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  email text,
  role text not null,
  scope text,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by uuid references person (id),
  revoked_at timestamptz
);

-- Tokens take the same roles and scopes as people.
alter table api_token drop constraint api_token_role_check;
alter table api_token add constraint api_token_role_check check (role <> '');
alter table api_token add column scope text check (scope <> '');
