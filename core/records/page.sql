-- BLOCK insertPage
insert into page (id, scan_id, url, vantage, position, why, state, queued_at)
values ($1, $2, $3, $4, $5, $6, 'queued', $7)
on conflict (scan_id, url, vantage) do nothing
returning id

-- BLOCK selectPage
select * from page where id = $1

-- BLOCK selectPages
select * from page where scan_id = $1 order by position, id

-- BLOCK selectQueuedPages
select p.* from page p join scan s on s.id = p.scan_id
where p.state = 'queued' and s.state = 'running' and ($1::uuid is null or p.id > $1)
order by p.id limit $2

-- BLOCK countQueuedPages
select count(*)::int as count from page where scan_id = $1 and state = 'queued'

-- BLOCK markPageFetched
update page set state = 'fetched', fetched_at = $2, via = $3, final_url = $4, status = $5, condition = $6, condition_reason = $7,
  title = $8, tls = $9, server_ip = $10, server_note = $11, exchanges = $12, html_sha256 = $13, facts = $14, detection = $15
where id = $1 and state = 'queued'

-- BLOCK markPageFailed
update page set state = 'failed', fetched_at = $2, error = $3, condition_reason = $4 where id = $1 and state = 'queued'

-- BLOCK setPageDetection
update page p set detection = $2 from scan s
where p.id = $1 and p.state = 'fetched' and s.id = p.scan_id and s.state = 'running'

-- BLOCK selectEarlierFaces
select scan_id, vantage, facts, fetched_at from page
where url = $2 and facts ? 'face' and scan_id <> $1 and fetched_at > $3
order by id desc limit 48
