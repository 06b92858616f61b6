-- The house's tables. Forward only. Evidence, decisions, custody and events are append-only, held by a trigger.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create table setting (
  name text primary key,
  value jsonb not null,
  changed_at timestamptz not null default now(),
  changed_by text not null
);

create table person (
  id uuid primary key,
  login text not null unique check (login = lower(login)),
  name text not null,
  role text not null check (role in ('admin', 'monitor', 'lead')),
  password_hash text not null,
  must_change_password boolean not null default true,
  failed_attempts int not null default 0,
  locked_until timestamptz,
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);

-- Only the sha256 of the session token is kept.
create table session (
  token_sha256 bytea primary key check (octet_length(token_sha256) = 32),
  person_id uuid not null references person (id),
  csrf_token text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  user_agent text not null
);
create index session_person on session (person_id);

create table target (
  id uuid primary key,
  url text not null unique,
  kind text not null check (kind in ('site', 'account')),
  label text not null default '',
  note text not null default '',
  cadence_minutes int check (cadence_minutes > 0),
  paused boolean not null default false,
  next_scan_at timestamptz,
  created_at timestamptz not null,
  created_by text not null
);

create table scan (
  id uuid primary key,
  target_id uuid not null references target (id),
  state text not null check (state in ('running', 'done')),
  asked_by text not null,
  reason text not null,
  max_pages int not null check (max_pages > 0),
  queued_at timestamptz not null,
  finished_at timestamptz,
  -- How it ended, in words a person can act on; null while running.
  outcome text check (outcome in ('scanned', 'challenge', 'login-wall', 'parked', 'soft-404', 'error', 'empty', 'unreachable', 'refused', 'robots', 'no-preview', 'gone', 'failed')),
  outcome_reason text not null default '',
  check ((state = 'done') = (outcome is not null))
);
-- One open scan a target: asking twice joins the scan that runs.
create unique index scan_open on scan (target_id) where state = 'running';
create index scan_by_target on scan (target_id, queued_at desc);

create table page (
  id uuid primary key,
  scan_id uuid not null references scan (id),
  url text not null,
  -- From which place it is looked at: a desktop, a phone, or a visitor who comes from a search engine.
  vantage text not null check (vantage in ('desktop', 'mobile', 'search')),
  position int not null,
  why text not null,
  state text not null check (state in ('queued', 'fetched', 'failed')),
  queued_at timestamptz not null,
  fetched_at timestamptz,
  via text check (via in ('http', 'browser')),
  final_url text,
  status int,
  condition text,
  condition_reason text not null default '',
  title text not null default '',
  tls jsonb,
  server_ip text,
  server_note text not null default '',
  -- The visit's exchanges as a blob folder listing (JSON), kept so that the seal can hold the scan's own response.
  exchanges jsonb,
  html_sha256 bytea check (octet_length(html_sha256) = 32),
  facts jsonb,
  detection jsonb,
  error text not null default '',
  unique (scan_id, url, vantage)
);
create index page_queued on page (scan_id) where state = 'queued';

create table capture (
  id uuid primary key,
  target_id uuid references target (id),
  scan_id uuid references scan (id),
  page_id uuid unique references page (id),
  url text not null,
  vantage text not null check (vantage in ('desktop', 'mobile', 'search')),
  asked_by text not null,
  reason text not null,
  state text not null check (state in ('queued', 'captured', 'sealed', 'not-captured', 'failed')),
  status text check (status in ('captured', 'partial', 'challenge', 'login-wall', 'parked', 'soft-404', 'error', 'refused', 'unreachable')),
  status_reason text not null default '',
  queued_at timestamptz not null,
  captured_at timestamptz,
  attempts int not null default 0,
  error text not null default ''
);
create index capture_by_scan on capture (scan_id);

create table ledger (
  seq bigint primary key check (seq > 0),
  at timestamptz not null,
  actor text not null,
  act text not null,
  subject text not null,
  sha256 bytea check (octet_length(sha256) = 32),
  -- The entry's canonical JSON, byte for byte what was hashed.
  entry text not null,
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  chain_hash bytea not null check (octet_length(chain_hash) = 32)
);
create trigger ledger_append_only before update or delete or truncate on ledger for each statement execute function refuse_change();

