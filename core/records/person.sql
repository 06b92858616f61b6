-- BLOCK insertPerson
insert into person (id, login, name, role, password_hash, created_at, title, unit, password_until, agency)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
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
update person set password_hash = $2, must_change_password = $3, password_until = $4, failed_attempts = 0, locked_until = null where id = $1

-- BLOCK setDisabled
update person set disabled_at = $2, last_sign_in_at = case when $2::timestamptz is null then $3 else last_sign_in_at end where id = $1

-- BLOCK setRole
update person set role = $2, agency = case when $2 = 'guest' then agency else '' end where id = $1

-- BLOCK lockPerson
select * from person where id = $1 for update

-- BLOCK setProfile
update person set name = $2, title = $3, unit = $4 where id = $1

-- BLOCK setAgency
update person set agency = $2 where id = $1

-- BLOCK setSignedIn
update person set failed_attempts = 0, locked_until = null, last_sign_in_at = $2 where id = $1

-- BLOCK disableIdlePeople
update person p set disabled_at = $1
where p.disabled_at is null and coalesce(p.last_sign_in_at, p.created_at) < $2
  and not (p.role = 'admin' and not exists (select 1 from person o
    where o.role = 'admin' and o.disabled_at is null and coalesce(o.last_sign_in_at, o.created_at) >= $2))
returning *
