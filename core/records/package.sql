-- BLOCK selectSealsOf
select s.capture_id, s.store_key, s.sha256, s.manifest_sha256, s.size_bytes, s.sealed_at, s.ledger_seq
from seal s
where s.capture_id = $1
  or s.capture_id in (select capture_id from finding_capture where finding_id = $1)
  or s.capture_id = (select capture_id from finding where id = $1)
order by s.capture_id
limit $2

-- BLOCK insertPackage
insert into package (id, sha256, size_bytes, package_json_sha256, key_fingerprint, office, purpose, made_by, created_at, ledger_seq)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- BLOCK insertPackageCapture
insert into package_capture (package_id, capture_id, position) values ($1, $2, $3)

-- BLOCK selectPackageBySha256
select * from package where sha256 = $1

-- BLOCK selectPackageCaptures
select s.capture_id, s.sha256, c.url, s.summary
from package_capture p join seal s on s.capture_id = p.capture_id join capture c on c.id = p.capture_id
where p.package_id = $1
order by p.position

-- BLOCK insertHandover
insert into handover (id, package_id, given_to, given_by, sha256_before, sha256_after, at, ledger_seq)
values ($1, $2, $3, $4, $5, $6, $7, $8)

-- BLOCK selectHandovers
select * from handover where package_id = $1 order by at, id
