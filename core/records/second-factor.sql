-- BLOCK selectTotp
select secret, pending_secret, confirmed_at, last_step from totp where person_id = $1

-- BLOCK selectTotpHolders
select person_id from totp where confirmed_at is not null limit 1000

-- BLOCK savePendingTotp
insert into totp (person_id, pending_secret) values ($1, $2)
on conflict (person_id) do update set pending_secret = excluded.pending_secret

-- BLOCK confirmTotp
update totp set secret = pending_secret, pending_secret = null, confirmed_at = $2, last_step = $3
where person_id = $1 and pending_secret is not null

-- BLOCK useStep
update totp set last_step = $2 where person_id = $1 and last_step < $2 returning person_id

-- BLOCK deleteRecoveryCodes
delete from recovery_code where person_id = $1

-- BLOCK insertRecoveryCodes
insert into recovery_code (person_id, code_sha256) select $1, unnest($2::bytea[])

-- BLOCK useRecoveryCode
update recovery_code set used_at = $3 where person_id = $1 and code_sha256 = $2 and used_at is null returning person_id

-- BLOCK countRecoveryCodes
select count(*)::int as count from recovery_code where person_id = $1 and used_at is null

-- BLOCK deleteTotp
delete from totp where person_id = $1

-- BLOCK selectPasskeys
select id, person_id, name, credential_id, public_key, sign_count, transports, created_at, last_used_at
from passkey where person_id = $1 order by created_at, id limit 50

-- BLOCK insertPasskey
insert into passkey (id, person_id, name, credential_id, public_key, sign_count, transports, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (credential_id) do nothing
returning id

-- BLOCK usePasskey
update passkey set sign_count = $2, last_used_at = $3 where id = $1

-- BLOCK deletePasskey
delete from passkey where person_id = $1 and id = $2 returning id

-- BLOCK deletePasskeysOfPerson
delete from passkey where person_id = $1
