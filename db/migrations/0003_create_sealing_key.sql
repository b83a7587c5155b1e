-- Which sealing keys this database has known. The keys themselves are never here: `check_value` is a sealed constant that
-- tells a wrong master key from a damaged secret.
create table sealing_key (
  key_id text primary key check (key_id <> ''),
  check_value text not null,
  created_at timestamptz not null default clock_timestamp(),
  retired_at timestamptz
);
