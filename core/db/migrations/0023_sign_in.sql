-- Sign-in with a second factor: sessions that can be listed and ended one by one, TOTP, recovery codes, passkeys.
alter table session add column id uuid not null default gen_random_uuid() unique;
alter table session add column address text not null default '';
-- Idle time after which this session ends; by role at sign-in (a changed role ends the sessions).
alter table session add column idle_ms int not null default 900000 check (idle_ms > 0);
-- Last second factor given in this session; null where none was.
alter table session add column second_factor_at timestamptz;
-- The one open WebAuthn challenge of the session: asked once, used once.
alter table session add column challenge text;
alter table session add column challenge_until timestamptz;

alter table person add column last_sign_in_at timestamptz;

-- Secrets are AES-256-GCM under a key file beside the database, never in it. `pending_secret` waits for its first code.
create table totp (
  person_id uuid primary key references person (id),
  secret bytea,
  pending_secret bytea,
  confirmed_at timestamptz,
  -- Time step of the last code taken (RFC 6238 section 5.2: a code serves once).
  last_step bigint not null default 0,
  check ((secret is null) = (confirmed_at is null))
);

create table recovery_code (
  person_id uuid not null references person (id),
  code_sha256 bytea not null check (octet_length(code_sha256) = 32),
  used_at timestamptz,
  primary key (person_id, code_sha256)
);

create table passkey (
  id uuid primary key,
  person_id uuid not null references person (id),
  name text not null check (length(name) between 1 and 100),
  credential_id text not null unique,
  public_key bytea not null,
  sign_count bigint not null default 0,
  transports text[] not null default '{}',
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_person on passkey (person_id);
