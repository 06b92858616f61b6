-- BLOCK insertCaseFinding
insert into case_finding (id, case_id, finding_id, added_by, added_at) values ($1, $2, $3, $4, $5)
on conflict (case_id, finding_id) where detached_at is null do nothing

-- BLOCK detachCaseFinding
update case_finding set detached_by = $3, detached_at = $4, detach_reason = $5
where case_id = $1 and id = $2 and detached_at is null returning finding_id

-- BLOCK selectCaseFindings
select x.id, x.finding_id, f.host, f.url, case when is_absent(f.capture_id) then '' else f.title end as title, f.category, f.verdict, f.score,
  f.status, f.capture_id, x.added_by, x.added_at, x.detached_by, x.detached_at, x.detach_reason
from case_finding x join finding f on f.id = x.finding_id
where x.case_id = $1 order by x.added_at, x.id

-- BLOCK selectFindingFacts
select id, host, case when is_absent(capture_id) then '' else title end as title, category, status, capture_id, created_at
from finding where id = any ($1::uuid[])

-- BLOCK insertExhibit
insert into case_exhibit (id, case_id, capture_id, finding_id, position, caption, added_by, added_at)
select $1, $2, $3, $4, coalesce((select max(position) from case_exhibit where case_id = $2 and detached_at is null), 0) + 1, $5, $6, $7
on conflict (case_id, capture_id) where detached_at is null do nothing
returning id

-- BLOCK selectExhibits
select e.id, e.capture_id, e.finding_id, f.category, e.position, e.caption, e.note, c.url,
  case when is_absent(e.capture_id) then '' else coalesce(f.title, '') end as title, s.sha256, s.manifest_sha256, s.size_bytes, s.key_fingerprint,
  s.ledger_seq, coalesce(c.captured_at, s.sealed_at) as captured_at, s.sealed_at,
  (select min(t.gen_time::timestamptz) from time_stamp_token t where t.capture_id = e.capture_id) as stamped_at,
  is_absent(e.capture_id) as is_absent,
  exists (select 1 from case_package p where p.case_id = e.case_id and e.capture_id = any (p.capture_ids)) as is_sealed,
  e.added_by, e.added_at, e.detached_by, e.detached_at, e.detach_reason
from case_exhibit e
join seal s on s.capture_id = e.capture_id
join capture c on c.id = e.capture_id
left join finding f on f.id = e.finding_id
where e.case_id = $1 and ($2::uuid is null or e.id = $2)
order by e.detached_at is not null, e.position, e.added_at

-- BLOCK changeExhibit
update case_exhibit set caption = coalesce($3, caption), note = coalesce($4, note)
where case_id = $1 and id = $2 and detached_at is null

-- BLOCK detachExhibit
update case_exhibit set detached_by = $3, detached_at = $4, detach_reason = $5
where case_id = $1 and id = $2 and detached_at is null

-- BLOCK lockExhibits
select id, position from case_exhibit where case_id = $1 and detached_at is null order by position, added_at for update

-- BLOCK setPosition
update case_exhibit set position = $2 where id = $1

-- BLOCK selectUnopened
select e.id, e.position, c.url, e.caption from case_exhibit e join capture c on c.id = e.capture_id
where e.case_id = $1 and e.detached_at is null and not exists (
  select 1 from event v where v.object = e.capture_id::text and v.actor = $2 and v.act = 'original.viewed' and v.at >= e.added_at)
order by e.position
