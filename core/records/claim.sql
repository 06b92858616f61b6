-- BLOCK takeClaim
insert into claim (finding_id, person_id, until) values ($1, $2, $3)
on conflict (finding_id) do update set person_id = excluded.person_id, until = excluded.until
where claim.person_id = excluded.person_id or claim.until <= $4

-- BLOCK moveClaim
insert into claim (finding_id, person_id, until) values ($1, $2, $3)
on conflict (finding_id) do update set person_id = excluded.person_id, until = excluded.until

-- BLOCK selectClaim
select c.person_id, p.name, c.until from claim c join person p on p.id = c.person_id
where c.finding_id = $1 and c.until > $2

-- BLOCK releaseClaim
delete from claim where finding_id = $1 and person_id = $2

-- BLOCK clearClaim
delete from claim where finding_id = $1
