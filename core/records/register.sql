-- BLOCK insertRegister
insert into licence_register (id, name, sha256, imported_at, imported_by) values ($1, $2, $3, $4, $5)

-- BLOCK insertLicences
insert into licence (register_id, row_number, number, issuer, issued_on, expires_on, owner, domains, kind, status, raw)
select $1, r.row_number, r.number, r.issuer, r.issued_on, r.expires_on, r.owner, r.domains, r.kind, r.status, r.raw
from json_to_recordset($2::json) as r(row_number int, number text, issuer text, issued_on date, expires_on date, owner text, domains text[], kind text, status text, raw text)

-- BLOCK deleteOtherRegisters
delete from licence_register where name = $1 and id <> $2

-- BLOCK selectRegisters
select r.id, r.name, r.imported_at, count(l.row_number)::int as row_count
from licence_register r left join licence l on l.register_id = r.id
group by r.id, r.name, r.imported_at order by r.name

-- BLOCK selectLicences
select row_number, number, issuer, issued_on, expires_on, owner, domains, kind, status from licence
where register_id = $1 and (number <> '' or domains <> '{}') order by row_number

-- BLOCK upsertBrandCard
insert into brand_card (brand, domains, aliases, changed_at) values ($1, $2, $3, $4)
on conflict (brand) do update set domains = excluded.domains, aliases = excluded.aliases, changed_at = excluded.changed_at

-- BLOCK replaceBrandCard
insert into brand_card (brand, domains, aliases, details, changed_at) values ($1, $2, $3, $4, $5)
on conflict (brand) do update set domains = excluded.domains, aliases = excluded.aliases, details = excluded.details, changed_at = excluded.changed_at

-- BLOCK selectBrandCards
select brand, domains, aliases, details from brand_card order by brand

-- BLOCK stampKnowledge
select concat_ws(' ',
  (select string_agg(id::text, ',' order by id) from licence_register),
  (select md5(string_agg(concat_ws(' ', brand, domains::text, aliases::text, details::text), ',' order by brand)) from brand_card),
  (select concat(count(*), '@', max(id)) from rule_state)) as stamp
