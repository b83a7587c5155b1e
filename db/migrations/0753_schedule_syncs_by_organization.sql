-- How often an organization is read: a small one in a hurry, a large one less often.
alter table organization add column sync_every_minutes integer not null default 60 check (sync_every_minutes between 15 and 10080);
select reeve_scoped.rebuild();
