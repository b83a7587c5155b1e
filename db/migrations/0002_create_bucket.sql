-- Token buckets shared by every process. `tokens` is what the bucket held at `refilled_at`; it refills at `rate` per second.
create table bucket (
  key text primary key check (key <> ''),
  rate double precision not null check (rate > 0),
  capacity double precision not null check (capacity >= 1),
  tokens double precision not null,
  refilled_at timestamptz not null default clock_timestamp()
);

-- Who drew on a bucket lately, and how much each wanted: an empty-handed process is not starved by a greedy one.
create table bucket_holder (
  bucket_key text not null references bucket (key) on delete cascade,
  holder text not null check (holder <> ''),
  wanted double precision not null check (wanted >= 0),
  seen_at timestamptz not null default clock_timestamp(),
  primary key (bucket_key, holder)
);
