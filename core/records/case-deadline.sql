-- BLOCK insertDeadline
insert into case_deadline (id, case_id, term_id, label, starts_at, due_at, added_at)
select $1, $2, $3, $4, $5, $6, $7
where not exists (select 1 from case_deadline d where d.case_id = $2 and d.term_id = $3 and d.starts_at = $5)

-- BLOCK meetDeadlines
update case_deadline set met_at = $3, met_by = $4 where case_id = $1 and met_at is null and ($2::text[] is null or term_id = any ($2))
  and ($5::timestamptz is null or starts_at <> $5)

-- BLOCK meetDeadline
update case_deadline set met_at = $2, met_by = $3 where id = $1 and met_at is null

-- BLOCK selectDeadlines
select d.id, d.case_id, f.number, f.title, f.state, f.assigned_to, d.term_id, d.label, d.starts_at, d.due_at, d.met_at, d.met_by
from case_deadline d join case_file f on f.id = d.case_id
where ($1::boolean or d.met_at is null) and d.due_at < $2 and ($3::uuid is null or f.assigned_to = $3)
  and ($4::timestamptz is null or (d.due_at, d.id) > ($4, $5::uuid))
order by d.due_at, d.id limit $6

-- BLOCK countDeadlines
select count(*) filter (where due_at < $1)::int as overdue, count(*) filter (where due_at >= $1 and due_at < $2)::int as due_soon
from case_deadline where met_at is null and due_at < $2

-- BLOCK selectReturned
select t.id, t.case_id, f.number, t.url, t.kind, t.returned_at from takedown t join case_file f on f.id = t.case_id
where t.returned_at is not null and t.returned_seen_at is null order by t.returned_at desc, t.id limit $1

-- BLOCK seeReturned
update takedown set returned_seen_at = $2, returned_seen_by = $3 where id = $1 and returned_at is not null and returned_seen_at is null
