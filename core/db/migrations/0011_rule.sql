-- Rules in their life: states, shadow hits and their reviews, backtests; labels of hosts with an expiry. Acts are rows, never edits.

-- The newest row of a rule's version is its state; without one, the state that its pack writes counts.
create table rule_state (
  id bigint generated always as identity primary key,
  rule text not null,
  version text not null check (version ~ '^[0-9a-f]{12}$'),
  from_state text not null check (from_state in ('draft', 'shadow', 'live', 'retired')),
  to_state text not null check (to_state in ('draft', 'shadow', 'live', 'retired')),
  actor text not null check (btrim(actor) <> ''),
  reason text not null check (btrim(reason) <> ''),
  at timestamptz not null,
  check (from_state <> to_state)
);
create index rule_state_newest on rule_state (rule, version, id desc);
create trigger rule_state_append_only before update or delete or truncate on rule_state for each statement execute function refuse_change();

-- A rule in shadow fired on a page. The words stand in the page's own detection, and leave with it.
create table shadow_hit (
  id uuid primary key,
  rule text not null,
  version text not null check (version ~ '^[0-9a-f]{12}$'),
  category text not null,
  target_id uuid not null references target (id),
  page_id uuid not null references page (id),
  at timestamptz not null,
  unique (rule, version, target_id)
);
create trigger shadow_hit_append_only before update or delete or truncate on shadow_hit for each statement execute function refuse_change();

-- The newest review of a hit counts.
create table shadow_review (
  id bigint generated always as identity primary key,
  hit_id uuid not null references shadow_hit (id),
  verdict text not null check (verdict in ('hit', 'false-alarm', 'unsure')),
  note text not null default '',
  actor text not null check (btrim(actor) <> ''),
  at timestamptz not null
);
create index shadow_review_newest on shadow_review (hit_id, id desc);
create trigger shadow_review_append_only before update or delete or truncate on shadow_review for each statement execute function refuse_change();

create table backtest (
  id uuid primary key,
  rule text not null,
  version text not null check (version ~ '^[0-9a-f]{12}$'),
  -- What was gone through, in words, and the sha256 over what each page was.
  corpus text not null,
  inputs_sha256 bytea not null check (octet_length(inputs_sha256) = 32),
  result_sha256 bytea not null check (octet_length(result_sha256) = 32),
  -- Packs, banks, cards and register that it was run with.
  knowledge_sha256 bytea not null check (octet_length(knowledge_sha256) = 32),
  pages int not null check (pages > 0),
  fired int not null check (fired >= 0),
  not_fired int not null check (not_fired >= 0),
  skipped int not null check (skipped >= 0),
  actor text not null check (btrim(actor) <> ''),
  at timestamptz not null,
  check (pages = fired + not_fired + skipped)
);
create index backtest_by_rule on backtest (rule, version, at desc);
create trigger backtest_append_only before update or delete or truncate on backtest for each statement execute function refuse_change();

-- What is known of a host for a time: "registry.press". It ends by itself; an earlier end is a row of its own.
create table host_label (
  id bigint generated always as identity primary key,
  host text not null check (host = lower(host) and host <> ''),
  name text not null check (name ~ '^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$'),
  reason text not null check (btrim(reason) <> ''),
  actor text not null check (btrim(actor) <> ''),
  at timestamptz not null,
  until timestamptz not null,
  check (until > at)
);
create index host_label_by_host on host_label (host);
create trigger host_label_append_only before update or delete or truncate on host_label for each statement execute function refuse_change();

create table host_label_removal (
  label_id bigint primary key references host_label (id),
  reason text not null check (btrim(reason) <> ''),
  actor text not null check (btrim(actor) <> ''),
  at timestamptz not null
);
create trigger host_label_removal_append_only before update or delete or truncate on host_label_removal for each statement execute function refuse_change();

create index decision_recent on decision (at);
