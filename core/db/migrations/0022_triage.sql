-- Triage: search by folded words, orders of the queue, who has what, saved filters, second reviews. Acts are rows, never edits.

-- The words by which a finding is found: of host, address, title and reasons (`search` is folded already), every ending of a host's labels so
-- that a part of a name finds it, phone numbers written in one piece, `host:` and `rule:` marks. Words part at ASCII and general punctuation;
-- core/records/queue-words.ts parts a question the same way.
create function finding_words(host text, search text, signals jsonb) returns tsvector language sql immutable parallel safe as $$
  select array_to_tsvector(array(
    select left(word, 80) from (
      select regexp_split_to_table(lower(search), '[\s!-/:-@\[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u303f]+') as word
      union all
      select substr(label, start) from regexp_split_to_table(lower(host), '\.') label, generate_series(2, least(length(label), 64) - 2) start
      union all
      select regexp_replace(regexp_replace(match[1], '\D', '', 'g'), '^84', '0')
        from regexp_matches(search, '((?:\+?84|\m0)(?:[ .-]?\d){8,10})', 'g') match
      union all
      select 'host:' || lower(host)
      union all
      select 'rule:' || lower(signal ->> 'rule') from jsonb_array_elements(signals) signal
    ) words where word <> ''
  ))
$$;
alter table finding add column words tsvector generated always as (finding_words(host, search, signals)) stored;
create index finding_words_index on finding using gin (words);

-- The queue's orders: gravest first and, by the ids that sort by time, oldest or newest first. What people filter by most stands in one index.
drop index finding_queue;
create index finding_grave on finding (status, (case verdict when 'flag' then 0 else 1 end), (-score), id);
create index finding_time on finding (status, id);
create index finding_kind on finding (status, category, verdict, created_at);
create index finding_host on finding (host, status);
create index finding_by_capture on finding (capture_id);

-- Where a finding stands among people, besides its claim. What led there stands in triage_act.
create table triage_state (
  finding_id uuid primary key references finding (id),
  assigned_to uuid references person (id),
  assigned_at timestamptz,
  assign_note text not null default '',
  held_by uuid references person (id),
  held_until timestamptz,
  hold_reason text not null default '',
  escalated_by uuid references person (id),
  escalated_at timestamptz,
  escalate_reason text not null default '',
  check ((assigned_to is null) = (assigned_at is null)),
  check ((held_by is null) = (held_until is null)),
  check ((escalated_by is null) = (escalated_at is null))
);
create index triage_assigned on triage_state (assigned_to) where assigned_to is not null;
create index triage_held on triage_state (held_until) where held_until is not null;
create index triage_escalated on triage_state (escalated_at) where escalated_at is not null;

create table triage_act (
  id uuid primary key,
  finding_id uuid not null references finding (id),
  kind text not null check (kind in ('claim-taken', 'claim-released', 'claim-handed-over', 'claim-taken-over', 'held', 'hold-ended', 'escalated',
    'escalation-ended', 'assigned', 'assignment-ended')),
  actor text not null check (btrim(actor) <> ''),
  -- To whom, or from whom it was taken.
  person_id uuid references person (id),
  note text not null default '',
  until timestamptz,
  at timestamptz not null
);
create index triage_act_by_finding on triage_act (finding_id, at desc);
create trigger triage_act_append_only before update or delete or truncate on triage_act for each statement execute function refuse_change();

create index claim_by_person on claim (person_id, until);

-- Decisions made together name the act they belong to, and the finding whose evidence was on the screen where it was not their own.
alter table decision add column group_id uuid;
alter table decision add column follows uuid references finding (id);
create index decision_by_group on decision (group_id) where group_id is not null;

create table saved_filter (
  id uuid primary key,
  person_id uuid not null references person (id),
  name text not null check (btrim(name) <> ''),
  query text not null,
  shared boolean not null default false,
  changed_at timestamptz not null,
  unique (person_id, name)
);
create index saved_filter_shared on saved_filter (name) where shared;

create table default_filter (
  person_id uuid primary key references person (id),
  filter_id uuid not null references saved_filter (id) on delete cascade
);
create index default_filter_by_filter on default_filter (filter_id);

-- A decision drawn for a second, blind look. `closed_at`: answered, or void because the decision was taken back before.
create table second_review (
  id uuid primary key,
  finding_id uuid not null references finding (id),
  decision_id uuid not null unique references decision (id),
  category text not null,
  -- The login: the second person is another one.
  first_actor text not null,
  drawn_at timestamptz not null,
  taken_by uuid references person (id),
  taken_until timestamptz,
  closed_at timestamptz,
  check ((taken_by is null) = (taken_until is null))
);
create unique index second_review_open on second_review (finding_id) where closed_at is null;
create index second_review_waiting on second_review (drawn_at, id) where closed_at is null;

create table second_answer (
  review_id uuid primary key references second_review (id),
  actor text not null check (btrim(actor) <> ''),
  verdict text not null check (verdict in ('confirm', 'dismiss')),
  reason text not null check (reason <> ''),
  note text not null default '',
  capture_id uuid not null references seal (capture_id),
  agrees boolean not null,
  at timestamptz not null
);
create index second_answer_recent on second_answer (at);
create index second_answer_disagreement on second_answer (at, review_id) where not agrees;
create trigger second_answer_append_only before update or delete or truncate on second_answer for each statement execute function refuse_change();

-- Whoever decided first does not answer his own review.
create function check_second_answer() returns trigger language plpgsql as $$
begin
  if exists (select 1 from second_review r where r.id = new.review_id and r.first_actor = new.actor) then
    raise exception 'whoever decided first does not look a second time' using errcode = 'VG005';
  end if;
  return new;
end $$;
create trigger second_answer_by_another before insert on second_answer for each row execute function check_second_answer();

create table second_settlement (
  review_id uuid primary key references second_answer (review_id),
  actor text not null check (btrim(actor) <> ''),
  outcome text not null check (outcome in ('kept', 'reopened')),
  note text not null check (btrim(note) <> ''),
  at timestamptz not null
);
create trigger second_settlement_append_only before update or delete or truncate on second_settlement for each statement execute function refuse_change();

-- What belongs together: pages of equal bytes, captures whose pictures are equal tile by tile.
create function shown_hash(summary jsonb) returns text language sql immutable parallel safe as $$
  select encode(sha256(convert_to(string_agg(tile ->> 'sha256', ',' order by n), 'UTF8')), 'hex')
  from jsonb_array_elements(case jsonb_typeof(summary -> 'tiles') when 'array' then summary -> 'tiles' else '[]' end) with ordinality t(tile, n)
$$;
create index seal_by_picture on seal (shown_hash(summary)) where shown_hash(summary) is not null;
create index page_by_html on page (html_sha256) where html_sha256 is not null;
create index finding_capture_by_capture on finding_capture (capture_id);
