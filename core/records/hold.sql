-- BLOCK lockKeeping
select pg_advisory_xact_lock(7210017, hashtext($1::text))

-- BLOCK insertHold
insert into evidence_hold (id, capture_id, reason, set_by, set_at, ledger_seq) values ($1, $2, $3, $4, $5, $6)

-- BLOCK insertLift
insert into evidence_hold_lift (hold_id, reason, lifted_by, lifted_at, ledger_seq) values ($1, $2, $3, $4, $5)

-- BLOCK selectHold
select h.id, h.capture_id, h.reason, h.set_by, h.set_at, l.lifted_by, l.lifted_at, l.reason as lift_reason
from evidence_hold h left join evidence_hold_lift l on l.hold_id = h.id
where h.id = $1

-- BLOCK selectStandingHolds
select h.id, h.capture_id, h.reason, h.set_by, h.set_at, l.lifted_by, l.lifted_at, l.reason as lift_reason
from evidence_hold h left join evidence_hold_lift l on l.hold_id = h.id
where h.capture_id = $1 and l.hold_id is null order by h.set_at

-- BLOCK selectHolds
select h.id, h.capture_id, h.reason, h.set_by, h.set_at, l.lifted_by, l.lifted_at, l.reason as lift_reason
from evidence_hold h left join evidence_hold_lift l on l.hold_id = h.id
order by h.set_at desc limit $1
