-- BLOCK selectSeenLicences
select number, suffix, series, issued_on, owner, url, seen_at from (
  -- The newest of each host: one that is scanned each hour must not crowd out the others.
  select distinct on (substring(p.final_url from '^[a-z]+://([^/?#]+)'), l)
    l ->> 'number' as number, l ->> 'suffix' as suffix, l ->> 'series' as series, l ->> 'issuedOn' as issued_on,
    l ->> 'owner' as owner, p.final_url as url, p.fetched_at as seen_at
  from (
    -- One look in the index for each line asked about.
    select distinct page.id from jsonb_array_elements($1::jsonb) k
    join page on page.facts ? 'licences' and page.facts -> 'licences' @> jsonb_build_array(k) where page.fetched_at > $2
  ) hit join page p on p.id = hit.id cross join jsonb_array_elements(p.facts -> 'licences') l
  where exists (select 1 from jsonb_array_elements($1::jsonb) k where l @> k)
    -- Words of a page that is away are not compared with.
    and not coalesce((select is_absent(c.id) from capture c where c.page_id = p.id), false)
  order by substring(p.final_url from '^[a-z]+://([^/?#]+)'), l, p.fetched_at desc
) newest order by seen_at desc limit 200
