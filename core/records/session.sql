-- BLOCK insertSession
insert into session (token_sha256, person_id, csrf_token, created_at, last_seen_at, expires_at, user_agent, address, idle_ms, second_factor_at)
values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9)

-- BLOCK touchSession
with touched as (
  update session set last_seen_at = $2
  where token_sha256 = $1 and expires_at > $2 and last_seen_at > $2::timestamptz - idle_ms * interval '1 millisecond'
    and last_seen_at < $2::timestamptz - interval '15 seconds'
  returning id
)
select s.id, s.token_sha256, s.csrf_token, s.expires_at, s.idle_ms, s.second_factor_at,
  -- The row as it was before the touch.
  case when exists (select 1 from touched) then $2 else s.last_seen_at end as last_seen_at,
  p.id as person_id, p.login, p.name, p.role, p.must_change_password,
  exists (select 1 from totp t where t.person_id = p.id and t.confirmed_at is not null) as has_second_factor
from session s join person p on p.id = s.person_id
where s.token_sha256 = $1 and s.expires_at > $2
  and s.last_seen_at > $2::timestamptz - s.idle_ms * interval '1 millisecond' and p.disabled_at is null

-- BLOCK selectLiveSession
select s.id, s.token_sha256, s.csrf_token, s.expires_at, s.last_seen_at, s.idle_ms, s.second_factor_at,
  p.id as person_id, p.login, p.name, p.role, p.must_change_password,
  exists (select 1 from totp t where t.person_id = p.id and t.confirmed_at is not null) as has_second_factor
from session s join person p on p.id = s.person_id
where s.token_sha256 = $1 and s.expires_at > $2
  and s.last_seen_at > $2::timestamptz - s.idle_ms * interval '1 millisecond' and p.disabled_at is null

-- BLOCK selectSessionsOfPerson
select id, created_at, last_seen_at, expires_at, user_agent, address from session
where person_id = $1 and expires_at > $2 and last_seen_at > $2::timestamptz - idle_ms * interval '1 millisecond'
order by last_seen_at desc, id limit 100

-- BLOCK deleteSession
delete from session where token_sha256 = $1

-- BLOCK deleteSessionOfPerson
delete from session where person_id = $1 and id = $2 returning id

-- BLOCK deleteOtherSessions
delete from session where person_id = $1 and id <> $2

-- BLOCK deleteSessionsOfPerson
delete from session where person_id = $1

-- BLOCK deleteDeadSessions
delete from session where expires_at <= $1 or last_seen_at <= $1::timestamptz - idle_ms * interval '1 millisecond'

-- BLOCK setSecondFactorAt
update session set second_factor_at = $2 where id = $1

-- BLOCK setChallenge
update session set challenge = $2, challenge_until = $3 where id = $1

-- BLOCK takeChallenge
with held as (select id, challenge, challenge_until from session where id = $1 for update)
update session s set challenge = null, challenge_until = null from held
where s.id = held.id and held.challenge is not null and held.challenge_until > $2
returning held.challenge
