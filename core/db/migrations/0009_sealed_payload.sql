-- Where a payload stands whole in a sealed package: a recapture of the same target refers to it instead of keeping it again.
create table sealed_payload (
  sha256 bytea not null check (octet_length(sha256) = 32),
  size_bytes bigint not null check (size_bytes > 0),
  capture_id uuid not null references seal (capture_id),
  target_id uuid not null references target (id),
  record text not null,
  uri text not null,
  record_date text not null,
  primary key (target_id, sha256)
);

-- Which packages a package refers to: they travel together, and the base outlives what refers to it.
create table seal_base (
  capture_id uuid not null references seal (capture_id),
  base_capture_id uuid not null references seal (capture_id),
  payloads int not null check (payloads > 0),
  size_bytes bigint not null check (size_bytes > 0),
  primary key (capture_id, base_capture_id)
);
create index seal_base_base on seal_base (base_capture_id);
create trigger seal_base_append_only before update or delete or truncate on seal_base for each statement execute function refuse_change();
