-- Codes by which somebody who is signed in signs in their command line: single use, minutes. The code is never stored.
create table sign_in_code (
  id uuid primary key,
  person_id uuid not null references person (id) on delete cascade,
  code_hash bytea not null unique check (octet_length(code_hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
