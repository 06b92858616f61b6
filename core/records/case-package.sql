-- BLOCK insertCasePackage
insert into case_package (package_id, case_id, purpose, sealed_by, sealed_at, capture_ids) values ($1, $2, $3, $4, $5, $6)

-- BLOCK selectCasePackages
select c.package_id, c.purpose, c.sealed_by, c.sealed_at, c.capture_ids, p.sha256, p.size_bytes
from case_package c left join package p on p.id = c.package_id where c.case_id = $1 order by c.sealed_at, c.package_id
