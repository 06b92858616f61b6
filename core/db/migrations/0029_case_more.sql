-- Cases: numbers without gaps, search by folded words, contents that stand still while approval waits, outcomes that only gain their payment.

-- One row a year, taken in the transaction that opens the case: a case that is not opened leaves no gap.
create table case_number (
  year int primary key check (year between 2000 and 9999),
  last int not null check (last > 0)
);

-- `search` holds folded words with single spaces between them (core/records/case-search.ts).
alter table case_file add column search_words tsvector
  generated always as (array_to_tsvector(array_remove(string_to_array(search, ' '), ''))) stored;
create index case_file_search on case_file using gin (search_words);
create index case_file_recent on case_file (updated_at desc, id);

-- What an approver has read is what he approves: no content changes between the proposal and the answer, nor in a case that is over.
create function keep_case_contents() returns trigger language plpgsql as $$
declare
  stands text;
begin
  select f.state into stands from case_file f where f.id = new.case_id for no key update;
  if stands = 'proposed' then
    raise exception 'the contents of a case stand still while it waits for approval' using errcode = 'VG002';
  end if;
  if exists (select 1 from case_state s where s.code = stands and s.is_final) then
    raise exception 'the case is over (%)', stands using errcode = 'VG002';
  end if;
  if tg_op = 'UPDATE' and new.case_id is distinct from old.case_id then
    raise exception 'rows of a case stay with it' using errcode = 'VG002';
  end if;
  return new;
end $$;
create trigger case_finding_contents before insert or update on case_finding for each row execute function keep_case_contents();
create trigger case_exhibit_contents before insert or update on case_exhibit for each row execute function keep_case_contents();
create trigger case_subject_contents before insert or update on case_subject for each row execute function keep_case_contents();
create trigger case_identifier_contents before insert or update on case_identifier for each row execute function keep_case_contents();
create trigger case_charge_contents before insert or update on case_charge for each row execute function keep_case_contents();

-- The words of the file itself stand still as well; who works on it may change at any time.
create function keep_case_words() returns trigger language plpgsql as $$
begin
  if (new.title, new.category, new.source, new.area, new.summary, new.conduct_on, new.detected_at)
    is distinct from (old.title, old.category, old.source, old.area, old.summary, old.conduct_on, old.detected_at)
    and (old.state = 'proposed' or exists (select 1 from case_state s where s.code = old.state and s.is_final)) then
    raise exception 'the contents of a case stand still while it waits for approval, and when it is over' using errcode = 'VG002';
  end if;
  return new;
end $$;
create trigger case_file_words before update on case_file for each row execute function keep_case_words();

-- An exhibit is this capture, whatever happens to its caption.
create function keep_exhibit_capture() returns trigger language plpgsql as $$
begin
  if new.capture_id is distinct from old.capture_id or (old.detached_at is not null and new is distinct from old) then
    raise exception 'an exhibit is detached and added again, never exchanged' using errcode = 'VG002';
  end if;
  return new;
end $$;
create trigger case_exhibit_kept_capture before update on case_exhibit for each row execute function keep_exhibit_capture();

-- An outcome is a decision of an authority: only the day of its payment is added later, once.
drop trigger case_outcome_append_only on case_outcome;
create trigger case_outcome_kept before delete or truncate on case_outcome for each statement execute function keep_row();
create function keep_outcome() returns trigger language plpgsql as $$
begin
  if old.paid_on is not null or (to_jsonb(new) - 'paid_on') is distinct from (to_jsonb(old) - 'paid_on') then
    raise exception 'an outcome is not rewritten' using errcode = 'VG002';
  end if;
  return new;
end $$;
create trigger case_outcome_paid before update on case_outcome for each row execute function keep_outcome();

create trigger case_charge_kept before delete or truncate on case_charge for each statement execute function keep_row();
create trigger case_task_kept before delete or truncate on case_task for each statement execute function keep_row();
create trigger case_deadline_kept before delete or truncate on case_deadline for each statement execute function keep_row();
create trigger case_referral_kept before delete or truncate on case_referral for each statement execute function keep_row();
create trigger takedown_check_kept before delete or truncate on takedown_check for each statement execute function keep_row();
