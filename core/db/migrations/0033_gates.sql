-- Whoever works on the tables cannot move the gates of cases and documents: their functions see the real tables only, their rules are read
-- only, an editor counts as a drafter, and who was made what, and when, stays written down.

-- Hands on an outgoing document: whoever wrote any of its words does not issue it.
alter table document add column hands text[] not null default '{}';
update document set hands = case when made_by_login = changed_by then array[made_by_login] else array[made_by_login, changed_by] end;

create or replace function check_document() returns trigger language plpgsql as $$
declare
  rule document_rule%rowtype;
  who person%rowtype;
begin
  if (new.id, new.kind, new.made_by, new.made_by_login, new.made_at) is distinct from (old.id, old.kind, old.made_by, old.made_by_login, old.made_at)
    or new.case_id is distinct from old.case_id or not (new.hands @> old.hands) then
    raise exception 'what a document is and who drafted it does not change' using errcode = 'VG002';
  end if;
  if old.state = 'withdrawn' or (old.state = 'issued' and new.state <> 'withdrawn') then
    raise exception 'a document that was issued or withdrawn stands as it is' using errcode = 'VG002';
  end if;
  if old.state = 'issued' and (to_jsonb(new) - '{state,withdrawn_by,withdrawn_at,withdraw_reason}'::text[])
    is distinct from (to_jsonb(old) - '{state,withdrawn_by,withdrawn_at,withdraw_reason}'::text[]) then
    raise exception 'an issued document does not change' using errcode = 'VG002';
  end if;
  if new.state = 'draft' and new.typed is distinct from old.typed and not (new.changed_by = any (new.hands)) then
    raise exception 'whoever writes in a document stands among its hands' using errcode = 'VG002';
  end if;
  if new.state <> 'issued' or old.state = 'issued' then
    return new;
  end if;
  select * into rule from document_rule where kind = new.kind;
  select * into who from person where id = new.issued_by;
  if who.disabled_at is not null or who.role not in ('lead', 'clerk') or who.login <> new.issued_by_login then
    raise exception '% may not issue documents', new.issued_by_login using errcode = 'VG003';
  end if;
  if rule.outgoing and (new.issued_by = new.made_by or new.issued_by_login = any (old.hands)) then
    raise exception 'whoever drafted or edited an outgoing document does not issue it' using errcode = 'VG005';
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

-- The tables of what may follow what are part of the schema: a migration changes them, and nobody else.
create trigger case_state_read_only before insert or update or delete or truncate on case_state for each statement execute function refuse_change();
create trigger case_transition_read_only before insert or update or delete or truncate on case_transition for each statement execute function refuse_change();
drop trigger document_rule_kept on document_rule;
create trigger document_rule_read_only before insert or update or delete or truncate on document_rule for each statement execute function refuse_change();

-- What happened to an account, written by the row itself: also a role that was given and taken again by bare SQL leaves both lines.
create table person_change (
  id bigint generated always as identity primary key,
  person_id uuid not null references person (id),
  what text not null check (what in ('added', 'role', 'disabled', 'enabled', 'password', 'second-factor')),
  before text not null default '',
  after text not null default '',
  at timestamptz not null default clock_timestamp()
);
create index person_change_by_person on person_change (person_id, id);
create trigger person_change_append_only before update or delete or truncate on person_change for each statement execute function refuse_change();

create function note_person() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into person_change (person_id, what, after) values (new.id, 'added', new.role);
    return null;
  end if;
  if (new.id, new.login, new.created_at) is distinct from (old.id, old.login, old.created_at) then
    raise exception 'an account keeps its login' using errcode = 'restrict_violation';
  end if;
  if new.role <> old.role then
    insert into person_change (person_id, what, before, after) values (new.id, 'role', old.role, new.role);
  end if;
  if (new.disabled_at is null) <> (old.disabled_at is null) then
    insert into person_change (person_id, what) values (new.id, case when new.disabled_at is null then 'enabled' else 'disabled' end);
  end if;
  if new.password_hash <> old.password_hash then
    insert into person_change (person_id, what) values (new.id, 'password');
  end if;
  return null;
end $$;
create trigger person_noted after insert or update on person for each row execute function note_person();
create trigger person_kept before delete or truncate on person for each statement execute function keep_row();

create function note_second_factor() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into person_change (person_id, what) values (old.person_id, 'second-factor');
  elsif tg_op = 'INSERT' or new.confirmed_at is distinct from old.confirmed_at then
    insert into person_change (person_id, what) values (new.person_id, 'second-factor');
  end if;
  return null;
end $$;
create trigger totp_noted after insert or update or delete on totp for each row execute function note_second_factor();

-- One-time passwords die unused; null where the password is the person's own, and for the first administrator, whom nobody could help.
alter table person add column password_until timestamptz;
update person set password_until = now() + interval '7 days' where must_change_password and role <> 'admin';

-- A trigger's function looks tables up by the search path of whoever writes: a temporary table named case_transition would stand before the
-- real one, and the gate would ask it instead.
do $$
declare one record;
begin
  for one in select p.oid::regprocedure as name from pg_proc p join pg_language l on l.oid = p.prolang
    where p.pronamespace = 'public'::regnamespace and l.lanname = 'plpgsql' and p.prorettype = 'trigger'::regtype
      and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e') loop
    execute format('alter function %s set search_path = public, pg_temp', one.name);
  end loop;
end $$;
