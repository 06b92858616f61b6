-- What comes in: tips with their giver's identity kept apart, and letters with lists of sites. A tip is never deleted; who gave it may be
-- erased when the law says so.

-- Files that came in with tips and letters: hostile bytes, kept write-once in the evidence store under intake/<sha256>.
create table intake_file (
  id uuid primary key,
  sha256 bytea not null check (octet_length(sha256) = 32),
  size_bytes int not null check (size_bytes > 0),
  -- As the bytes themselves say; what the sender called them is not believed.
  type text not null check (type in ('image/png', 'image/jpeg', 'image/webp', 'application/pdf')),
  name text not null,
  kept_at timestamptz not null,
  kept_by text not null
);
create trigger intake_file_append_only before update or delete or truncate on intake_file for each statement execute function refuse_change();

create sequence tip_number;

create table tip (
  id uuid primary key,
  number text not null unique,
  channel text not null check (channel in ('form', 'paper', 'phone', 'e-mail', 'in-person', 'partner')),
  -- The clerk's number of what came in; '' where it came by the form.
  incoming_number text not null default '',
  received_on date not null,
  -- As it was given; never a link.
  address text not null check (btrim(address) <> ''),
  what text not null check (btrim(what) <> ''),
  seen_when text not null default '',
  -- SHA-256 of the code with which the giver asks for the state; null for tips that staff typed in.
  code_sha256 bytea unique check (octet_length(code_sha256) = 32),
  file_id uuid references intake_file (id),
  state text not null check (state in ('received', 'checking', 'answered', 'not-within-scope', 'duplicate')) default 'received',
  target_id uuid references target (id),
  search text not null,
  created_at timestamptz not null,
  created_by text not null
);
create index tip_list on tip (state, created_at desc, id);
create index tip_age on tip (created_at desc, id);
create index tip_public on tip (created_at) where channel = 'form';

-- What was told stays as it was told.
create function keep_tip() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and (new.id, new.number, new.channel, new.incoming_number, new.received_on, new.address, new.what, new.seen_when, new.file_id, new.created_at, new.created_by)
    is not distinct from (old.id, old.number, old.channel, old.incoming_number, old.received_on, old.address, old.what, old.seen_when, old.file_id, old.created_at, old.created_by)
    then return new;
  end if;
  raise exception 'a tip is never deleted and its words are never changed' using errcode = 'restrict_violation';
end $$;
create trigger tip_kept before update or delete on tip for each row execute function keep_tip();
create trigger tip_not_emptied before truncate on tip for each statement execute function refuse_change();

create table tip_step (
  id uuid primary key,
  seq bigint generated always as identity unique,
  tip_id uuid not null references tip (id),
  to_state text not null check (to_state in ('checking', 'answered', 'not-within-scope', 'duplicate')),
  reason text not null check (btrim(reason) <> ''),
  duplicate_of uuid references tip (id),
  actor text not null,
  at timestamptz not null,
  check ((to_state = 'duplicate') = (duplicate_of is not null)),
  check (duplicate_of is distinct from tip_id)
);
create index tip_step_by_tip on tip_step (tip_id, seq);
create trigger tip_step_append_only before update or delete or truncate on tip_step for each statement execute function refuse_change();

create table tip_link (
  tip_id uuid not null references tip (id),
  finding_id uuid references finding (id),
  case_id uuid references case_file (id),
  added_by text not null,
  at timestamptz not null,
  check (num_nonnulls(finding_id, case_id) = 1)
);
create unique index tip_link_finding on tip_link (tip_id, finding_id) where finding_id is not null;
create unique index tip_link_case on tip_link (tip_id, case_id) where case_id is not null;
create index tip_link_of_finding on tip_link (finding_id) where finding_id is not null;
create index tip_link_of_case on tip_link (case_id) where case_id is not null;
create trigger tip_link_append_only before update or delete or truncate on tip_link for each statement execute function refuse_change();

-- Drafts of the answer as they were saved; the newest counts.
create table tip_reply (
  id uuid primary key,
  seq bigint generated always as identity unique,
  tip_id uuid not null references tip (id),
  text text not null check (btrim(text) <> ''),
  actor text not null,
  at timestamptz not null
);
create index tip_reply_by_tip on tip_reply (tip_id, seq desc);
create trigger tip_reply_append_only before update or delete or truncate on tip_reply for each statement execute function refuse_change();

-- Name, phone and e-mail of who gave the tip, encrypted by the program; the database cannot read them.
create table tip_identity (
  tip_id uuid primary key references tip (id),
  sealed bytea not null,
  kept_at timestamptz not null
);

-- Incoming letters whose lists of sites are answered one by one.
create table letter (
  id uuid primary key,
  -- Number and day that stand on the letter, and the clerk's own of its arrival.
  number text not null check (btrim(number) <> ''),
  dated_on date not null,
  sender text not null check (btrim(sender) <> ''),
  abstract text not null check (btrim(abstract) <> ''),
  incoming_number text not null default '',
  arrived_on date not null,
  due_on date,
  file_id uuid references intake_file (id),
  search text not null,
  registered_at timestamptz not null,
  registered_by text not null,
  unique (number, dated_on, sender)
);
create index letter_list on letter (registered_at desc, id);
create trigger letter_append_only before update or delete or truncate on letter for each statement execute function refuse_change();

-- One site of a letter's list; it leads to a watch entry, its own or one that was there.
create table letter_item (
  id uuid primary key,
  letter_id uuid not null references letter (id),
  position int not null check (position > 0),
  -- As the letter gives it.
  given text not null,
  note text not null default '',
  target_id uuid not null references target (id),
  unique (letter_id, position),
  unique (letter_id, target_id)
);
create index letter_item_by_target on letter_item (target_id);
create trigger letter_item_append_only before update or delete or truncate on letter_item for each statement execute function refuse_change();

-- What the office answers about a site: never changed, a later row takes its place.
create table letter_answer (
  id uuid primary key,
  seq bigint generated always as identity unique,
  item_id uuid not null references letter_item (id),
  result text not null check (result in ('signs-found', 'no-signs', 'not-reachable', 'out-of-area', 'handled', 'being-handled', 'transferred')),
  -- Who answers for the site, as far as it is known; '' is printed "chưa xác định".
  owner text not null default '',
  action text not null default '',
  document_number text not null default '',
  evidence_number text not null default '',
  note text not null default '',
  case_id uuid references case_file (id),
  actor text not null,
  at timestamptz not null
);
create index letter_answer_by_item on letter_answer (item_id, seq desc);
create trigger letter_answer_append_only before update or delete or truncate on letter_answer for each statement execute function refuse_change();
