-- BLOCK insertQuarantine
insert into quarantine (id, capture_id, reason, set_by, set_at, ledger_seq) values ($1, $2, $3, $4, $5, $6)

-- BLOCK insertLift
insert into quarantine_lift (quarantine_id, reason, lifted_by, lifted_at, ledger_seq) values ($1, $2, $3, $4, $5)

-- BLOCK selectStanding
select q.id, q.capture_id, s.store_key, q.reason, q.set_by, q.set_at from quarantine q join seal s on s.capture_id = q.capture_id
where q.capture_id = $1 and not exists (select 1 from quarantine_lift l where l.quarantine_id = q.id)
order by q.set_at limit 1

-- BLOCK selectAllStanding
select q.id, q.capture_id, s.store_key, q.reason, q.set_by, q.set_at from quarantine q join seal s on s.capture_id = q.capture_id
where not exists (select 1 from quarantine_lift l where l.quarantine_id = q.id)
  and not exists (select 1 from destruction d where d.capture_id = q.capture_id)
order by q.set_at

-- BLOCK selectAbsence
select
  (select d.number from destruction d where d.capture_id = $1) as number,
  (select d.confirmed_at from destruction d where d.capture_id = $1) as destroyed_at,
  (select min(q.set_at) from quarantine q where q.capture_id = $1
    and not exists (select 1 from quarantine_lift l where l.quarantine_id = q.id)) as quarantined_at

-- BLOCK pauseTarget
update target set paused = true where id = (select target_id from capture where id = $1)
