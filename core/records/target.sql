-- BLOCK insertTarget
insert into target (id, url, kind, label, note, cadence_minutes, next_scan_at, created_at, created_by, purpose, legal_basis, owner_id, expires_on, area, tags)
values ($1, $2, $3, $4, $5, $6, case when $6::int is null then null else $7::timestamptz end, $7, $8, $9, $10, $11, $12, $13, $14)
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
  and (expires_on is null or expires_on >= ($1::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date)
order by next_scan_at
limit $2

-- BLOCK setNextScan
update target set next_scan_at = case when cadence_minutes is null then null else $2::timestamptz + cadence_minutes * interval '1 minute' end
where id = $1

-- BLOCK setPaused
update target set paused = $2 where id = $1

-- BLOCK updateTarget
update target set label = $2, note = $3, purpose = $4, legal_basis = $5, owner_id = $6, expires_on = $7, area = $8, tags = $9,
  next_scan_at = case when $10::int is null then null when cadence_minutes is not distinct from $10 then next_scan_at else $11::timestamptz end,
  cadence_minutes = $10
where id = $1
returning *

-- BLOCK setTargetOwner
update target set owner_id = $2 where id = any($1::uuid[])

-- BLOCK setPausedOfMany
update target set paused = $2 where id = any($1::uuid[]) and paused <> $2

-- BLOCK selectScannable
select id from target
where id = any($1::uuid[]) and not paused and (expires_on is null or expires_on >= ($2::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date)
