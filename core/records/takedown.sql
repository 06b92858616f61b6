-- BLOCK insertTakedown
insert into takedown (id, case_id, url, target_id, kind, addressee, registrar, channel, document_id, requested_at, due_at, before_capture_id, requested_by)
select $1, $2, $3, (select t.id from target t where t.url = $3), $4, $5, $6, $7, $8, $9, $10, $11, $12
where ($11::uuid is null or exists (select 1 from case_exhibit e where e.case_id = $2 and e.capture_id = $11))
  and ($8::uuid is null or exists (select 1 from document d where d.id = $8 and d.case_id = $2))
returning id

-- BLOCK insertCheck
insert into takedown_check (id, takedown_id, day, due_at) values ($1, $2, $3, $4)

-- BLOCK settleTakedown
-- Saying once more what stands moves no date, and so no figure from one period to the next, unless it had come back.
update takedown set state = $3,
  settled_at = case when state = $3 and (returned_at is null or returned_at < settled_at) then settled_at else $4 end
where case_id = $1 and id = $2

-- BLOCK selectTakedowns
select id, url, target_id, kind, addressee, registrar, channel, document_id, requested_at, due_at, before_capture_id, state, settled_at, requested_by
from takedown where case_id = $1 order by requested_at, id

-- BLOCK selectChecks
select k.id, k.takedown_id, k.day, k.due_at, k.done_at, k.result, k.capture_id,
  exists (select 1 from seal s where s.capture_id = k.capture_id) as is_sealed, k.note
from takedown_check k join takedown t on t.id = k.takedown_id
where t.case_id = $1 order by k.takedown_id, k.day

-- BLOCK selectTakedownsByRegistrar
select t.id, t.url, t.kind, t.registrar, t.requested_at, t.due_at, t.state, t.settled_at, t.case_id, f.number,
  (select k.result from takedown_check k where k.takedown_id = t.id and k.done_at is not null order by k.day desc limit 1) as last_result
from takedown t join case_file f on f.id = t.case_id
where t.kind in ('domain-suspension', 'domain-revocation')
order by t.registrar, t.state <> 'requested', t.requested_at desc limit 500
