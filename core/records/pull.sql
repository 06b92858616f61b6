-- BLOCK pullFindings
select f.id, f.url, f.host, case when is_absent(f.capture_id) then '' else f.title end as title,
  f.category, f.verdict, f.score, f.status, f.created_at, f.updated_at,
  s.capture_id, encode(s.sha256, 'hex') as sha256, s.sealed_at
from finding f join seal s on s.capture_id = f.capture_id
where ($1::text is null or f.status = $1) and ($2::text is null or f.category = $2)
  and ($3::timestamptz is null or (f.updated_at, f.id) > ($3, $4::uuid))
  and f.updated_at < $6
order by f.updated_at, f.id limit $5

-- BLOCK pullCases
select c.id, c.number, c.title, c.category, c.state, c.detected_at, c.updated_at,
  array(select x.finding_id from case_finding x where x.case_id = c.id and x.detached_at is null order by x.added_at) as findings
from case_file c
where ($1::text is null or c.state = $1)
  and ($2::timestamptz is null or (c.updated_at, c.id) > ($2, $3::uuid))
  and c.updated_at < $5
order by c.updated_at, c.id limit $4
