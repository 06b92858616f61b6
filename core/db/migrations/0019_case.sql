-- Cases: subject, identifiers, exhibits, tasks, referrals, takedowns, outcomes, and a state machine that the database itself holds.

-- The states of law-and-workflow.md section F; what they are called is a setting of the office.
create table case_state (
  code text primary key check (code ~ '^[a-z][a-z-]{1,30}$'),
  position int not null unique,
  -- A case here is over: no deadline runs.
  is_final boolean not null default false
);
insert into case_state (code, position, is_final) values
  ('verifying', 1, false),        -- XAC_MINH
  ('waiting', 2, false),          -- CHO_THONG_TIN
  ('assessment', 3, false),       -- GIAM_DINH
  ('proposed', 4, false),         -- DE_XUAT
  ('approved', 5, false),         -- DUYET
  ('takedown', 6, false),         -- GO_BO
  ('removed', 7, false),          -- DA_GO
  ('not-removed', 8, false),      -- KHONG_GO
  ('recording', 9, false),        -- LAP_BB
  ('explanation', 10, false),     -- GIAI_TRINH
  ('sanctioned', 11, false),      -- QD_XP
  ('complaint', 12, false),       -- KHIEU_NAI
  ('enforcement', 13, false),     -- THI_HANH
  ('coercion', 14, false),        -- CUONG_CHE
  ('police', 15, false),          -- CHUYEN_CA
  ('police-received', 16, false), -- CA_TIEP_NHAN
  ('police-verifying', 17, false),-- DANG_XM
  ('prosecuted', 18, false),      -- KHOI_TO
  ('not-prosecuted', 19, false),  -- KHONG_KT
  ('transferred', 20, false),     -- CHUYEN_CQ
  ('reminded', 21, false),        -- NHAC_NHO
  ('following', 22, false),       -- THEO_DOI
  ('closed', 23, true),           -- KET_THUC
  ('archived', 24, true),         -- LUU
  ('rejected', 25, true),         -- LOAI
  ('duplicate', 26, true),        -- TRUNG
  ('out-of-area', 27, true);      -- NGOAI_DIA_BAN

