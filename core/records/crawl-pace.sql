-- BLOCK selectPace
select h.host, h.back_offs, (h.holder is not null and h.lease_until > clock_timestamp()) as is_held,
  greatest(0, ceil(extract(epoch from h.next_at - clock_timestamp()) * 1000))::int as wait_ms,
  r.requests, r.failed
from (select * from host_turn where next_at > clock_timestamp() - interval '10 minutes' order by next_at desc limit $1) h
left join lateral (
  select count(*)::int as requests, (count(*) filter (where outcome <> 'ok'))::int as failed
  from request_log l where l.host = h.host and l.at > clock_timestamp() - interval '10 minutes'
) r on true
order by r.requests desc, h.host

-- BLOCK selectBlocked
select s.outcome, count(*)::int as scans from scan s
where s.state = 'done' and s.finished_at > $1 and s.outcome in ('challenge', 'login-wall', 'robots', 'refused', 'no-preview', 'unreachable')
group by s.outcome order by scans desc, s.outcome

-- BLOCK selectRunningTargets
select s.id as scan_id, t.id as target_id, t.paused from scan s join target t on t.id = s.target_id
where s.id = any($1::uuid[])
