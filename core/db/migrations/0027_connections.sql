-- Connections: the trail tied into the custody log, tokens of other systems, and signed webhooks.

-- One link covers every event after the link before, up to `to_id`; its hash stands in the custody log.
create table audit_link (
  id bigint generated always as identity primary key,
  from_id bigint not null unique,
  to_id bigint not null unique check (to_id >= from_id),
  events int not null check (events > 0),
  -- SHA-256 over the canonical lines of the events, in the order of their ids.
  sha256 bytea not null check (octet_length(sha256) = 32),
  sealed_at timestamptz not null,
  ledger_seq bigint not null unique references ledger (seq)
);
create trigger audit_link_append_only before update or delete or truncate on audit_link for each statement execute function refuse_change();

create index event_by_actor on event (actor, id desc);
create index event_by_act on event (act, id desc);
create index event_by_time on event (at, id);

-- A token is shown once; only its sha256 is kept.
create table api_token (
  id uuid primary key,
  name text not null check (btrim(name) <> ''),
  token_sha256 bytea not null unique check (octet_length(token_sha256) = 32),
  scopes text[] not null check (cardinality(scopes) > 0),
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by text
);

create table webhook (
  id uuid primary key,
  url text not null,
  kinds text[] not null check (cardinality(kinds) > 0),
  created_by text not null,
  created_at timestamptz not null,
  -- Events up to this one are told or on their way; all of them are settled.
  told_event bigint not null,
  disabled_at timestamptz,
  disabled_by text
);

create table webhook_delivery (
  id uuid primary key,
  webhook_id uuid not null references webhook (id),
  event_id bigint not null,
  body text not null,
  attempts int not null default 0,
  next_try_at timestamptz,
  delivered_at timestamptz,
  last_error text not null default '',
  created_at timestamptz not null,
  unique (webhook_id, event_id),
  -- Told, given up, or waiting for its next try.
  check (delivered_at is null or next_try_at is null)
);
create index webhook_delivery_due on webhook_delivery (next_try_at) where next_try_at is not null;

-- What other systems pull, in the order of its changes.
create index finding_by_change on finding (updated_at, id);
create index case_file_by_change on case_file (updated_at, id);