-- Which step may follow which, by whom, and what must stand before it. `needs` is a closed list that the trigger below checks.
create table case_transition (
  from_state text not null references case_state (code),
  to_state text not null references case_state (code),
  roles text[] not null,
  needs text[] not null default '{}',
  primary key (from_state, to_state),
  check (from_state <> to_state),
  check (needs <@ array['exhibit', 'other-person', 'package'])
);
insert into case_transition (from_state, to_state, roles, needs) values
  ('verifying', 'waiting', '{monitor,inspector,lead}', '{}'),
  ('waiting', 'verifying', '{monitor,inspector,lead}', '{}'),
  ('verifying', 'assessment', '{monitor,inspector,lead}', '{}'),
  ('assessment', 'verifying', '{assessor,monitor,inspector,lead}', '{}'),
  ('verifying', 'proposed', '{monitor,inspector,lead}', '{exhibit}'),
  ('verifying', 'rejected', '{lead}', '{}'),
  ('verifying', 'duplicate', '{monitor,inspector,lead}', '{}'),
  ('verifying', 'out-of-area', '{lead}', '{}'),
  ('proposed', 'verifying', '{monitor,inspector,lead,approver}', '{}'),
  ('proposed', 'approved', '{approver}', '{exhibit,other-person}'),
  ('approved', 'takedown', '{approver,lead,clerk}', '{}'),
  ('approved', 'recording', '{inspector,approver}', '{}'),
  ('approved', 'police', '{approver}', '{package}'),
  ('approved', 'transferred', '{approver,lead}', '{package}'),
  ('approved', 'reminded', '{approver,lead,inspector}', '{}'),
  ('takedown', 'removed', '{monitor,inspector,lead}', '{}'),
  ('takedown', 'not-removed', '{monitor,inspector,lead}', '{}'),
  ('not-removed', 'recording', '{inspector,approver}', '{}'),
  ('not-removed', 'police', '{approver}', '{package}'),
  ('not-removed', 'takedown', '{approver,lead,clerk}', '{}'),
  ('removed', 'following', '{monitor,inspector,lead}', '{}'),
  ('removed', 'recording', '{inspector,approver}', '{}'),
  ('recording', 'explanation', '{inspector}', '{}'),
  ('recording', 'sanctioned', '{inspector,approver}', '{}'),
  ('recording', 'police', '{approver}', '{package}'),
  ('explanation', 'sanctioned', '{inspector,approver}', '{}'),
  ('explanation', 'police', '{approver}', '{package}'),
  ('sanctioned', 'enforcement', '{inspector,monitor,lead}', '{}'),
  ('sanctioned', 'complaint', '{inspector,lead}', '{}'),
  ('complaint', 'sanctioned', '{inspector,approver}', '{}'),
  ('complaint', 'enforcement', '{inspector,approver}', '{}'),
  ('complaint', 'closed', '{lead,approver}', '{}'),
  ('enforcement', 'coercion', '{inspector,approver}', '{}'),
  ('enforcement', 'following', '{inspector,monitor,lead}', '{}'),
  ('coercion', 'following', '{inspector,lead}', '{}'),
  ('police', 'police-received', '{clerk,monitor,inspector,lead}', '{}'),
  ('police-received', 'prosecuted', '{monitor,inspector,lead}', '{}'),
  ('police-received', 'police-verifying', '{monitor,inspector,lead}', '{}'),
  ('police-received', 'not-prosecuted', '{monitor,inspector,lead}', '{}'),
  ('police-verifying', 'prosecuted', '{monitor,inspector,lead}', '{}'),
  ('police-verifying', 'not-prosecuted', '{monitor,inspector,lead}', '{}'),
  ('not-prosecuted', 'recording', '{inspector,approver}', '{}'),
  ('not-prosecuted', 'closed', '{lead,approver}', '{}'),
  ('prosecuted', 'closed', '{lead,approver}', '{}'),
  ('transferred', 'closed', '{lead,approver}', '{}'),
  ('reminded', 'following', '{monitor,inspector,lead}', '{}'),
  ('reminded', 'closed', '{lead,approver}', '{}'),
  ('following', 'takedown', '{approver,lead,clerk}', '{}'),
  ('following', 'recording', '{inspector,approver}', '{}'),
  ('following', 'closed', '{lead,approver}', '{}'),
  ('closed', 'archived', '{clerk,lead,approver}', '{}'),
  ('closed', 'verifying', '{lead,approver}', '{}'),
  ('rejected', 'verifying', '{lead,approver}', '{}'),
  ('duplicate', 'verifying', '{lead,approver}', '{}'),
  ('out-of-area', 'verifying', '{lead,approver}', '{}');

create table case_file (
  id uuid primary key,
  -- Made by the program when the case is opened, e.g. HS-2026-0007; the clerk's numbers stand on documents.
  number text not null unique,
  title text not null check (btrim(title) <> ''),
  category text not null,
  -- Where the case came from: scan, letter, tip, partner, soc, manual.
  source text not null check (source in ('scan', 'letter', 'tip', 'partner', 'soc', 'manual')),
  area text not null default '',
  summary text not null default '',
  -- The law is chosen by the day of the conduct; null while it is not known.
  conduct_on date,
  detected_at timestamptz not null,
  state text not null references case_state (code) default 'verifying',
  state_at timestamptz not null,
  created_at timestamptz not null,
  created_by uuid not null references person (id),
  assigned_to uuid references person (id),
  updated_at timestamptz not null,
  -- Folded words of title, summary, subjects and identifiers (core/text.ts).
  search text not null default '',
  duplicate_of uuid references case_file (id)
);
create index case_file_list on case_file (state, updated_at desc, id);
create index case_file_mine on case_file (assigned_to, state, updated_at desc);
create index case_file_detected on case_file (detected_at);

-- Everybody who had a hand in the file's contents; none of them may approve it.
create table case_author (
  case_id uuid not null references case_file (id),
  person_id uuid not null references person (id),
  at timestamptz not null,
  primary key (case_id, person_id)
);
create trigger case_author_append_only before update or delete or truncate on case_author for each statement execute function refuse_change();

