-- BLOCK insertCapture
insert into capture (id, target_id, scan_id, page_id, url, vantage, asked_by, reason, state, queued_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', $9)
on conflict (page_id) do nothing
returning id

-- BLOCK insertContrast
insert into capture (id, target_id, scan_id, page_id, url, vantage, asked_by, reason, state, queued_at, is_contrast)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', $9, true)
on conflict (page_id) do update set is_contrast = true
returning id, id = $1 as is_new

-- BLOCK selectCapture
select * from capture where id = $1

-- BLOCK selectCaptures
select * from capture where scan_id = $1 order by id

-- BLOCK selectOpenCaptures
select * from capture where state in ('queued', 'captured') and ($1::uuid is null or id > $1) order by id limit $2

-- BLOCK countOpenCaptures
select count(*)::int as count from capture where scan_id = $1 and state in ('queued', 'captured')

-- BLOCK selectCaptureState
select state from capture where id = $1

-- BLOCK reopenCapture
update capture set state = 'queued', error = '' where id = $1 and state = 'failed'

-- BLOCK countOpenWork
select
  (select count(*) from page p join scan s on s.id = p.scan_id where p.state = 'queued' and s.state = 'running')::int
  + (select count(*) from capture where state in ('queued', 'captured'))::int
  + (select count(*) from scan s where s.state = 'running'
      and exists (select 1 from page p where p.scan_id = s.id)
      and not exists (select 1 from page p where p.scan_id = s.id and p.state = 'queued')
      and not exists (select 1 from capture c where c.scan_id = s.id and c.state in ('queued', 'captured')))::int as count

-- BLOCK setCaptureState
update capture set state = $2, status = $3, status_reason = $4, error = $5, captured_at = coalesce(captured_at, $6), attempts = attempts + 1
where id = $1 and state in ('queued', 'captured')

-- BLOCK noteCaptureWaits
update capture set error = $2 where id = $1 and state in ('queued', 'captured') and error <> $2

-- BLOCK insertSeal
insert into seal (capture_id, store_key, sha256, size_bytes, manifest_sha256, key_fingerprint, detection, summary, sealed_at, ledger_seq)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- BLOCK selectSeal
select s.*, case when is_absent(s.capture_id) then null else s.detection end as detection,
  case when is_absent(s.capture_id) then without_content(s.summary) else s.summary end as summary
from seal s where s.capture_id = $1
