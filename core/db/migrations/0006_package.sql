-- Sealed packages that left this house, what they held, and each time one was handed over. Acts are rows, never edits.
create table package (
  id uuid primary key,
  sha256 bytea not null unique check (octet_length(sha256) = 32),
  size_bytes bigint not null check (size_bytes > 0),
  -- What the package's signature stands over.
  package_json_sha256 bytea not null check (octet_length(package_json_sha256) = 32),
  key_fingerprint text not null,
  office text not null,
  purpose text not null check (btrim(purpose) <> ''),
  made_by text not null,
  -- The moment that the package itself states.
  created_at timestamptz not null,
  ledger_seq bigint not null unique references ledger (seq),
  -- Never filled: foreign keys lock the row by the right to this column alone (core/db/rights.ts).
  row_lock boolean check (row_lock is null)
);
create trigger package_append_only before update or delete or truncate on package for each statement execute function refuse_change();

create table package_capture (
  package_id uuid not null references package (id),
  capture_id uuid not null references seal (capture_id),
  -- 1, 2, 3 … as the package lists them.
  position int not null check (position > 0),
  primary key (package_id, capture_id)
);
create index package_capture_by_capture on package_capture (capture_id);
create trigger package_capture_append_only before update or delete or truncate on package_capture for each statement execute function refuse_change();

create table handover (
  id uuid primary key,
  package_id uuid not null references package (id),
  given_to text not null check (btrim(given_to) <> ''),
  given_by text not null check (btrim(given_by) <> ''),
  -- Of the file before the act, and of the copy that was handed over.
  sha256_before bytea not null check (octet_length(sha256_before) = 32),
  sha256_after bytea not null check (octet_length(sha256_after) = 32),
  at timestamptz not null,
  ledger_seq bigint not null unique references ledger (seq),
  check (sha256_before = sha256_after)
);
create index handover_by_package on handover (package_id);
create trigger handover_append_only before update or delete or truncate on handover for each statement execute function refuse_change();
