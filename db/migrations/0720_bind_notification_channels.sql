-- compatible-from: 0720
-- Whose reach bounds what a channel is told, as it stands when it is told; null: it is told of everything.
alter table notification_channel add column bound_to text;

-- What somebody bound to a scope calls their channels tells nobody else that the name is taken.
drop index notification_channel_name_once;
create unique index notification_channel_name_once on notification_channel (coalesce(bound_to, ''), lower(name));
