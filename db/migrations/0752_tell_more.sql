-- More that can be told: badges, sign-in, and what a watch finds that no row's change says.

-- What the watch has told already, so that each thing is told once.
create table notification_told (
  kind text not null,
  key text not null,
  at timestamptz not null,
  primary key (kind, key)
);

-- Whether an enabled channel asks for events of this kind. Ten thousand accounts have many badges: those that nobody asks for are not
-- taken down at all.
create function notification_wanted(wanted text) returns boolean language sql stable as $$
  select exists (
    select 1 from notification_channel c, jsonb_array_elements(c.subscriptions) s, jsonb_array_elements_text(s -> 'kinds') pattern
    where c.is_enabled and pattern in ('*', wanted, split_part(wanted, '.', 1) || '.*')
  )
$$;

create function tell_badge_events() returns trigger language plpgsql as $$
declare
  wants_set boolean := notification_wanted('badge.set');
  wants_changed boolean := notification_wanted('badge.changed');
  wants_removed boolean := notification_wanted('badge.removed');
begin
  if wants_set or wants_changed or wants_removed then
    insert into notification_outbox (kind, organization_uid, subject_kind, subject_id, before, after, detail, at)
    select 'badge.' || told.kind, account.organization_uid, 'account', told.account_id, told.before, told.after, 'by ' || told.cause, told.at
    from (
      select id, account_uid, account_id, cause, at,
        case when before is null then 'set' when after is null then 'removed' else 'changed' end as kind,
        case when before is not null then jsonb_build_object(key, before -> 'value') end as before,
        case when after is not null then jsonb_build_object(key, after -> 'value') end as after
      from fresh
    ) told left join account on account.id = told.account_uid
    where (told.kind = 'set' and wants_set) or (told.kind = 'removed' and wants_removed)
      -- Where a value came from may change and the value not: that is no news.
      or (told.kind = 'changed' and wants_changed and told.before is distinct from told.after)
    order by told.id;
  end if;
  return null;
end $$;
create trigger badge_event_is_told after insert on badge_event
  referencing new table as fresh for each statement execute function tell_badge_events();

-- Keys of e-mails are hashed, because what is typed there is sometimes a password: only somebody known is named.
create function tell_sign_in_lock() returns trigger language plpgsql as $$
declare
  known text;
begin
  if notification_wanted('sign_in.locked') then
    if new.key like 'email:%' then
      select email into known from person where 'email:' || encode(sha256(convert_to(email, 'UTF8')), 'hex') = new.key;
    end if;
    insert into notification_outbox (kind, subject_kind, subject_id, after, at)
    values ('sign_in.locked', case when new.key like 'email:%' then 'person' else 'address' end,
      case when new.key like 'email:%' then coalesce(known, 'of no known e-mail') else substr(new.key, length('address:') + 1) end,
      jsonb_build_object('failures', new.failures, 'lockedUntil', new.locked_until), now());
  end if;
  return null;
end $$;
create trigger sign_in_lock_is_told after update of locked_until on sign_in_failure for each row
  when (new.locked_until is not null and (old.locked_until is null or old.locked_until < now()) and new.key not like 'reset-%')
  execute function tell_sign_in_lock();

-- A password used while password sign-in is off: the provider is away, or somebody has what was locked up.
create function tell_break_glass() returns trigger language plpgsql as $$
begin
  if notification_wanted('sign_in.break_glass') and exists (select 1 from sign_in_setting where not password_enabled) then
    insert into notification_outbox (kind, subject_kind, subject_id, detail, at)
    select 'sign_in.break_glass', 'person', coalesce(person.email, new.subject), 'from ' || coalesce(new.source, 'an unknown address'), new.at
    from (select 1) one left join person on new.subject = 'person:' || person.id;
  end if;
  return null;
end $$;
create trigger break_glass_is_told after insert on audit_event for each row
  when (new.action = 'sign_in.password' and new.result = 'done') execute function tell_break_glass();