create table seal (
  capture_id uuid primary key references capture (id),
  store_key text not null unique,
  sha256 bytea not null unique check (octet_length(sha256) = 32),
  size_bytes bigint not null check (size_bytes > 0),
  manifest_sha256 bytea not null check (octet_length(manifest_sha256) = 32),
  key_fingerprint text not null,
  detection jsonb,
  -- What the desk shows without opening the package: bundle facts without bodies.
  summary jsonb not null,
  sealed_at timestamptz not null,
  ledger_seq bigint not null unique references ledger (seq)
);
create trigger seal_append_only before update or delete or truncate on seal for each statement execute function refuse_change();

-- Law 1: evidence before finding. The foreign key says so.
create table finding (
  id uuid primary key,
  target_id uuid not null references target (id),
  category text not null,
  url text not null,
  host text not null,
  vantage text not null,
  title text not null default '',
  verdict text not null check (verdict in ('flag', 'review')),
  score real not null,
  signals jsonb not null,
  -- False where the capture did not show what the scan had seen; such a finding stays below a flag.
  reproduced boolean not null,
  capture_id uuid not null references seal (capture_id),
  status text not null check (status in ('new', 'confirmed', 'dismissed')) default 'new',
  search text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (reproduced or verdict = 'review'),
  check (category <> 'false_information' or verdict = 'review')
);
-- One undecided finding a target and category: a later scan adds its capture to it.
create unique index finding_open on finding (target_id, category) where status = 'new';
create index finding_queue on finding (status, verdict, score desc, created_at);

create table finding_capture (
  finding_id uuid not null references finding (id),
  capture_id uuid not null references seal (capture_id),
  at timestamptz not null,
  primary key (finding_id, capture_id)
);

create table claim (
  finding_id uuid primary key references finding (id),
  person_id uuid not null references person (id),
  until timestamptz not null
);

create table decision (
  id uuid primary key,
  finding_id uuid not null references finding (id),
  actor text not null,
  verdict text not null check (verdict in ('confirm', 'dismiss', 'reopen')),
  reason text not null check (reason <> ''),
  note text not null default '',
  capture_id uuid not null references seal (capture_id),
  at timestamptz not null
);
create index decision_by_finding on decision (finding_id, at);
create trigger decision_append_only before update or delete or truncate on decision for each statement execute function refuse_change();

-- No foreign key to person: the trail outlives the account.
create table event (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  act text not null,
  object text not null,
  detail jsonb not null default '{}'
);
create trigger event_append_only before update or delete or truncate on event for each statement execute function refuse_change();

create table host_turn (
  host text primary key,
  holder uuid,
  lease_until timestamptz,
  next_at timestamptz not null,
  back_offs int not null default 0
);

create table robots_answer (
  origin text primary key,
  status int not null,
  body text not null,
  fetched_at timestamptz not null
);

create table request_log (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  host text not null,
  method text not null,
  url text not null,
  via text not null,
  purpose text not null,
  status int,
  ip text,
  outcome text not null,
  reason text not null default '',
  size_bytes bigint not null,
  took_ms real not null
);
create index request_log_host on request_log (host, at);

create table licence_register (
  id uuid primary key,
  name text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  imported_at timestamptz not null,
  imported_by text not null
);

create table licence (
  register_id uuid not null references licence_register (id) on delete cascade,
  row_number int not null,
  number text not null,
  issuer text not null,
  issued_on date,
  expires_on date,
  owner text not null,
  domains text[] not null,
  kind text not null,
  raw text not null,
  primary key (register_id, row_number)
);

create table brand_card (
  brand text primary key,
  domains text[] not null,
  aliases text[] not null,
  changed_at timestamptz not null
);

create table outbox (
  id bigint generated always as identity primary key,
  job text not null,
  data jsonb not null,
  key text not null,
  not_before timestamptz,
  created_at timestamptz not null default now()
);

-- Dead jobs stay visible with their reason.
create table dead_job (
  id bigint generated always as identity primary key,
  job text not null,
  key text not null,
  data jsonb not null,
  error text not null,
  attempts int not null,
  at timestamptz not null
);
