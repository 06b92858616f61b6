-- BLOCK insertOutbox
insert into outbox (job, data, key, not_before) values ($1, $2, $3, $4)

-- BLOCK notifyOutbox
select pg_notify('outbox', '')

-- BLOCK takeOutbox
select * from outbox order by id limit $1 for update skip locked

-- BLOCK deleteOutbox
delete from outbox where id = any($1::bigint[])

-- BLOCK countOutbox
select count(*)::int as count from outbox

-- BLOCK insertDeadJob
insert into dead_job (job, key, data, error, attempts, at) values ($1, $2, $3, $4, $5, $6)

-- BLOCK selectDeadJobs
select * from dead_job where ($1::bigint is null or id < $1) order by id desc limit $2
