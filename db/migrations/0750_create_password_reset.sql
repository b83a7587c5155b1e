-- Letters to people, and new passwords for those who forgot theirs.

-- One row: the mail server for letters to people. Not a notification channel: whoever could point that elsewhere would read reset links.
create table system_mail (
  id integer primary key default 1 check (id = 1),
  -- Host, port, security, user name, sender.
  settings jsonb not null,
  password_sealed text,
  updated_at timestamptz not null,
  updated_by text not null
);

-- Somebody who asked for a new password, or whom an administrator gives one. The secret is never stored.
create table password_reset (
  id uuid primary key,
  -- Null where nobody has the e-mail that was typed: kept so that asking takes the same steps for everybody.
  person_id uuid references person (id) on delete cascade,
  -- Null until the letter is written.
  secret_hash bytea unique check (octet_length(secret_hash) = 32),
  -- Where browsers find this site; a worker that writes the letter does not know.
  base_url text not null,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index password_reset_by_person on password_reset (person_id);

-- Codes of the second factor that signed somebody in: RFC 6238, 5.2 forbids a second time. Kept while the code could still be right.
create table used_second_factor (
  person_id uuid not null references person (id) on delete cascade,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  used_at timestamptz not null,
  primary key (person_id, code_hash)
);
