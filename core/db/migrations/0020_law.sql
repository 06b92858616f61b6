-- Law by date: instruments, articles, competences, terms, holidays and partner agencies as records with their validity, source and mark.

-- Rows are never edited and never deleted: what was cited stays as it was. A change is a new row of the same series; the old one is closed by its
-- last day, or set aside with a reason where it was wrong. `mark` says how far the row was checked: P primary text read, 2 two independent
-- secondary sources, 1 one secondary source, K general knowledge, ? unknown or contradictory. `origin` is shipped or office.
create function guard_law_row() returns trigger language plpgsql as $$
declare
  mutable text[] := array['effective_to', 'replaced_by', 'withdrawn_at', 'withdrawn_by', 'withdraw_reason'];
begin
  if tg_op = 'DELETE' then
    raise exception 'rows of table % are never deleted', tg_table_name using errcode = 'restrict_violation';
  end if;
  if (to_jsonb(new) - mutable) is distinct from (to_jsonb(old) - mutable) then
    raise exception 'a row of % is not edited: add a new version', tg_table_name using errcode = 'VG002';
  end if;
  if old.withdrawn_at is not null and new.withdrawn_at is distinct from old.withdrawn_at then
    raise exception 'this row of % was set aside before', tg_table_name using errcode = 'VG002';
  end if;
  return new;
end $$;

create table law_instrument (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9.-]{1,80}$'),
  -- What articles refer to; versions of one instrument's row share it.
  series text not null,
  kind text not null check (kind in ('law', 'decree', 'circular', 'decision', 'plan', 'other')),
  number text not null,
  title text not null,
  issuer text not null default '',
  issued_on date,
  effective_from date,
  effective_to date,
  -- Series of the instrument that follows.
  replaced_by text,
  -- Article that says that conduct of before is judged by the older text unless this one is lighter; '' where none is known.
  lighter_article text not null default '',
  note text not null default '',
  source text not null,
  mark text not null check (mark in ('P', '2', '1', 'K', '?')),
  origin text not null check (origin in ('shipped', 'office')),
  changed_by text not null,
  changed_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdraw_reason text,
  check (effective_to is null or effective_from is null or effective_to >= effective_from)
);

create table law_article (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9.-]{1,80}$'),
  series text not null,
  instrument text not null,
  -- 'duty' what must be done, 'sanction' what may be imposed, 'crime' what belongs to the police.
  kind text not null check (kind in ('duty', 'sanction', 'crime')),
  -- As it is cited: "Điều 95 khoản 1 điểm a"; '' while the article is not known.
  article text not null default '',
  conduct text not null,
  -- Categories of findings; 'any' suits every one of them.
  categories text[] not null default '{}',
  amount_from bigint check (amount_from >= 0),
  amount_to bigint check (amount_to > 0),
  amount_is text check (amount_is in ('individual', 'organisation')),
  -- The other's amount: an organisation pays so many times what a person pays.
  organisation_factor double precision not null default 2 check (organisation_factor > 0),
  remedies text[] not null default '{}',
  additional text[] not null default '{}',
  -- Series of older articles on the same conduct: what "unless the new one is lighter" compares.
  follows text[] not null default '{}',
  effective_from date,
  effective_to date,
  note text not null default '',
  source text not null,
  mark text not null check (mark in ('P', '2', '1', 'K', '?')),
  origin text not null check (origin in ('shipped', 'office')),
  changed_by text not null,
  changed_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdraw_reason text,
  check ((amount_from is null) = (amount_to is null) and (amount_from is null or amount_is is not null)),
  check (amount_from <= amount_to),
  check (effective_to is null or effective_from is null or effective_to >= effective_from)
);

create table law_competence (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9.-]{1,80}$'),
  series text not null,
  instrument text not null,
  article text not null default '',
  position text not null,
  -- đồng; null where the instrument sets none or it is not known.
  ceiling_individual bigint check (ceiling_individual > 0),
  ceiling_organisation bigint check (ceiling_organisation > 0),
  effective_from date,
  effective_to date,
  note text not null default '',
  source text not null,
  mark text not null check (mark in ('P', '2', '1', 'K', '?')),
  origin text not null check (origin in ('shipped', 'office')),
  changed_by text not null,
  changed_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdraw_reason text,
  check (effective_to is null or effective_from is null or effective_to >= effective_from)
);

