-- BLOCK selectDueChecks
select k.id from takedown_check k join takedown t on t.id = k.takedown_id
where k.done_at is null and k.due_at <= $1 and coalesce(k.next_at, k.due_at) <= $1 and t.state <> 'withdrawn'
order by k.due_at, k.id limit $2

-- BLOCK lockCheck
select k.id, k.takedown_id, k.day, k.due_at, k.capture_id, k.attempts, t.url, t.kind, t.state, t.before_capture_id, t.case_id,
  exists (select 1 from takedown_check o where o.takedown_id = t.id and o.id <> k.id and o.result = 'gone') as was_gone
from takedown_check k join takedown t on t.id = k.takedown_id
where k.id = $1 and k.done_at is null
for update of k skip locked

-- BLOCK setLooking
update takedown_check set capture_id = $2, next_at = $3 where id = $1

-- BLOCK insertLook
insert into takedown_look (id, check_id, at, capture_id, result, facts, note) values ($1, $2, $3, $4, $5, $6, $7)

-- BLOCK putOff
update takedown_check set capture_id = null, attempts = attempts + 1, next_at = $2 where id = $1

-- BLOCK settleCheck
update takedown_check set done_at = $2, result = $3, capture_id = $4, note = $5, attempts = attempts + 1, next_at = null
where id = $1 and done_at is null

-- BLOCK markReturned
update takedown set returned_at = $2, returned_seen_at = null, returned_seen_by = null where id = $1

-- BLOCK selectFired
select f.signals from finding f where f.capture_id = $1 and not is_absent(f.capture_id)

-- BLOCK selectLooks
select l.id, l.check_id, l.at, l.capture_id, l.result, l.facts, l.note from takedown_look l
join takedown_check k on k.id = l.check_id where k.takedown_id = $1 order by l.at, l.id
