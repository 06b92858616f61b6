-- BLOCK upsertSketch
insert into text_sketch (id, url, host, domain, source, origin, title, author, publisher, published_at, first_seen_at, last_seen_at, removed_at, body, words, bands, samples, page_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13, $14, $15, $16, $17)
on conflict (url) do update set source = case when text_sketch.source = 'press' then 'press' else excluded.source end,
  origin = case when text_sketch.origin = 'import' then 'import' else excluded.origin end,
  title = excluded.title, author = coalesce(nullif(excluded.author, ''), text_sketch.author),
  publisher = coalesce(nullif(excluded.publisher, ''), text_sketch.publisher),
  published_at = coalesce(least(excluded.published_at, text_sketch.published_at), excluded.published_at, text_sketch.published_at),
  last_seen_at = excluded.last_seen_at, removed_at = excluded.removed_at,
  body = excluded.body, words = excluded.words, bands = excluded.bands, samples = excluded.samples,
  page_id = coalesce(excluded.page_id, text_sketch.page_id)

-- BLOCK markSourceGone
update text_sketch set removed_at = $2 where url = $1 and removed_at is null

-- BLOCK deleteOldSketches
delete from text_sketch where id in (
  select id from text_sketch where origin = 'visit' and last_seen_at < $1 order by last_seen_at limit $2
)

-- BLOCK selectComparable
select exists (select 1 from text_sketch where source = 'press' and domain <> $1) as press,
  exists (select 1 from text_sketch where source = 'other' and domain <> $1) as other

-- BLOCK selectCandidates
select s.url, s.host, s.source, s.title, s.author, s.publisher, s.published_at, s.first_seen_at, s.removed_at, s.body
from text_sketch s
where (s.samples && $1::int[] or s.bands && $2::int[]) and s.domain <> $3
  -- A page has one capture at most; asked of the rows found, not of all captures.
  and not coalesce((select is_absent(c.id) from capture c where c.page_id = s.page_id), false)
order by (select count(*) from unnest(s.samples) k where k = any($1::int[]))
  + (select count(*) from unnest(s.bands) k where k = any($2::int[])) desc, s.first_seen_at, s.id
limit $4

-- BLOCK selectFirstSeen
select first_seen_at from text_sketch where url = $1

-- BLOCK selectSketchText
select s.url, s.title, s.source, s.published_at, s.first_seen_at, s.body from text_sketch s
where s.url = $1 and not exists (select 1 from capture c where c.page_id = s.page_id and is_absent(c.id))

-- BLOCK insertDenial
insert into official_denial (id, sha256, denied_on, issuer, label, title, claim, body, url, raw, imported_at, imported_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (sha256) do nothing

-- BLOCK selectDenials
select id, denied_on::text as denied_on, issuer, label, title, claim, body, url from official_denial order by denied_on desc, id limit $1

-- BLOCK stampDenials
select count(*)::int as count, max(imported_at) as newest from official_denial