create table law_term (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9.-]{1,80}$'),
  series text not null,
  instrument text not null,
  article text not null default '',
  -- What has to be done by then, as deadlines are named.
  label text not null,
  -- What starts it, of the closed list in core/nouns/law.ts; a yearly date starts by itself.
  event text not null,
  amount int check (amount > 0),
  unit text check (unit in ('hours', 'working-days', 'days', 'months', 'years')),
  -- MM-DD of a date that comes every year; `is_before` where it must be done before that day.
  month_day text check (month_day ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'),
  is_before boolean not null default false,
  -- Whether an end on a day off moves to the next working day; a limitation does not move.
  moves_on boolean not null default true,
  effective_from date,
  effective_to date,
  note text not null default '',
  source text not null,
  mark text not null check (mark in ('P', '2', '1', 'K', '?')),
  origin text not null check (origin in ('shipped', 'office')),
  changed_by text not null,
  changed_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdraw_reason text,
  check ((amount is null) = (unit is null)),
  check (amount is null or month_day is null),
  check (effective_to is null or effective_from is null or effective_to >= effective_from)
);

create table holiday (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9.-]{1,80}$'),
  -- The day itself.
  series text not null,
  day date not null,
  name text not null check (btrim(name) <> ''),
  kind text not null check (kind in ('off', 'make-up-working')),
  note text not null default '',
  source text not null,
  mark text not null check (mark in ('P', '2', '1', 'K', '?')),
  origin text not null check (origin in ('shipped', 'office')),
  changed_by text not null,
  changed_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdraw_reason text
);
create unique index holiday_once on holiday (day) where withdrawn_at is null;

create table agency (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9.-]{1,80}$'),
  series text not null,
  name text not null check (btrim(name) <> ''),
  kind text not null check (kind in ('police', 'department', 'committee', 'ministry', 'registrar', 'platform', 'press', 'market', 'court', 'other')),
  address text not null default '',
  email text not null default '',
  phone text not null default '',
  aliases text[] not null default '{}',
  effective_from date,
  effective_to date,
  note text not null default '',
  source text not null,
  mark text not null check (mark in ('P', '2', '1', 'K', '?')),
  origin text not null check (origin in ('shipped', 'office')),
  changed_by text not null,
  changed_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by text,
  withdraw_reason text,
  -- Folded words of name, aliases and address (core/text.ts).
  search text not null default '',
  check (effective_to is null or effective_from is null or effective_to >= effective_from)
);
create index agency_by_name on agency (name) where withdrawn_at is null;

-- One standing row per series and first day.
create unique index law_instrument_once on law_instrument (series, coalesce(effective_from, '-infinity')) where withdrawn_at is null;
create unique index law_article_once on law_article (series, coalesce(effective_from, '-infinity')) where withdrawn_at is null;
create unique index law_competence_once on law_competence (series, coalesce(effective_from, '-infinity')) where withdrawn_at is null;
create unique index law_term_once on law_term (series, coalesce(effective_from, '-infinity')) where withdrawn_at is null;
create unique index agency_once on agency (series, coalesce(effective_from, '-infinity')) where withdrawn_at is null;

create trigger law_instrument_guarded before update or delete on law_instrument for each row execute function guard_law_row();
create trigger law_article_guarded before update or delete on law_article for each row execute function guard_law_row();
create trigger law_competence_guarded before update or delete on law_competence for each row execute function guard_law_row();
create trigger law_term_guarded before update or delete on law_term for each row execute function guard_law_row();
create trigger holiday_guarded before update or delete on holiday for each row execute function guard_law_row();
create trigger agency_guarded before update or delete on agency for each row execute function guard_law_row();

-- Re-checks of takedowns: an address that could not be seen is looked at again before the check is settled; every look stays.
alter table takedown_check add column attempts int not null default 0;
alter table takedown_check add column next_at timestamptz;
create table takedown_look (
  id uuid primary key,
  check_id uuid not null references takedown_check (id),
  at timestamptz not null,
  capture_id uuid references capture (id),
  result text not null check (result in ('still-up', 'changed', 'gone', 'unreachable', 'not-captured')),
  -- HTTP status, DNS answer, registration status: what the result rests on.
  facts jsonb not null default '{}',
  note text not null default ''
);
create index takedown_look_by_check on takedown_look (check_id, at);
create trigger takedown_look_append_only before update or delete or truncate on takedown_look for each statement execute function refuse_change();

-- What was removed and is back: said until somebody has seen it.
alter table takedown add column returned_at timestamptz;
alter table takedown add column returned_seen_by text;
alter table takedown add column returned_seen_at timestamptz;
create index takedown_returned on takedown (returned_at) where returned_at is not null and returned_seen_at is null;
