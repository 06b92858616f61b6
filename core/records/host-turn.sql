-- BLOCK ensureHost
insert into host_turn (host, next_at) values ($1, 'epoch') on conflict do nothing

-- BLOCK takeTurn
update host_turn set holder = $2, lease_until = clock_timestamp() + $3::int * interval '1 millisecond',
  next_at = clock_timestamp() + ($3::int + $4::int) * interval '1 millisecond'
where host = $1 and next_at <= clock_timestamp() and (holder is null or lease_until < clock_timestamp())
returning host

-- BLOCK renewTurn
update host_turn set lease_until = clock_timestamp() + $3::int * interval '1 millisecond',
  next_at = clock_timestamp() + ($3::int + $4::int) * interval '1 millisecond'
where host = $1 and holder = $2

-- BLOCK selectWait
select greatest(0, ceil(extract(epoch from greatest(next_at, coalesce(case when holder is not null then lease_until end, next_at)) - clock_timestamp()) * 1000))::int as wait_ms,
  (holder is not null and lease_until > clock_timestamp()) as held
from host_turn where host = $1

-- BLOCK releaseTurn
update host_turn set holder = null, lease_until = null,
  next_at = clock_timestamp() + greatest($3::int, $4::int) * interval '1 millisecond',
  back_offs = case when $4::int > 0 then back_offs + 1 else 0 end
where host = $1 and holder = $2

-- BLOCK selectRobots
select status, body, fetched_at from robots_answer where origin = $1

-- BLOCK upsertRobots
insert into robots_answer (origin, status, body, fetched_at) values ($1, $2, $3, $4)
on conflict (origin) do update set status = excluded.status, body = excluded.body, fetched_at = excluded.fetched_at

-- BLOCK insertRequests
insert into request_log (at, host, method, url, via, purpose, status, ip, outcome, reason, size_bytes, took_ms)
select * from json_to_recordset($1::json) as r(at timestamptz, host text, method text, url text, via text, purpose text, status int, ip text, outcome text, reason text, size_bytes bigint, took_ms real)
