-- BLOCK selectOpenTwin
select c.id from capture c join capture o on o.id = $1
where c.target_id = o.target_id and c.url = o.url and c.vantage = o.vantage and c.state in ('queued', 'captured') order by c.id limit 1

-- BLOCK selectMoments
select * from (
  select 'capture' as kind, c.id, coalesce(c.captured_at, c.queued_at) as at, c.state, c.status as outcome,
    case when c.state = 'failed' then c.error else c.status_reason end as reason, c.url, c.vantage,
    null::int as http_status, s.sealed_at is not null as sealed,
    case when s.detection is null or is_absent(c.id) then null
      else coalesce(s.detection -> 'categories' -> $2::text ->> 'verdict', 'none') end as verdict,
    is_absent(c.id) as absent
  from capture c left join seal s on s.capture_id = c.id where c.target_id = $1 and ($3::timestamptz is null or c.queued_at < $3)
  union all
  select 'scan', n.id, coalesce(n.finished_at, n.queued_at), n.state, n.outcome, n.outcome_reason, coalesce(p.final_url, p.url, ''), 'desktop',
    p.status, false, null, false
  from scan n left join page p on p.scan_id = n.id and p.position = 0 and p.vantage = 'desktop'
  where n.target_id = $1 and ($3::timestamptz is null or n.queued_at < $3)
) m order by at desc, id desc limit $4

-- BLOCK selectElsewhere
select p.sha256, count(*)::int as targets from sealed_payload p
where p.sha256 = any($1::bytea[]) and p.target_id <> $2 and not is_absent(p.capture_id)
group by p.sha256
