-- BLOCK takeNumber
insert into case_number (year, last) values ($1, 1)
on conflict (year) do update set last = case_number.last + 1
returning last

-- BLOCK insertCase
insert into case_file (id, number, title, category, source, area, summary, conduct_on, detected_at, state_at, created_at, created_by, updated_at, search)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $10, $12)

-- BLOCK insertAuthor
insert into case_author (case_id, person_id, at) values ($1, $2, $3) on conflict do nothing

-- BLOCK touchCase
update case_file set updated_at = greatest(updated_at, $2) where id = $1

-- BLOCK selectCase
select f.id, f.number, f.title, f.category, f.source, f.area, f.summary, f.conduct_on, f.detected_at, f.state, f.state_at, s.is_final,
  f.created_at, f.created_by, c.login as created_by_login, c.name as created_by_name, f.assigned_to, a.name as assigned_name, f.updated_at,
  f.duplicate_of, d.number as duplicate_number
from case_file f
join case_state s on s.code = f.state
join person c on c.id = f.created_by
left join person a on a.id = f.assigned_to
left join case_file d on d.id = f.duplicate_of
where f.id = $1

-- BLOCK selectCaseIdByNumber
select id from case_file where number = $1

-- BLOCK selectCasesOfFinding
select f.id, f.number, f.title, f.state from case_finding x join case_file f on f.id = x.case_id
where x.finding_id = $1 and x.detached_at is null order by f.created_at desc limit 20

-- BLOCK changeCase
update case_file set title = coalesce($2, title), category = coalesce($3, category), source = coalesce($4, source), area = coalesce($5, area),
  summary = coalesce($6, summary), conduct_on = case when $8::boolean then $7::date else conduct_on end, detected_at = coalesce($9, detected_at)
where id = $1

-- BLOCK assignCase
update case_file set assigned_to = $2, updated_at = greatest(updated_at, $3) where id = $1

-- BLOCK setDuplicateOf
update case_file set duplicate_of = $2 where id = $1

-- BLOCK selectAuthors
select a.person_id, p.login, p.name, a.at from case_author a join person p on p.id = a.person_id where a.case_id = $1 order by a.at, p.login

-- BLOCK selectSearchTexts
select number || ' ' || title || ' ' || summary as text from case_file where id = $1
union all
select name || ' ' || address from case_subject where case_id = $1 and removed_at is null
union all
select value from case_identifier where case_id = $1 and removed_at is null
union all
select f.host from case_finding x join finding f on f.id = x.finding_id where x.case_id = $1 and x.detached_at is null
union all
select split_part(regexp_replace(c.url, '^[a-z]+://', ''), '/', 1) from case_exhibit e join capture c on c.id = e.capture_id
where e.case_id = $1 and e.detached_at is null

-- BLOCK setSearch
update case_file set search = $2 where id = $1
