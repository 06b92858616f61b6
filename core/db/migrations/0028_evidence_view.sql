-- The stop key "xâm hại trẻ em" (house law 2): who stopped the viewing of which address, when; address and time are kept, nothing of the page.
create table viewing_stop (
  id uuid primary key,
  capture_id uuid not null references seal (capture_id),
  target_id uuid not null references target (id),
  url text not null,
  captured_at timestamptz not null,
  note text not null default '',
  stopped_by text not null,
  stopped_at timestamptz not null
);
create index viewing_stop_by_target on viewing_stop (target_id, stopped_at desc);
create trigger viewing_stop_append_only before update or delete or truncate on viewing_stop for each statement execute function refuse_change();

-- A finding that nobody may look at any longer is neither confirmed nor dismissed.
alter table finding drop constraint finding_status_check;
alter table finding add constraint finding_status_check check (status in ('new', 'confirmed', 'dismissed', 'stopped'));

-- The timeline of a target asks for its captures by time.
create index capture_by_target on capture (target_id, queued_at desc);

-- "The same content elsewhere" asks by hash over all targets.
create index sealed_payload_by_hash on sealed_payload (sha256);
