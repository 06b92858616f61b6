-- BLOCK insertTarget
insert into target (id, url, kind, label, note, cadence_minutes, next_scan_at, created_at, created_by)
values ($1, $2, $3, $4, $5, $6, case when $6::int is null then null else $7::timestamptz end, $7, $8)
on conflict (url) do nothing
returning *

-- BLOCK selectTarget
select * from target where id = $1

-- BLOCK selectTargetByUrl
select * from target where url = $1

-- BLOCK selectTargets
select * from target
where ($1::uuid is null or id > $1) and ($2::boolean is null or paused = $2)
order by id
limit $3

-- BLOCK selectDueTargets
select * from target
where not paused and next_scan_at <= $1
order by next_scan_at
limit $2

-- BLOCK setNextScan
update target set next_scan_at = case when cadence_minutes is null then null else $2::timestamptz + cadence_minutes * interval '1 minute' end
where id = $1

-- BLOCK setPaused
update target set paused = $2 where id = $1