create table case_step (
  id uuid primary key,
  seq bigint generated always as identity unique,
  case_id uuid not null references case_file (id),
  from_state text not null,
  to_state text not null,
  person_id uuid not null references person (id),
  -- The login, as it stood: the trail outlives the account.
  actor text not null,
  reason text not null check (btrim(reason) <> ''),
  at timestamptz not null,
  foreign key (from_state, to_state) references case_transition (from_state, to_state)
);
create index case_step_by_case on case_step (case_id, seq desc);
create index case_step_by_state on case_step (to_state, at);
create trigger case_step_append_only before update or delete or truncate on case_step for each statement execute function refuse_change();

create table case_finding (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  finding_id uuid not null references finding (id),
  added_by text not null,
  added_at timestamptz not null,
  detached_by text,
  detached_at timestamptz,
  detach_reason text,
  check ((detached_at is null) = (detached_by is null) and (detached_at is null) = (detach_reason is null))
);
create unique index case_finding_once on case_finding (case_id, finding_id) where detached_at is null;
create index case_finding_by_finding on case_finding (finding_id) where detached_at is null;

create table case_exhibit (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  capture_id uuid not null references seal (capture_id),
  finding_id uuid references finding (id),
  position int not null check (position > 0),
  caption text not null default '',
  note text not null default '',
  added_by text not null,
  added_at timestamptz not null,
  detached_by text,
  detached_at timestamptz,
  detach_reason text,
  check ((detached_at is null) = (detached_by is null) and (detached_at is null) = (detach_reason is null))
);
create unique index case_exhibit_once on case_exhibit (case_id, capture_id) where detached_at is null;
create index case_exhibit_by_case on case_exhibit (case_id, position);

-- "Chưa xác định" is a value: a case without a known subject has a row that says so.
create table case_subject (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  kind text not null check (kind in ('person', 'organisation', 'unknown')),
  name text not null default '',
  address text not null default '',
  confidence text not null check (confidence in ('unknown', 'low', 'medium', 'high', 'confirmed')),
  note text not null default '',
  added_by text not null,
  added_at timestamptz not null,
  removed_by text,
  removed_at timestamptz
);
create index case_subject_by_case on case_subject (case_id);

create table case_identifier (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  subject_id uuid references case_subject (id),
  kind text not null check (kind in ('domain', 'url', 'account', 'phone', 'email', 'bank-account', 'ip', 'imei', 'wallet', 'licence', 'tracker', 'registrant', 'registrar', 'hosting', 'other')),
  value text not null check (btrim(value) <> ''),
  confidence text not null check (confidence in ('unknown', 'low', 'medium', 'high', 'confirmed')),
  -- Where it was read: a capture, a register, an answer of an agency.
  origin text not null default '',
  capture_id uuid references seal (capture_id),
  added_by text not null,
  added_at timestamptz not null,
  removed_by text,
  removed_at timestamptz
);
create index case_identifier_by_case on case_identifier (case_id);
create index case_identifier_by_value on case_identifier (kind, value) where removed_at is null;

create table case_task (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  title text not null check (btrim(title) <> ''),
  assigned_to uuid references person (id),
  due_on date,
  added_by text not null,
  added_at timestamptz not null,
  done_by text,
  done_at timestamptz
);
create index case_task_open on case_task (case_id) where done_at is null;

create table case_note (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  text text not null check (btrim(text) <> ''),
  added_by text not null,
  added_at timestamptz not null
);
create index case_note_by_case on case_note (case_id, added_at);
create trigger case_note_append_only before update or delete or truncate on case_note for each statement execute function refuse_change();

-- What the file says of the conduct: which articles, chosen by the day of the conduct. `article_id` is a row of law_article (migration 0020).
create table case_charge (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  article_id text not null,
  subject_id uuid references case_subject (id),
  note text not null default '',
  added_by text not null,
  added_at timestamptz not null,
  removed_by text,
  removed_at timestamptz
);
create index case_charge_by_case on case_charge (case_id);

