-- BLOCK insertSession
insert into session (token_sha256, person_id, csrf_token, created_at, last_seen_at, expires_at, user_agent)
values ($1, $2, $3, $4, $4, $5, $6)

-- BLOCK touchSession
update session set last_seen_at = $2
where token_sha256 = $1 and expires_at > $2 and last_seen_at > $3 and last_seen_at < $2::timestamptz - interval '15 seconds'

-- BLOCK selectLiveSession
select s.token_sha256, s.csrf_token, s.expires_at, p.id as person_id, p.login, p.name, p.role, p.must_change_password
from session s join person p on p.id = s.person_id
where s.token_sha256 = $1 and s.expires_at > $2 and s.last_seen_at > $3 and p.disabled_at is null

-- BLOCK deleteSession
delete from session where token_sha256 = $1

-- BLOCK deleteSessionsOfPerson
delete from session where person_id = $1

-- BLOCK deleteDeadSessions
delete from session where expires_at <= $1 or last_seen_at <= $2
