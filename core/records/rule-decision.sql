-- BLOCK selectRuledFindings
select f.id, f.category, f.score, f.status, d.at as decided_at, d.reason,
  -- Signals that speak for the suspicion, without a word of the page.
  (select coalesce(jsonb_agg(jsonb_build_object('rule', s ->> 'rule', 'version', s ->> 'version', 'weight', (s ->> 'weight')::float8)), '[]')
    from jsonb_array_elements(f.signals) s where (s ->> 'weight')::float8 > 0) as signals
from finding f
left join lateral (
  select d.at, d.reason from decision d where f.status <> 'new' and d.finding_id = f.id order by d.at desc, d.id desc limit 1
) d on true
where $1::uuid is null or f.id > $1
order by f.id limit $2
