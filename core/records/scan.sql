-- BLOCK insertScan
insert into scan (id, target_id, state, asked_by, reason, max_pages, queued_at)
values ($1, $2, 'running', $3, $4, $5, $6)
on conflict (target_id) where state = 'running' do nothing
returning *

-- BLOCK selectOpenScan
select * from scan where target_id = $1 and state = 'running'

-- BLOCK selectScan
select * from scan where id = $1

-- BLOCK selectAndLockScan
select * from scan where id = $1 for update

-- BLOCK finishScan
update scan set state = 'done', outcome = $2, outcome_reason = $3, finished_at = $4 where id = $1 and state = 'running'

-- BLOCK countScanStates
select
  count(*) filter (where s.state = 'running')::int as running,
  count(*) filter (where s.state = 'done')::int as done,
  (select count(*) from page p where p.scan_id = any($1::uuid[]) and p.state = 'queued')::int as pages_waiting,
  (select count(*) from page p where p.scan_id = any($1::uuid[]) and p.state <> 'queued')::int as pages_done,
  (select count(*) from capture c where c.scan_id = any($1::uuid[]) and c.state in ('queued', 'captured'))::int as captures_waiting,
  (select count(*) from capture c where c.scan_id = any($1::uuid[]) and c.state not in ('queued', 'captured'))::int as captures_done
from scan s where s.id = any($1::uuid[])

-- BLOCK selectUnjudgedScans
select s.id from scan s
where s.state = 'running' and exists (select 1 from page p where p.scan_id = s.id)
  and not exists (select 1 from page p where p.scan_id = s.id and p.state = 'queued')
  and not exists (select 1 from capture c where c.scan_id = s.id and c.state in ('queued', 'captured'))
order by s.id limit $1
