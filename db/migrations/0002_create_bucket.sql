-- Token buckets that several processes draw on: when each would be full again, and the share of its rate in force after
-- throttles. `seen_at` tells a database clock that was set back from time that passed.
create table bucket (
  key text primary key check (key <> ''),
  full_at timestamptz not null,
  factor double precision not null check (factor > 0 and factor <= 1),
  factor_at timestamptz not null,
  seen_at timestamptz not null
);
