-- In place of the marks, queue.ts puts the conditions of queue-filter.sql that are in use, and one of the orders below (each a whole statement
-- for the test that prepares them all). The orders of few rows are the same orders, written so that no index serves them: words that are rare are
-- found by their index and then sorted, never sought along the order of everything that waits.

-- BLOCK selectQueue
select * from queue_rows(array(select f.id from finding f where /*filter*/ true /*order*/ limit $1), $2, $3)

-- BLOCK countQueue
select count(*)::int as count from (select 1 from finding f where /*filter*/ true limit $1) c

-- BLOCK countKinds
select f.category, f.verdict, count(*)::int as count from (
  select f.category, f.verdict from finding f where /*filter*/ true limit $1
) f group by 1, 2

-- BLOCK countHosts
select f.host as value, count(*)::int as count from (select f.host from finding f where /*filter*/ true limit $1) f
group by 1 order by 2 desc, 1 limit 20

-- BLOCK countRules
select x ->> 'rule' as value, count(distinct f.id)::int as count
from (select f.id, f.signals from finding f where /*filter*/ true limit $1) f, jsonb_array_elements(f.signals) x
group by 1 order by 2 desc, 1 limit 20

-- BLOCK orderGrave
select from finding f order by f.status, case f.verdict when 'flag' then 0 else 1 end, -f.score, f.id

-- BLOCK orderFewGrave
select from finding f order by (case f.verdict when 'flag' then 0 else 1 end) + 0, -f.score, f.id

-- BLOCK orderFewOldest
select from finding f order by f.id::text

-- BLOCK orderFewNewest
select from finding f order by f.id::text desc

-- BLOCK orderOldest
select from finding f order by f.id

-- BLOCK orderNewest
select from finding f order by f.id desc

-- BLOCK claimNext
with pick as (
  select f.id from finding f where /*filter*/ true /*order*/ limit 1 for update of f skip locked
), taken as (
  insert into claim (finding_id, person_id, until) select id, $1, $2 from pick
  on conflict (finding_id) do update set person_id = excluded.person_id, until = excluded.until
  where claim.person_id = excluded.person_id or claim.until <= $3
  returning finding_id
)
select pick.id, exists (select 1 from taken) as is_taken,
  exists (select 1 from claim c where c.finding_id = pick.id and c.person_id = $1 and c.until > $3) as was_mine
from pick

-- BLOCK selectTracedHosts
select distinct t.host from site_trace t
where t.value_sha256 = any($1::bytea[]) and not exists (select 1 from capture c where c.page_id = t.page_id and is_absent(c.id))
limit 200
