-- BLOCK insertPerson
insert into person (id, login, name, role, password_hash, created_at) values ($1, $2, $3, $4, $5, $6)
on conflict (login) do nothing
returning *

-- BLOCK selectPerson
select * from person where id = $1

-- BLOCK selectPersonByLogin
select * from person where login = $1

-- BLOCK selectPeople
select * from person order by login limit 1000

-- BLOCK countPeople
select count(*)::int as count from person

-- BLOCK lockPeople
select pg_advisory_xact_lock(7210020)

-- BLOCK countFailure
update person set
  failed_attempts = case when failed_attempts + 1 >= $2 then 0 else failed_attempts + 1 end,
  locked_until = case when failed_attempts + 1 >= $2 then $3 else locked_until end
where id = $1
returning *

-- BLOCK clearFailures
update person set failed_attempts = 0, locked_until = null where id = $1

-- BLOCK setPassword
update person set password_hash = $2, must_change_password = $3, failed_attempts = 0, locked_until = null where id = $1

-- BLOCK setDisabled
update person set disabled_at = $2 where id = $1

-- BLOCK setRole
update person set role = $2 where id = $1
