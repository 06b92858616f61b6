-- BLOCK upsertFinding
insert into finding (id, target_id, category, url, host, vantage, title, verdict, score, signals, reproduced, capture_id, search, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
on conflict (target_id, category) where status = 'new' do update set
  url = excluded.url, host = excluded.host, vantage = excluded.vantage, title = excluded.title, verdict = excluded.verdict,
  score = excluded.score, signals = excluded.signals, reproduced = excluded.reproduced, capture_id = excluded.capture_id,
  search = excluded.search, updated_at = excluded.updated_at
where (excluded.reproduced, excluded.verdict = 'flag', excluded.score) >= (finding.reproduced, finding.verdict = 'flag', finding.score)
   or excluded.updated_at > finding.updated_at + interval '5 minutes'
returning id

-- BLOCK selectLatestFinding
select id, status, verdict, signals from finding where target_id = $1 and category = $2 order by created_at desc, id desc limit 1 for update

-- BLOCK insertFindingCapture
insert into finding_capture (finding_id, capture_id, at) values ($1, $2, $3) on conflict do nothing

-- BLOCK linkContrasts
insert into finding_capture (finding_id, capture_id, at)
select distinct fc.finding_id, c.id, $2::timestamptz
from capture c join seal cs on cs.capture_id = c.id join page cp on cp.id = c.page_id
join page hp on hp.scan_id = c.scan_id and hp.url = cp.url and hp.id <> cp.id
join capture h on h.page_id = hp.id and not h.is_contrast
join finding_capture fc on fc.capture_id = h.id
where c.scan_id = $1 and c.is_contrast
on conflict do nothing

-- BLOCK selectFinding
select f.*, s.store_key, s.sha256, s.sealed_at, c.captured_at,
  case when is_absent(f.capture_id) then '' else f.title end as title,
  case when is_absent(f.capture_id) then without_quotes(f.signals) else f.signals end as signals
from finding f
join seal s on s.capture_id = f.capture_id join capture c on c.id = f.capture_id
where f.id = $1

-- BLOCK selectFindings
select f.*, s.store_key, s.sha256, s.sealed_at, c.captured_at,
  case when is_absent(f.capture_id) then '' else f.title end as title,
  case when is_absent(f.capture_id) then without_quotes(f.signals) else f.signals end as signals
from finding f
join seal s on s.capture_id = f.capture_id join capture c on c.id = f.capture_id
where ($1::text is null or f.status = $1) and ($2::text is null or f.category = $2)
  and ($3::uuid[] is null or f.target_id = any($3)) and ($4::uuid is null or f.id > $4)
order by f.id
limit $5

-- BLOCK selectFindingsOfScans
select f.*, s.store_key, s.sha256, s.sealed_at, c.captured_at,
  case when is_absent(f.capture_id) then '' else f.title end as title,
  case when is_absent(f.capture_id) then without_quotes(f.signals) else f.signals end as signals
from finding f
join seal s on s.capture_id = f.capture_id join capture c on c.id = f.capture_id
where f.id in (select fc.finding_id from finding_capture fc join capture k on k.id = fc.capture_id where k.scan_id = any($1::uuid[]))
  and ($2::uuid is null or f.id > $2)
order by f.id
limit $3

-- BLOCK lockFinding
select status, capture_id from finding where id = $1 for update

-- BLOCK setFindingStatus
update finding set status = $2, updated_at = $3 where id = $1

-- BLOCK insertDecision
insert into decision (id, finding_id, actor, verdict, reason, note, capture_id, at, group_id, follows) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- BLOCK selectDecisionsOfGroup
select * from decision where group_id = $1 order by finding_id, at, id

-- BLOCK selectDecisions
select * from decision where finding_id = $1 order by at, id
