-- BLOCK lockKeys
select pg_advisory_xact_lock(7210018)

-- BLOCK insertKey
insert into signing_key (fingerprint, public_pem, created_at, created_by, ledger_seq) values ($1, $2, $3, $4, $5)

-- BLOCK insertRetired
insert into signing_key_retired (fingerprint, retired_at, retired_by, reason, ledger_seq) values ($1, $2, $3, $4, $5)

-- BLOCK selectKeys
select k.fingerprint, k.public_pem, k.created_at, k.created_by, r.retired_at, r.retired_by, r.reason
from signing_key k left join signing_key_retired r on r.fingerprint = k.fingerprint order by k.created_at, k.fingerprint
