-- Orders in which accounts are listed and paged through (accounts/list-accounts.ts), and the accounts directly in a place of the tree.
create index account_in_id_order on account (account_id collate "C");
create index account_in_name_order on account (lower(name) collate "C", account_id collate "C");
create index account_in_place_order on account (lower(coalesce(org_path, '')) collate "C", account_id collate "C");
create index account_in_status_order on account (status collate "C", account_id collate "C");
create index account_by_parent on account (organization_uid, parent_id);
create index organizational_unit_by_parent on organizational_unit (organization_uid, parent_id);

-- Whatever may change how many accounts match a filter, so that totals are counted once per change and not once per page.
create trigger accounts_changed after insert or update or delete or truncate on account
  for each statement execute function reeve_scoped.raise_revision('accounts');
create trigger accounts_changed after insert or update or delete or truncate on badge
  for each statement execute function reeve_scoped.raise_revision('accounts');
create trigger accounts_changed after insert or update or delete or truncate on account_tag
  for each statement execute function reeve_scoped.raise_revision('accounts');
create trigger accounts_changed after insert or update or delete or truncate on account_observation
  for each statement execute function reeve_scoped.raise_revision('accounts');
create trigger accounts_changed after insert or update or delete or truncate on organization
  for each statement execute function reeve_scoped.raise_revision('accounts');