-- A deadline of the law that runs, with the term it came from; met or overdue, never deleted.
create table case_deadline (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  -- Row of law_term (migration 0020).
  term_id text not null,
  label text not null,
  starts_at timestamptz not null,
  due_at timestamptz not null,
  met_at timestamptz,
  met_by text,
  added_at timestamptz not null
);
create index case_deadline_open on case_deadline (due_at) where met_at is null;
create index case_deadline_by_case on case_deadline (case_id);

create table case_referral (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  kind text not null check (kind in ('police', 'agency', 'verification', 'assessment', 'ministry')),
  agency text not null check (btrim(agency) <> ''),
  subject_line text not null default '',
  sent_on date,
  due_on date,
  document_id uuid,
  package_id uuid,
  receipt_number text,
  received_on date,
  reply text not null default '',
  replied_on date,
  -- What the receiving agency did with it, where it said so.
  result text check (result in ('prosecuted', 'not-prosecuted', 'verifying', 'handled', 'returned')),
  damage_vnd bigint check (damage_vnd >= 0),
  added_by text not null,
  added_at timestamptz not null
);
create index case_referral_by_case on case_referral (case_id);

create table takedown (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  -- What is to go: one address or account.
  url text not null,
  target_id uuid references target (id),
  kind text not null check (kind in ('content', 'account', 'domain-suspension', 'domain-revocation')),
  -- Who is asked: site owner, platform, registrar.
  addressee text not null check (btrim(addressee) <> ''),
  registrar text not null default '',
  channel text not null check (channel in ('letter', 'phone', 'platform-form', 'e-mail', 'other')),
  document_id uuid,
  requested_at timestamptz not null,
  due_at timestamptz,
  before_capture_id uuid references seal (capture_id),
  state text not null check (state in ('requested', 'removed', 'still-up', 'refused', 'withdrawn')) default 'requested',
  settled_at timestamptz,
  requested_by text not null
);
create index takedown_by_case on takedown (case_id);
create index takedown_open on takedown (due_at) where state = 'requested';

-- Re-checks at 1, 3, 7, 30, 90 days; each with its own capture, so that before and after stand side by side.
create table takedown_check (
  id uuid primary key,
  takedown_id uuid not null references takedown (id),
  day int not null check (day > 0),
  due_at timestamptz not null,
  done_at timestamptz,
  -- 'unreachable' and 'not-captured' are no proof that the content is gone.
  result text check (result in ('still-up', 'changed', 'gone', 'unreachable', 'not-captured')),
  capture_id uuid references capture (id),
  note text not null default '',
  unique (takedown_id, day)
);
create index takedown_check_due on takedown_check (due_at) where done_at is null;

create table case_outcome (
  id uuid primary key,
  case_id uuid not null references case_file (id),
  kind text not null check (kind in ('warning', 'fine', 'remedy', 'additional-penalty', 'prosecution', 'reminder', 'no-action', 'licence-revoked', 'account-removed', 'domain-revoked')),
  subject_id uuid references case_subject (id),
  subject_kind text check (subject_kind in ('person', 'organisation')),
  amount_vnd bigint check (amount_vnd > 0),
  article_id text,
  decision_number text not null default '',
  decided_on date not null,
  text text not null default '',
  paid_on date,
  added_by text not null,
  added_at timestamptz not null,
  check ((kind = 'fine') = (amount_vnd is not null)),
  check (kind <> 'fine' or subject_kind is not null)
);
create index case_outcome_by_case on case_outcome (case_id);
create index case_outcome_by_day on case_outcome (decided_on);
create trigger case_outcome_append_only before delete or truncate on case_outcome for each statement execute function refuse_change();

-- Packages of a case: what was sealed for whom. Once one is made, its exhibits may not be detached.
create table case_package (
  package_id uuid primary key,
  case_id uuid not null references case_file (id),
  purpose text not null,
  sealed_by text not null,
  sealed_at timestamptz not null,
  capture_ids uuid[] not null
);
create index case_package_by_case on case_package (case_id);
create trigger case_package_append_only before update or delete or truncate on case_package for each statement execute function refuse_change();

