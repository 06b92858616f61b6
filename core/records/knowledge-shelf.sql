-- BLOCK selectShelf
select
  (select count(*)::int from brand_card) as brands,
  (select count(*)::int from text_sketch where source = 'press' and origin = 'import') as press_texts,
  (select count(*)::int from official_denial) as denials

-- BLOCK selectShelvedRegisters
select r.id, r.name, r.imported_at, r.imported_by, (select count(*)::int from licence l where l.register_id = r.id) as row_count
from licence_register r order by r.imported_at desc, r.name

-- BLOCK selectLicencePage
select row_number, number, issuer, issued_on, expires_on, owner, domains, kind, status from licence
where register_id = $1 and row_number > $2
  and ($3::text is null or lower(number) like $3 or lower(owner) like $3 or exists (select 1 from unnest(domains) d where d like $3))
order by row_number limit $4

-- BLOCK selectBrandPage
select brand, domains, aliases from brand_card
where $1::text is null or lower(brand) like $1 or exists (select 1 from unnest(domains) d where d like $1)
order by brand offset $2 limit $3

-- BLOCK countShadowHits
select rule || '@' || version as key, count(*)::int as hits from shadow_hit group by rule, version
