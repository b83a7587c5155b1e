-- Who owns a piece of work. Every takeover raises the epoch; a result transaction that carries an older one is refused.
create table lease (
  key text primary key check (key <> ''),
  holder text not null check (holder <> ''),
  epoch bigint not null default 1 check (epoch > 0),
  acquired_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
