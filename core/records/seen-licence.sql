-- BLOCK selectSeenLicences
select l ->> 'number' as number, l ->> 'suffix' as suffix, l ->> 'series' as series, l ->> 'issuedOn' as issued_on,
  l ->> 'owner' as owner, p.final_url as url, p.fetched_at as seen_at
from page p cross join jsonb_array_elements(p.facts -> 'licences') l
where p.fetched_at > $2 and p.facts ? 'licences'
  and exists (
    select 1 from jsonb_array_elements($1::jsonb) k
    where k ->> 'number' = l ->> 'number' and k ->> 'series' = l ->> 'series' and k ->> 'issuedOn' = l ->> 'issuedOn'
  )
order by p.fetched_at desc limit 200
