-- Reports: the office's own counting categories, the calendar of what is due, drafts and what was issued, and counters that others measure.

-- What reports count cases by; a case whose category stands in none of them is counted as "other", so that the sum is always the total.
create table report_category (
  code text primary key check (code ~ '^[a-z][a-z-]{1,40}$'),
  position int not null unique,
  label text not null check (btrim(label) <> ''),
  categories text[] not null,
  changed_by text not null,
  changed_at timestamptz not null
);
insert into report_category (code, position, label, categories, changed_by, changed_at) values
  ('gambling', 1, 'Đánh bạc, cá cược', '{gambling,hidden_gambling_links}', 'system', now()),
  ('conditional-goods', 2, 'Kinh doanh mặt hàng có điều kiện khi chưa được phép', '{conditional_goods}', 'system', now()),
  ('counterfeit', 3, 'Hàng giả mạo nhãn hiệu', '{counterfeit}', 'system', now()),
  ('personal-data', 4, 'Thu thập, xử lý, sử dụng thông tin cá nhân khi chưa được đồng ý', '{personal_data}', 'system', now()),
  ('false-information', 5, 'Giả mạo, sai sự thật, xuyên tạc, vu khống', '{false_information,impersonation}', 'system', now());

-- What is due when. A year's report is due on `due_on` of its year; its figures run over its own period, which is independent of that day.
create table report_schedule (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{1,60}$'),
  kind text not null,
  label text not null check (btrim(label) <> ''),
  recipient text not null default '',
  -- MM-DD.
  period_from text not null check (period_from ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'),
  period_to text not null check (period_to ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'),
  -- The period starts in the year before where its first day comes after its last one.
  due_on text not null check (due_on ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'),
  source text not null default '',
  mark text not null check (mark in ('P', '2', '1', 'K', '?')),
  disabled_at timestamptz,
  changed_by text not null,
  changed_at timestamptz not null
);

create table report (
  id uuid primary key,
  kind text not null,
  title text not null check (btrim(title) <> ''),
  -- Days of GMT+7, both included.
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  due_on date,
  compare text not null check (compare in ('none', 'last-year', 'before')),
  schedule_id text references report_schedule (id),
  -- What a person writes: one text a section of the kind.
  texts jsonb not null default '{}',
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- The figures as they stood when it was issued; null while it is a draft.
  figures jsonb,
  issued_by text,
  issued_at timestamptz,
  check ((figures is null) = (issued_at is null) and (issued_at is null) = (issued_by is null))
);
create index report_list on report (from_day desc, id);

-- An issued report stays what it was.
create function keep_issued_report() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.issued_at is not null then
    raise exception 'an issued report is not changed, and no report is deleted' using errcode = 'VG002';
  end if;
  return new;
end $$;
create trigger report_kept before update or delete on report for each row execute function keep_issued_report();

-- Counters that the network operations centre measures; typed or imported, a later row of the same period and name takes the earlier one's place.
create table soc_counter (
  id uuid primary key,
  seq bigint generated always as identity unique,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  name text not null check (btrim(name) <> ''),
  value bigint not null check (value >= 0),
  note text not null default '',
  entered_by text not null,
  entered_at timestamptz not null
);
create index soc_counter_period on soc_counter (from_day, to_day, name, seq desc);
create trigger soc_counter_append_only before update or delete or truncate on soc_counter for each statement execute function refuse_change();

create index decision_by_time on decision (at);
create index case_referral_by_day on case_referral (sent_on);
create index takedown_by_request on takedown (requested_at);
create index takedown_by_settling on takedown (settled_at) where settled_at is not null;
create index case_package_by_time on case_package (sealed_at);
create index tip_by_day on tip (received_on);
create index letter_by_day on letter (arrived_on);
