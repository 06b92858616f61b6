-- BLOCK lockCheckpoint
select pg_advisory_xact_lock(7210013)

-- BLOCK tryLockWitness
select pg_try_advisory_xact_lock(7210014) as held

-- BLOCK insertCheckpoint
-- The newest is found by its time, which therefore never goes back, whatever the clock does.
insert into checkpoint (origin, size, root, log_key, note, at)
select $1, $2, $3, $4, $5, greatest($6::timestamptz, max(at) + interval '1 millisecond') from checkpoint
on conflict do nothing

-- BLOCK selectLast
select * from checkpoint order by at desc, size desc limit 1

-- BLOCK selectBySize
select * from checkpoint where origin = $1 and size = $2

-- BLOCK selectFirstCovering
select * from checkpoint where origin = $1 and size >= $2 order by size limit 1

-- BLOCK insertCosignature
insert into cosignature (origin, size, witness_key, line, at) values ($1, $2, $3, $4, $5) on conflict do nothing

-- BLOCK selectCosignatures
select * from cosignature where origin = $1 and size = $2 order by witness_key

-- BLOCK selectLastCosignature
select * from cosignature where origin = $1 and witness_key = $2 order by size desc limit 1

-- BLOCK insertAlarm
insert into witness_alarm (witness_key, kind, detail, at) values ($1, $2, $3, $4)

-- BLOCK selectWitnessRows
select w.witness_key, c.size as last_size, c.at as last_at, a.kind, a.detail, a.at as alarm_at
from (select witness_key from cosignature union select witness_key from witness_alarm) w
left join lateral (select size, at from cosignature where witness_key = w.witness_key order by at desc limit 1) c on true
left join lateral (select kind, detail, at from witness_alarm where witness_key = w.witness_key order by id desc limit 1) a on true
order by w.witness_key
