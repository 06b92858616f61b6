-- The custody log as a Merkle tree: full tiles, signed checkpoints, witnesses' cosignatures and alarms. All append-only.

-- C2SP tlog-tiles, full ones only: what is missing at the right edge is derived from the rows. Derivable as a whole.
create table ledger_tile (
  level smallint not null check (level between 0 and 6),
  index bigint not null check (index >= 0),
  hashes bytea not null check (octet_length(hashes) = 8192),
  -- The root over the 256 hashes: one hash of the tile above.
  root bytea not null check (octet_length(root) = 32),
  primary key (level, index)
);
create trigger ledger_tile_append_only before update or delete or truncate on ledger_tile for each statement execute function refuse_change();

create table checkpoint (
  origin text not null,
  size bigint not null check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  -- Verifier key of the log, and the note as the log alone signed it.
  log_key text not null,
  note text not null,
  at timestamptz not null,
  primary key (origin, size)
);
create index checkpoint_by_time on checkpoint (at);
create trigger checkpoint_append_only before update or delete or truncate on checkpoint for each statement execute function refuse_change();

create table cosignature (
  origin text not null,
  size bigint not null check (size > 0),
  witness_key text not null,
  -- The signature line as the witness gave it, verified; `at` is the time it states.
  line text not null,
  at timestamptz not null,
  primary key (origin, size, witness_key)
);
create index cosignature_by_witness on cosignature (witness_key, at);
create trigger cosignature_append_only before update or delete or truncate on cosignature for each statement execute function refuse_change();

-- What a witness, or this house's own memory (witness_key empty), holds against the log. `settled` ends those before it.
create table witness_alarm (
  id bigint generated always as identity primary key,
  witness_key text not null,
  kind text not null check (kind in ('rollback', 'fork', 'rewritten', 'settled')),
  detail text not null,
  at timestamptz not null
);
create trigger witness_alarm_append_only before update or delete or truncate on witness_alarm for each statement execute function refuse_change();

create index ledger_by_subject on ledger (subject, seq);

-- A foreign key locks the row it points at with the owner's right to update some column. Where the owner is the application's
-- own role, every other column can be revoked from it (see core/db/grants.ts); this one is never filled, and the trigger holds.
alter table ledger add column row_lock boolean check (row_lock is null);
alter table seal add column row_lock boolean check (row_lock is null);
