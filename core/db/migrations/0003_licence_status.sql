-- Registers say whether a licence is still in force ("valid", "invalid"); what they say is kept as they say it.
alter table licence add column status text not null default '';
