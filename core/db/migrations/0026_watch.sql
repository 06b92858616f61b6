-- The watchlist as an office keeps it: purpose, legal basis, owner, area, tags, and the last day.

alter table target add column purpose text not null default '';
alter table target add column legal_basis text not null default '';
alter table target add column owner_id uuid references person (id);
-- The last day (GMT+7) on which it is scanned; null watches on.
alter table target add column expires_on date;
alter table target add column area text not null default '';
alter table target add column tags text[] not null default '{}';
create index target_owner on target (owner_id);
create index target_tags on target using gin (tags);
create index target_expiry on target (expires_on) where expires_on is not null;
