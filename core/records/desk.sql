-- BLOCK selectQueue
select f.id, f.capture_id, f.url, f.host,
  case when is_absent(f.capture_id) then '' else f.title end as title,
  f.category, f.verdict, f.score, f.reproduced, f.status, f.created_at,
  coalesce(c.captured_at, s.sealed_at) as captured_at,
  case f.verdict when 'flag' then 0 else 1 end as rank,
  jsonb_array_length(f.signals) as signal_count,
  case when is_absent(f.capture_id) then array[]::text[] else array(select x->>'say' from jsonb_array_elements(f.signals) x order by (x->>'weight')::float8 desc limit 2) end as says,
  k.person_id as claim_person_id, p.name as claim_name, k.until as claim_until
from finding f
join seal s on s.capture_id = f.capture_id
join capture c on c.id = f.capture_id
left join claim k on k.finding_id = f.id and k.until > $6
left join person p on p.id = k.person_id
where f.status = $1 and ($2::text is null or f.category = $2) and ($3::text is null or f.verdict = $3)
  and ($4::text is null or f.host = $4)
  -- Words of a page that is away are not found, either.
  and f.search like all ($5::text[]) and ($5::text[] = '{}' or not is_absent(f.capture_id))
  and ($7::int is null
    or (case f.verdict when 'flag' then 0 else 1 end, -f.score, f.id) > ($7::int, -$8::real, $9::uuid))
order by rank, -f.score, f.id
limit $10

-- BLOCK countQueue
select count(*)::int as count from finding f
where f.status = $1 and ($2::text is null or f.category = $2) and ($3::text is null or f.verdict = $3)
  and ($4::text is null or f.host = $4)
  -- Words of a page that is away are not found, either.
  and f.search like all ($5::text[]) and ($5::text[] = '{}' or not is_absent(f.capture_id))

-- BLOCK selectWaiting
with waiting as (
  select count(*) filter (where verdict = 'flag')::int as flag, count(*) filter (where verdict = 'review')::int as review, min(created_at) as oldest_at
  from finding where status = 'new'
), latest as (
  -- Decided lately is few; the decision that stands is the finding's last one.
  select distinct on (d.finding_id) d.finding_id, d.verdict from decision d where d.at > $1 order by d.finding_id, d.at desc, d.id desc
)
select waiting.flag, waiting.review, waiting.oldest_at,
  (select count(*) from latest where verdict = 'confirm')::int as confirmed,
  (select count(*) from latest where verdict = 'dismiss')::int as dismissed
from waiting

-- BLOCK selectWaitingByCategory
select category, count(*)::int as waiting from finding where status = 'new' group by category order by category

-- BLOCK selectEarlierCaptures
select fc.capture_id, fc.at, c.vantage, c.is_contrast from finding_capture fc join capture c on c.id = fc.capture_id
where fc.finding_id = $1 order by fc.at, fc.capture_id limit 200

-- BLOCK selectPulse
select
  (select count(*)::int from scan where state = 'running') as scans_running,
  (select count(*)::int from page where state = 'queued') as pages_waiting,
  (select count(*)::int from page where state = 'fetched' and fetched_at > $1) as pages_done,
  (select count(*)::int from page where state = 'failed' and fetched_at > $1) as pages_failed,
  (select count(*)::int from capture where state in ('queued', 'captured')) as captures_waiting,
  (select count(*)::int from seal where sealed_at > $1) as captures_sealed,
  (select count(*)::int from capture where state in ('failed', 'not-captured') and captured_at > $1) as captures_failed,
  (select count(*)::int from dead_job where at > $1) as dead_jobs

-- BLOCK selectStampPulse
with bare as (
  select r.state, r.last_error, r.id from time_stamp r
  where r.next_try is not null and r.capture_id is not null and r.renews is null
    and not exists (select 1 from time_stamp_token t where t.capture_id = r.capture_id)
)
select
  (select count(*)::int from bare where state = 'queued') as waiting,
  (select count(*)::int from bare where state = 'refused') as refused,
  coalesce((select last_error from bare where last_error <> '' order by state = 'refused' desc, id desc limit 1), '') as reason,
  (select count(*)::int from seal s where s.sealed_at > $1
    and not exists (select 1 from time_stamp t where t.capture_id = s.capture_id)) as unasked

-- BLOCK selectLastPages
select id, url, vantage, state, via, status, condition, error, fetched_at as at
from page where fetched_at is not null order by fetched_at desc limit $1

-- BLOCK selectRunning
select s.id, t.url, s.queued_at,
  (select count(*)::int from page p where p.scan_id = s.id and p.state <> 'queued') as pages_done,
  (select count(*)::int from page p where p.scan_id = s.id and p.state = 'queued') as pages_waiting
from scan s join target t on t.id = s.target_id
where s.state = 'running' order by s.queued_at limit $1

-- BLOCK selectDeadJobs
select id, job, key, error, attempts, at from dead_job order by at desc limit $1
