-- Documents (văn bản): templates as versions, drafts that may change, issued ones that may not, and what must stand before one may leave.

create table document_rule (
  kind text primary key check (kind ~ '^[a-z][a-z-]{1,30}$'),
  -- Leaves the house: never issued by whoever drafted it.
  outgoing boolean not null,
  needs text[] not null check (needs <@ array['exhibit', 'approval', 'package'])
);
-- The same table as core/nouns/document.ts; a test holds them equal.
insert into document_rule (kind, outgoing, needs) values
  ('record', false, '{exhibit}'),
  ('annex', false, '{exhibit}'),
  ('assessment', false, '{exhibit}'),
  ('proposal', false, '{exhibit}'),
  ('transfer', true, '{exhibit,approval,package}'),
  ('takedown', true, '{exhibit,approval}'),
  ('domain', true, '{exhibit,approval}'),
  ('verification', true, '{exhibit}'),
  ('tip-reply', true, '{}'),
  ('letter-reply', true, '{}'),
  ('handover', true, '{exhibit,package}'),
  ('report', true, '{}'),
  ('closing', false, '{}');
create trigger document_rule_kept before delete or truncate on document_rule for each statement execute function keep_row();

-- Version 0 is the text that ships with the program and stands in no row.
create table document_template (
  kind text not null references document_rule (kind),
  version int not null check (version > 0),
  text text not null check (btrim(text) <> ''),
  note text not null default '',
  made_by text not null,
  made_at timestamptz not null,
  primary key (kind, version)
);
create trigger document_template_append_only before update or delete or truncate on document_template for each statement execute function refuse_change();

create table document (
  id uuid primary key,
  kind text not null references document_rule (kind),
  -- Null for letters about no case: replies to letters and tips, reports.
  case_id uuid references case_file (id),
  state text not null default 'draft' check (state in ('draft', 'issued', 'withdrawn')),
  -- What people typed for this document, by the template's field names.
  typed jsonb not null default '{}',
  made_by uuid not null references person (id),
  made_by_login text not null,
  made_at timestamptz not null,
  changed_by text not null,
  changed_at timestamptz not null,
  -- Set when it is issued, and never again.
  template_version int,
  template_text text,
  facts jsonb,
  -- The number line as printed ("05/BC-XYZ"), trích yếu and recipients for the register.
  number text not null default '',
  dated_on date,
  title text not null default '',
  recipients text not null default '',
  issued_by uuid references person (id),
  issued_by_login text,
  issued_at timestamptz,
  pdf_sha256 bytea check (length(pdf_sha256) = 32),
  pdf_bytes int,
  docx_sha256 bytea check (length(docx_sha256) = 32),
  docx_bytes int,
  ledger_seq bigint,
  withdrawn_by text,
  withdrawn_at timestamptz,
  withdraw_reason text,
  check (state <> 'draft' or issued_at is null),
  check ((issued_at is null) = (pdf_sha256 is null) and (issued_at is null) = (docx_sha256 is null)
    and (issued_at is null) = (facts is null) and (issued_at is null) = (dated_on is null) and (issued_at is null) = (issued_by is null)),
  check ((state = 'withdrawn') = (withdrawn_at is not null) and (withdrawn_at is null) = (withdraw_reason is null))
);
create index document_by_case on document (case_id, made_at desc);
create index document_by_time on document (made_at desc, id desc);
create index document_issued on document (dated_on) where state = 'issued';
-- A number is given once a year.
create unique index document_number_once on document (number, (extract(year from dated_on))) where number <> '' and issued_at is not null;
create trigger document_kept before delete or truncate on document for each statement execute function keep_row();

-- A signed scan lies beside the issued bytes; it changes nothing of them.
create table document_scan (
  id uuid primary key,
  document_id uuid not null references document (id),
  media text not null check (media in ('application/pdf', 'image/png', 'image/jpeg')),
  sha256 bytea not null check (length(sha256) = 32),
  bytes int not null check (bytes > 0),
  store_key text not null unique,
  added_by text not null,
  added_at timestamptz not null,
  ledger_seq bigint not null
);
create index document_scan_by_document on document_scan (document_id);
create trigger document_scan_append_only before update or delete or truncate on document_scan for each statement execute function refuse_change();

-- Whether the case was approved by somebody else and was not taken back to the desk afterwards.
create function is_case_approved(the_case uuid) returns boolean language sql stable as $$
  select coalesce((select s.to_state = 'approved' from case_step s
    where s.case_id = the_case and s.to_state in ('approved', 'verifying') order by s.seq desc limit 1), false)
$$;

create function check_document() returns trigger language plpgsql as $$
declare
  rule document_rule%rowtype;
  who person%rowtype;
begin
  if (new.id, new.kind, new.made_by, new.made_by_login, new.made_at) is distinct from (old.id, old.kind, old.made_by, old.made_by_login, old.made_at)
    or new.case_id is distinct from old.case_id then
    raise exception 'what a document is and who drafted it does not change' using errcode = 'VG002';
  end if;
  if old.state = 'withdrawn' or (old.state = 'issued' and new.state <> 'withdrawn') then
    raise exception 'a document that was issued or withdrawn stands as it is' using errcode = 'VG002';
  end if;
  if old.state = 'issued' and (to_jsonb(new) - '{state,withdrawn_by,withdrawn_at,withdraw_reason}'::text[])
    is distinct from (to_jsonb(old) - '{state,withdrawn_by,withdrawn_at,withdraw_reason}'::text[]) then
    raise exception 'an issued document does not change' using errcode = 'VG002';
  end if;
  if new.state <> 'issued' or old.state = 'issued' then
    return new;
  end if;
  select * into rule from document_rule where kind = new.kind;
  select * into who from person where id = new.issued_by;
  if who.disabled_at is not null or who.role not in ('lead', 'clerk') or who.login <> new.issued_by_login then
    raise exception '% may not issue documents', new.issued_by_login using errcode = 'VG003';
  end if;
  if rule.outgoing and new.issued_by = new.made_by then
    raise exception 'whoever drafted an outgoing document does not issue it' using errcode = 'VG005';
  end if;
  if 'exhibit' = any (rule.needs) and not exists (select 1 from case_exhibit e where e.case_id = new.case_id and e.detached_at is null) then
    raise exception 'the case has no sealed exhibit' using errcode = 'VG004';
  end if;
  if 'package' = any (rule.needs) and not exists (select 1 from case_package p where p.case_id = new.case_id) then
    raise exception 'no sealed package of the case stands' using errcode = 'VG004';
  end if;
  if 'approval' = any (rule.needs) and not is_case_approved(new.case_id) then
    raise exception 'the case is not approved by a second person' using errcode = 'VG005';
  end if;
  return new;
end $$;
create trigger document_checked before update on document for each row execute function check_document();

create function check_new_document() returns trigger language plpgsql as $$
begin
  if new.state <> 'draft' or new.issued_at is not null then
    raise exception 'a document starts as a draft' using errcode = 'VG002';
  end if;
  return new;
end $$;
create trigger document_drafted before insert on document for each row execute function check_new_document();
