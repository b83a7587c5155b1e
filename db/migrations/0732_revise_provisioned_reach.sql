-- Groups of a directory give roles: what they change about somebody counts at that person's next request (0730, topic `reach`).
create trigger reach_changed after insert or update or delete or truncate on scim_connection
  for each statement execute function reeve_scoped.raise_revision('reach');
create trigger reach_changed after insert or update or delete or truncate on scim_grant
  for each statement execute function reeve_scoped.raise_revision('reach');
create trigger reach_changed after insert or update or delete or truncate on scim_user
  for each statement execute function reeve_scoped.raise_revision('reach');
create trigger reach_changed after insert or update or delete or truncate on scim_group
  for each statement execute function reeve_scoped.raise_revision('reach');
create trigger reach_changed after insert or update or delete or truncate on scim_group_member
  for each statement execute function reeve_scoped.raise_revision('reach');
