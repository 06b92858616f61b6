-- BLOCK insertTimeStamp
insert into time_stamp (id, capture_id, checkpoint_size, note, base, renews, state, queued_at, next_try)
values ($1, $2, $3, $4, $5, $6, 'queued', $7, $7)
on conflict (base, note, renews) do nothing
returning id

-- BLOCK selectTimeStamp
select * from time_stamp where id = $1

-- BLOCK selectOpenTimeStamps
select id, next_try from time_stamp where next_try is not null and ($1::uuid is null or id > $1) order by id limit $2

-- BLOCK setTimeStampState
update time_stamp set state = $2, attempts = attempts + 1, next_try = $3, last_error = $4 where id = $1

-- BLOCK lockBase
select pg_advisory_xact_lock(7210040, hashtext($1))

-- BLOCK selectLastNumber
select greatest(
  (select coalesce(max(n), 0) from time_stamp_token where base = $1),
  (select coalesce(max((answer ->> 'n')::int), 0) from time_stamp where base = $1)
)::int as n

-- BLOCK setAnswer
update time_stamp set answer = $2 where id = $1

-- BLOCK insertToken
insert into time_stamp_token (base, n, request_id, capture_id, authority, imprint_of, gen_time, policy, serial, hash, sha256, pinned, signer_not_after, received_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (base, n) do nothing

-- BLOCK selectTokens
select * from time_stamp_token where base = $1 order by n

-- BLOCK selectTokensOfRequest
select * from time_stamp_token where request_id = $1 order by n

-- BLOCK selectStates
select c.capture_id, s.state, s.attempts, s.next_try, s.last_error, t.gen_time, t.authority, t.pinned
from unnest($1::uuid[]) as c (capture_id)
left join lateral (
  select gen_time, authority, pinned from time_stamp_token
  where capture_id = c.capture_id and imprint_of = 'manifest' order by pinned desc, n limit 1
) t on true
left join time_stamp s on s.capture_id = c.capture_id and s.renews is null

-- BLOCK selectUnasked
select s.capture_id, s.store_key from seal s
where not exists (select 1 from time_stamp t where t.capture_id = s.capture_id) and ($1::uuid is null or s.capture_id > $1)
order by s.capture_id limit $2

-- BLOCK selectAgeing
select t.* from time_stamp_token t
where ((t.signer_not_after < $1::timestamptz + make_interval(days => $2)
    and t.gen_time + least(interval '30 days', (t.signer_not_after - t.gen_time) / 2) < $1::timestamptz)
    or t.hash = any($3::text[]))
  and t.signer_not_after > $1::timestamptz
  and not exists (select 1 from time_stamp r where r.base = t.base and r.renews = t.n)
order by t.base, t.n limit $4

-- BLOCK selectLastBatch
select max(queued_at) as at from time_stamp where checkpoint_size is not null and renews is null

-- BLOCK countTimeStamps
select count(*) filter (where next_try is not null)::int as open,
  count(*) filter (where next_try is not null and attempts = 0)::int as untried
from time_stamp where $1::uuid[] is null or capture_id = any($1::uuid[])

-- BLOCK insertClockOffset
insert into clock_offset (at, source, offset_ms, uncertainty_ms) values ($1, $2, $3, $4)

-- BLOCK latestClockOffset
select at, source, offset_ms, uncertainty_ms from clock_offset order by at desc, id desc limit 1
