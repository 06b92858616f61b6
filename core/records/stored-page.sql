-- BLOCK selectStoredVisits
select p.id, p.url, p.final_url, p.status, p.fetched_at as seen_at, p.vantage, p.exchanges ->> 'blob' as blob,
  encode(p.html_sha256, 'hex') as html_sha256, t.kind
from page p join scan s on s.id = p.scan_id join target t on t.id = s.target_id
where p.state = 'fetched' and p.exchanges is not null and p.html_sha256 is not null and ($1::uuid is null or p.id > $1)
  and p.fetched_at < $2
  and not exists (select 1 from capture c where c.page_id = p.id and is_absent(c.id))
order by p.id limit $3

-- BLOCK selectStoredCaptures
select c.id, s.store_key, encode(s.manifest_sha256, 'hex') as manifest_sha256, coalesce(c.captured_at, s.sealed_at) as seen_at,
  c.vantage, coalesce(t.kind, 'site') as kind
from seal s join capture c on c.id = s.capture_id left join target t on t.id = c.target_id
where ($1::uuid is null or c.id > $1) and s.sealed_at < $2 and not is_absent(c.id)
order by c.id limit $3
