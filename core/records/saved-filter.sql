-- BLOCK selectSavedFilters
select s.id, s.name, s.query, s.shared, s.person_id, p.name as owner, s.changed_at,
  exists (select 1 from default_filter d where d.person_id = $1 and d.filter_id = s.id) as is_default
from saved_filter s join person p on p.id = s.person_id
where s.person_id = $1 or s.shared
order by s.person_id <> $1, s.name, s.id limit 500

-- BLOCK insertSavedFilter
insert into saved_filter (id, person_id, name, query, shared, changed_at) values ($1, $2, $3, $4, $5, $6)
on conflict (person_id, name) do nothing

-- BLOCK updateSavedFilter
update saved_filter s set name = $3, query = $4, shared = $5, changed_at = $6 where s.id = $1 and s.person_id = $2
  and not exists (select 1 from saved_filter o where o.person_id = $2 and o.name = $3 and o.id <> $1)

-- BLOCK deleteSavedFilter
delete from saved_filter where id = $1 and person_id = $2

-- BLOCK ownsSavedFilter
select exists (select 1 from saved_filter where id = $1 and person_id = $2) as is_own

-- BLOCK setDefaultFilter
insert into default_filter (person_id, filter_id)
select $1, s.id from saved_filter s where s.id = $2 and (s.person_id = $1 or s.shared)
on conflict (person_id) do update set filter_id = excluded.filter_id

-- BLOCK clearDefaultFilter
delete from default_filter where person_id = $1
