-- BLOCK upsertTraces
insert into site_trace (value_sha256, domain, host, kind, shown, target_id, page_id, url, first_seen_at, last_seen_at)
select decode(t.key, 'hex'), $2, $3, t.kind, t.shown, $4, $5, $6, $7, $7
from jsonb_to_recordset($1::jsonb) t(key text, kind text, shown text)
order by t.key
on conflict (value_sha256, domain, host) do update set shown = excluded.shown, target_id = excluded.target_id,
  page_id = excluded.page_id, url = excluded.url, last_seen_at = excluded.last_seen_at

-- BLOCK deleteOldTraces
delete from site_trace t using (
  select value_sha256, domain, host from site_trace where last_seen_at < $1 order by last_seen_at limit $2
) old where (t.value_sha256, t.domain, t.host) = (old.value_sha256, old.domain, old.host)

-- BLOCK selectTracesOf
select distinct on (t.value_sha256) encode(t.value_sha256, 'hex') as key, t.kind, t.shown, t.domain, t.host, t.url
from site_trace t
where t.domain = $1 and ($2::text is null or t.host = $2)
  and not exists (select 1 from capture c where c.page_id = t.page_id and is_absent(c.id))
order by t.value_sha256, t.last_seen_at desc, t.host

-- BLOCK selectSharing
select encode(t.value_sha256, 'hex') as key, t.kind, t.shown, t.domain, t.host, t.url
from unnest($1::text[]) k(key)
cross join lateral (
  select count(*)::int as sites from (
    select distinct s.domain from site_trace s
    where s.value_sha256 = decode(k.key, 'hex') and s.domain <> $2 limit $3
  ) d
) n
cross join lateral (
  select * from site_trace s where s.value_sha256 = decode(k.key, 'hex') and s.domain <> $2 and n.sites < $3
) t
where not exists (select 1 from capture c where c.page_id = t.page_id and is_absent(c.id))
order by t.value_sha256, t.domain, t.host

-- BLOCK selectAllShared
with rare as (
  select value_sha256 from site_trace group by value_sha256 having count(distinct domain) between 2 and $1
)
select encode(t.value_sha256, 'hex') as key, t.kind, t.shown, t.domain, t.host, t.url
from rare join site_trace t on t.value_sha256 = rare.value_sha256
where not exists (select 1 from capture c where c.page_id = t.page_id and is_absent(c.id))
order by t.value_sha256, t.domain, t.host

-- BLOCK countSites
with recursive sites(domain) as (
  (select domain from site_trace order by domain limit 1)
  union all
  select (select t.domain from site_trace t where t.domain > sites.domain order by t.domain limit 1)
  from sites where sites.domain is not null
)
select count(domain)::int as count from sites

-- BLOCK selectConfirmed
select distinct t.domain, f.category
from site_trace t join finding f on f.status = 'confirmed' and f.host in (t.host, 'www.' || t.host)
where t.domain = any($1::text[])
order by t.domain, f.category
