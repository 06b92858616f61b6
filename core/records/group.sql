-- BLOCK selectContents
select f.id, encode(p.html_sha256, 'hex') as html, shown_hash(s.summary) as picture
from finding f join seal s on s.capture_id = f.capture_id join capture c on c.id = f.capture_id left join page p on p.id = c.page_id
where f.id = any($1::uuid[])

-- BLOCK selectCopies
with own as (
  select f.id, f.category, f.capture_id, f.url, shown_hash(s.summary) as picture, p.html_sha256 as html
  from finding f join seal s on s.capture_id = f.capture_id join capture c on c.id = f.capture_id left join page p on p.id = c.page_id
  where f.id = $1
), tie as (
  select c.id as capture_id, 'same-page' as kind, 0 as shared, 0 as rank
  from own join page p on p.html_sha256 = own.html join capture c on c.page_id = p.id
  union all
  select s.capture_id, 'same-screen', 0, 0 from own join seal s on shown_hash(s.summary) = own.picture
  union all
  -- Pictures of some size that few captures have: a badge that everybody shows ties nothing.
  select other.capture_id, 'same-picture', count(*)::int, 1
  from own join capture_picture mine on mine.capture_id = own.capture_id and mine.image <> 'screenshot'
  join picture i on i.sha256 = mine.sha256 and i.width::bigint * i.height >= 40000
  join lateral (
    select o.capture_id from capture_picture o where o.sha256 = mine.sha256 and o.image <> 'screenshot' limit 31
  ) other on other.capture_id <> own.capture_id
  where (select count(*) from (select 1 from capture_picture n where n.sha256 = mine.sha256 limit 31) n) <= 30
  group by 1
  union all
  select c.id, 'near-text', (select count(*)::int from unnest(t.bands) b where b = any (mine.bands)) * 100 / greatest(cardinality(mine.bands), 1), 2
  from own join text_sketch mine on mine.url = own.url
  join text_sketch t on t.bands && mine.bands and t.id <> mine.id
  join capture c on c.page_id = t.page_id
  where (select count(*) from unnest(t.bands) b where b = any (mine.bands)) >= 2
)
select f.id, tie.kind, max(tie.shared)::int as shared
from tie join finding f on f.capture_id = tie.capture_id join own on true
where f.status = 'new' and f.category = own.category and f.id <> own.id and not is_absent(f.capture_id)
group by f.id, tie.kind, tie.rank
order by tie.rank, 3 desc, f.id limit $2

-- BLOCK selectOnHosts
select f.id, f.host from finding f join finding own on own.id = $1
where f.status = 'new' and f.host = any($2::text[]) and f.category = own.category and f.id <> own.id and not is_absent(f.capture_id)
order by f.id limit $3

-- BLOCK selectCapturesOf
select finding_id as id, capture_id from finding_capture where finding_id = any($1::uuid[])
