-- BLOCK selectSetting
select value from setting where name = $1

-- BLOCK upsertSetting
insert into setting (name, value, changed_by) values ($1, $2, $3)
on conflict (name) do update set value = excluded.value, changed_by = excluded.changed_by, changed_at = now()
