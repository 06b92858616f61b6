-- BLOCK insertRound
insert into scrub_round (id, asked_by, is_all, budget_bytes, started_at, moved_at) values ($1, $2, $3, $4, $5, $5)
on conflict do nothing returning *

-- BLOCK selectRound
select * from scrub_round where id = $1

-- BLOCK selectOpenRound
select * from scrub_round where finished_at is null

-- BLOCK selectLastRound
select * from scrub_round order by started_at desc limit 1

-- BLOCK moveRound
update scrub_round set after_capture = $3, checked = checked + 1, checked_bytes = checked_bytes + $4, moved_at = $5
where id = $1 and finished_at is null and after_capture is not distinct from $2::uuid

-- BLOCK finishRound
update scrub_round set finished_at = $2, moved_at = $2 where id = $1 and finished_at is null

-- BLOCK selectObjects
select s.capture_id, s.store_key, s.sha256, s.size_bytes, encode(l.sha256, 'hex') as entered,
  d.request_id is not null as is_destroyed,
  exists (select 1 from destruction_done f where f.request_id = d.request_id) as is_done,
  exists (select 1 from quarantine q where q.capture_id = s.capture_id
    and not exists (select 1 from quarantine_lift ql where ql.quarantine_id = q.id)) as is_quarantined
from seal s
join ledger l on l.seq = s.ledger_seq
left join destruction d on d.capture_id = s.capture_id
left join scrub_check c on c.capture_id = s.capture_id
where ($1::uuid is null or s.capture_id > $1) and ($2::timestamptz is null or c.checked_at is null or c.checked_at < $2)
order by s.capture_id limit $3

-- BLOCK markChecked
insert into scrub_check (capture_id, checked_at) values ($1, $2) on conflict (capture_id) do update set checked_at = excluded.checked_at

-- BLOCK insertProblem
insert into scrub_problem (key, kind, detail, capture_id, found_at) values ($1, $2, $3, $4, $5) on conflict do nothing

-- BLOCK settleProblems
update scrub_problem set settled_at = $2 where key = $1 and settled_at is null

-- BLOCK settleKind
update scrub_problem set settled_at = $3 where kind = $1 and settled_at is null and not (key = any($2::text[]))

-- BLOCK selectProblems
select key, kind, detail, capture_id, found_at from scrub_problem where settled_at is null order by id desc limit $1

-- BLOCK selectKnownKeys
select c.id::text as id,
  case when s.capture_id is null then 99 else coalesce(substring(s.store_key from '\.r(\d+)\.wacz$')::int, 1) end as turn
from capture c left join seal s on s.capture_id = c.id
where c.id::text = any($1::text[]) and c.state in ('captured', 'sealed')

-- BLOCK selectTurnedSeals
select capture_id, store_key from seal where store_key ~ '\.r\d+\.wacz$' and ($1::uuid is null or capture_id = $1)
