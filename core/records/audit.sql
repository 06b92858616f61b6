-- BLOCK selectEventTop
select coalesce(max(id), 0) as top from event

-- BLOCK selectEventWriters
select exists (
  select 1 from pg_locks where relation = 'event'::regclass and mode = 'RowExclusiveLock' and granted
    and database = (select oid from pg_database where datname = current_database())
) as busy

-- BLOCK selectEventRange
select id, at, actor, act, object, detail from event where id > $1 and id <= $2 order by id limit $3

-- BLOCK selectLastLink
select * from audit_link order by id desc limit 1

-- BLOCK selectLinks
select l.*, g.sha256 as ledger_sha256 from audit_link l join ledger g on g.seq = l.ledger_seq
where l.id > $1 order by l.id limit $2

-- BLOCK insertLink
insert into audit_link (from_id, to_id, events, sha256, sealed_at, ledger_seq) values ($1, $2, $3, $4, $5, $6)

-- BLOCK searchEvents
select e.id, e.at, e.actor, e.act, e.object, e.detail, coalesce(p.name, '') as name
from event e left join person p on p.login = e.actor
where ($1::text is null or e.actor = $1) and ($2::text is null or e.object = $2)
  and ($3::text is null or e.act like $3) and ($4::timestamptz is null or e.at >= $4)
  and ($5::timestamptz is null or e.at < $5) and ($6::bigint is null or e.id < $6)
order by e.id desc
limit $7
