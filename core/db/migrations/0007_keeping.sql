-- Keeping: terms, holds, quarantine, destruction by two people, scrubbing, and the register of signing keys. Acts are rows, never edits.

-- Terms are data: which version counts is chosen by the day of the seal. No term at all: kept until somebody sets one.
create table retention_class (
  code text not null check (code ~ '^[a-z][a-z0-9-]{0,40}$'),
  label text not null,
  keep_days int check (keep_days > 0),
  -- The document on which the term rests, as the office names it.
  basis text not null,
  effective_from date not null,
  effective_to date check (effective_to > effective_from),
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (code, effective_from)
);
insert into retention_class (code, label, keep_days, basis, effective_from, changed_by, changed_at)
values ('default', 'Mặc định: lưu đến khi đơn vị đặt thời hạn', null, '', '2000-01-01', 'system', now());

create table capture_retention (
  id bigint generated always as identity primary key,
  capture_id uuid not null references seal (capture_id),
  class_code text not null,
  reason text not null check (btrim(reason) <> ''),
  set_by text not null,
  set_at timestamptz not null
);
create index capture_retention_newest on capture_retention (capture_id, id desc);
create trigger capture_retention_append_only before update or delete or truncate on capture_retention for each statement execute function refuse_change();

create table evidence_hold (
  id uuid primary key,
  capture_id uuid not null references seal (capture_id),
  reason text not null check (btrim(reason) <> ''),
  set_by text not null,
  set_at timestamptz not null,
  ledger_seq bigint not null unique references ledger (seq)
);
create index evidence_hold_by_capture on evidence_hold (capture_id);
create trigger evidence_hold_append_only before update or delete or truncate on evidence_hold for each statement execute function refuse_change();

create table evidence_hold_lift (
  hold_id uuid primary key references evidence_hold (id),
  reason text not null check (btrim(reason) <> ''),
  lifted_by text not null,
  lifted_at timestamptz not null,
  ledger_seq bigint not null unique references ledger (seq)
);
create trigger evidence_hold_lift_append_only before update or delete or truncate on evidence_hold_lift for each statement execute function refuse_change();

create table quarantine (
  id uuid primary key,
  capture_id uuid not null references seal (capture_id),
  reason text not null check (btrim(reason) <> ''),
  set_by text not null,
  set_at timestamptz not null,
  ledger_seq bigint not null unique references ledger (seq)
);
create index quarantine_by_capture on quarantine (capture_id);
create trigger quarantine_append_only before update or delete or truncate on quarantine for each statement execute function refuse_change();

create table quarantine_lift (
  quarantine_id uuid primary key references quarantine (id),
  reason text not null check (btrim(reason) <> ''),
  lifted_by text not null,
  lifted_at timestamptz not null,
  ledger_seq bigint not null unique references ledger (seq)
);
create trigger quarantine_lift_append_only before update or delete or truncate on quarantine_lift for each statement execute function refuse_change();

create table destruction_request (
  id uuid primary key,
  capture_id uuid not null references seal (capture_id),
  -- The term is over, or it is material that may not be held.
  ground text not null check (ground in ('term-over', 'may-not-be-held')),
  reason text not null check (btrim(reason) <> ''),
  asked_by text not null check (btrim(asked_by) <> ''),
  asked_at timestamptz not null,
  ledger_seq bigint not null unique references ledger (seq),
  unique (id, capture_id, asked_by)
);
create trigger destruction_request_append_only before update or delete or truncate on destruction_request for each statement execute function refuse_change();

create table destruction_refusal (
  request_id uuid primary key references destruction_request (id),
  reason text not null check (btrim(reason) <> ''),
  refused_by text not null,
  refused_at timestamptz not null,
  ledger_seq bigint not null unique references ledger (seq)
);
create trigger destruction_refusal_append_only before update or delete or truncate on destruction_refusal for each statement execute function refuse_change();

-- The tombstone: the seal row stays, this says that its bytes are gone, by whom, and under which minutes.
create table destruction (
  request_id uuid primary key,
  capture_id uuid not null unique,
  asked_by text not null,
  confirmed_by text not null,
  confirmed_at timestamptz not null,
  number text not null unique,
  -- Canonical JSON, vonggac-destruction/1.
  minutes text not null,
  minutes_sha256 bytea not null check (octet_length(minutes_sha256) = 32),
  ledger_seq bigint not null unique references ledger (seq),
  foreign key (request_id, capture_id, asked_by) references destruction_request (id, capture_id, asked_by),
  constraint destruction_two_people check (lower(btrim(confirmed_by)) <> lower(btrim(asked_by)) and btrim(confirmed_by) <> '')
);
create trigger destruction_append_only before update or delete or truncate on destruction for each statement execute function refuse_change();

create function refuse_destruction() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from evidence_hold h
    where h.capture_id = new.capture_id and not exists (select 1 from evidence_hold_lift l where l.hold_id = h.id)
  ) then
    raise exception 'a hold stands on capture %', new.capture_id using errcode = 'VG001';
  end if;
  if exists (
    select 1 from seal_base b
    where b.base_capture_id = new.capture_id
      and not exists (select 1 from destruction d where d.capture_id = b.capture_id)
  ) then
    raise exception 'other sealed captures keep bodies in capture %', new.capture_id using errcode = 'VG001';
  end if;
  if exists (select 1 from destruction_refusal r where r.request_id = new.request_id) then
    raise exception 'request % was refused', new.request_id using errcode = 'VG001';
  end if;
  return new;
end $$;
create trigger destruction_not_held before insert on destruction for each row execute function refuse_destruction();

-- The bytes are gone; written last, so that a kill between leaves work to be finished.
create table destruction_done (
  request_id uuid primary key references destruction (request_id),
  done_at timestamptz not null
);
create trigger destruction_done_append_only before update or delete or truncate on destruction_done for each statement execute function refuse_change();

create table scrub_round (
  id uuid primary key,
  asked_by text not null,
  -- All objects, or those longest not looked at within the budget.
  is_all boolean not null,
  budget_bytes bigint not null check (budget_bytes > 0),
  started_at timestamptz not null,
  finished_at timestamptz,
  moved_at timestamptz not null,
  after_capture uuid,
  checked int not null default 0,
  checked_bytes bigint not null default 0
);
create unique index scrub_round_open on scrub_round ((true)) where finished_at is null;

create table scrub_check (
  capture_id uuid primary key references seal (capture_id),
  checked_at timestamptz not null
);

create table scrub_problem (
  id bigint generated always as identity primary key,
  key text not null,
  kind text not null check (kind in ('missing', 'changed', 'unreadable', 'unknown', 'not-destroyed', 'not-quarantined', 'custody')),
  detail text not null,
  capture_id uuid references seal (capture_id),
  found_at timestamptz not null,
  settled_at timestamptz
);
create unique index scrub_problem_open on scrub_problem (key, kind) where settled_at is null;

create table signing_key (
  fingerprint text primary key check (fingerprint ~ '^[0-9a-f]{64}$'),
  public_pem text not null,
  created_at timestamptz not null,
  created_by text not null,
  ledger_seq bigint not null unique references ledger (seq)
);
create trigger signing_key_append_only before update or delete or truncate on signing_key for each statement execute function refuse_change();

create table signing_key_retired (
  fingerprint text primary key references signing_key (fingerprint),
  retired_at timestamptz not null,
  retired_by text not null,
  reason text not null check (btrim(reason) <> ''),
  ledger_seq bigint not null unique references ledger (seq)
);
create trigger signing_key_retired_append_only before update or delete or truncate on signing_key_retired for each statement execute function refuse_change();
