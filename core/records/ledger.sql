-- BLOCK lockLedger
select pg_advisory_xact_lock(7210012)

-- BLOCK selectHead
select seq, chain_hash from ledger order by seq desc limit 1

-- BLOCK insertEntry
insert into ledger (seq, at, actor, act, subject, sha256, entry, leaf_hash, chain_hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- BLOCK selectEntries
select * from ledger where seq > $1 order by seq limit $2

-- BLOCK selectLeafHashes
select seq, leaf_hash from ledger where seq > $1 and seq <= $1 + $2 order by seq

-- BLOCK selectEntriesOf
select seq, entry, leaf_hash from ledger where subject = any($1::text[]) and seq <= $2 order by seq

-- BLOCK countTiles
select coalesce(max(index) + 1, 0) as n from ledger_tile where level = $1

-- BLOCK selectTile
select hashes from ledger_tile where level = $1 and index = $2

-- BLOCK selectTileRoots
select index, root from ledger_tile where level = $1 and index >= $2 and index < $2 + $3 order by index

-- BLOCK insertTile
insert into ledger_tile (level, index, hashes, root) values ($1, $2, $3, $4)