-- The state machine. A step states where it starts, must be the table's, and is taken by a person whose role may; the state follows the step.
create function check_case_step() returns trigger language plpgsql as $$
declare
  now_state text;
  rule case_transition%rowtype;
  who person%rowtype;
begin
  select state into now_state from case_file where id = new.case_id for update;
  if now_state is distinct from new.from_state then
    raise exception 'case % stands at %, not at %', new.case_id, now_state, new.from_state using errcode = 'VG002';
  end if;
  select * into rule from case_transition where from_state = new.from_state and to_state = new.to_state;
  if not found then
    raise exception 'no step leads from % to %', new.from_state, new.to_state using errcode = 'VG002';
  end if;
  select * into who from person where id = new.person_id;
  if who.disabled_at is not null or not (who.role = any (rule.roles)) or who.login <> new.actor then
    raise exception '% may not take this step', new.actor using errcode = 'VG003';
  end if;
  if 'exhibit' = any (rule.needs) and not exists (
    select 1 from case_exhibit e where e.case_id = new.case_id and e.detached_at is null) then
    raise exception 'the case has no exhibit' using errcode = 'VG004';
  end if;
  if 'package' = any (rule.needs) and not exists (select 1 from case_package p where p.case_id = new.case_id) then
    raise exception 'no sealed package of the case stands' using errcode = 'VG004';
  end if;
  -- Four eyes: whoever opened the file, wrote in it or proposed it does not approve it.
  if 'other-person' = any (rule.needs) and (
    exists (select 1 from case_file f where f.id = new.case_id and f.created_by = new.person_id)
    or exists (select 1 from case_author a where a.case_id = new.case_id and a.person_id = new.person_id)
    or exists (select 1 from case_step s where s.case_id = new.case_id and s.to_state = 'proposed' and s.person_id = new.person_id)
  ) then
    raise exception 'whoever prepared the case may not approve it' using errcode = 'VG005';
  end if;
  return new;
end $$;
create trigger case_step_checked before insert on case_step for each row execute function check_case_step();

create function follow_case_step() returns trigger language plpgsql as $$
begin
  update case_file set state = new.to_state, state_at = new.at, updated_at = new.at where id = new.case_id;
  return null;
end $$;
create trigger case_step_followed after insert on case_step for each row execute function follow_case_step();

create function guard_case_state() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'verifying' then
      raise exception 'a case starts by being verified' using errcode = 'VG002';
    end if;
    return new;
  end if;
  if new.state is distinct from old.state and new.state is distinct from (
    select to_state from case_step where case_id = new.id order by seq desc limit 1) then
    raise exception 'the state of a case follows its steps' using errcode = 'VG002';
  end if;
  if new.created_by is distinct from old.created_by or new.number is distinct from old.number or new.created_at is distinct from old.created_at then
    raise exception 'who opened a case, when and under which number does not change' using errcode = 'VG002';
  end if;
  return new;
end $$;
create trigger case_file_state before insert or update on case_file for each row execute function guard_case_state();

create function keep_row() returns trigger language plpgsql as $$
begin
  raise exception 'rows of table % are never deleted', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger case_file_kept before delete or truncate on case_file for each statement execute function keep_row();
create trigger case_exhibit_kept before delete or truncate on case_exhibit for each statement execute function keep_row();
create trigger case_finding_kept before delete or truncate on case_finding for each statement execute function keep_row();
create trigger case_subject_kept before delete or truncate on case_subject for each statement execute function keep_row();
create trigger case_identifier_kept before delete or truncate on case_identifier for each statement execute function keep_row();
create trigger takedown_kept before delete or truncate on takedown for each statement execute function keep_row();

-- A sealed exhibit stays: the package that went out says that it stood in this file.
create function keep_sealed_exhibit() returns trigger language plpgsql as $$
begin
  if new.detached_at is not null and old.detached_at is null and exists (
    select 1 from case_package p where p.case_id = old.case_id and old.capture_id = any (p.capture_ids)) then
    raise exception 'the exhibit went out in a sealed package' using errcode = 'VG002';
  end if;
  return new;
end $$;
create trigger case_exhibit_sealed before update on case_exhibit for each row execute function keep_sealed_exhibit();
