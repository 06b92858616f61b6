-- BLOCK insertShadowHit
insert into shadow_hit (id, rule, version, category, target_id, page_id, at) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (rule, version, target_id) do nothing

-- BLOCK selectShadowHits
select h.id, h.rule, h.version, h.category, h.target_id, h.page_id, h.at, p.url, p.vantage,
  coalesce(v.verdict, 'unreviewed') as verdict, coalesce(v.note, '') as note, coalesce(v.actor, '') as reviewed_by, v.at as reviewed_at,
  -- Words of a page that is away are not shown.
  case when exists (select 1 from capture c where c.page_id = p.id and is_absent(c.id)) then null else (
    select s from jsonb_array_elements(p.detection -> 'shadow') s
    where s ->> 'rule' = h.rule and s ->> 'version' = h.version limit 1
  ) end as signal
from shadow_hit h join page p on p.id = h.page_id
left join lateral (select * from shadow_review r where r.hit_id = h.id order by r.id desc limit 1) v on true
where ($1::text is null or h.rule = $1) and ($2::text is null or h.version = $2) and ($3::uuid is null or h.id > $3)
  and ($4::boolean = false or v.id is null)
order by h.id limit $5

-- BLOCK countShadowReviews
select count(*)::int as hits, count(*) filter (where v.verdict = 'hit')::int as good,
  count(*) filter (where v.verdict = 'false-alarm')::int as bad, count(*) filter (where v.verdict = 'unsure')::int as unsure
from shadow_hit h
left join lateral (
  select r.verdict from shadow_review r where r.hit_id = h.id and ($3::timestamptz is null or r.at >= $3) order by r.id desc limit 1
) v on true
where h.rule = $1 and h.version = $2

-- BLOCK selectShadowHit
select rule, version from shadow_hit where id = $1

-- BLOCK insertShadowReview
insert into shadow_review (hit_id, verdict, note, actor, at) values ($1, $2, $3, $4, $5)
