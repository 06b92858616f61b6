-- BLOCK lockLedger
select pg_advisory_xact_lock(7210012)

-- BLOCK selectHead
select seq, chain_hash from ledger order by seq desc limit 1

-- BLOCK insertEntry
insert into ledger (seq, at, actor, act, subject, sha256, entry, leaf_hash, chain_hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- BLOCK selectEntries
select * from ledger where seq > $1 order by seq limit $2
