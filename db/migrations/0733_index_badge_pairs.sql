-- Who has a badge is answered by the index alone.
create index badge_by_pair_of_account on badge (key, value, account_uid);
drop index badge_by_pair;
