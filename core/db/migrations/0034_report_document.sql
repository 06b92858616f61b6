-- Reports as documents, and outcomes that turned out otherwise: cancelled or entered wrongly, withdrawn with a reason by a row of their own.

alter table document add column report_id uuid references report (id);
alter table document add constraint document_of_report check (report_id is null or (kind = 'report' and case_id is null));
-- One issued document a report: what went out is found again by the report.
create unique index document_report_once on document (report_id) where state = 'issued' and report_id is not null;

create function check_report_document() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if new.report_id is distinct from old.report_id then
    raise exception 'a document stays with its report' using errcode = 'VG002';
  end if;
  if new.state = 'issued' and old.state = 'draft' and new.report_id is not null
    and not exists (select 1 from report r where r.id = new.report_id and r.issued_at is not null) then
    raise exception 'the figures of the report are not settled' using errcode = 'VG004';
  end if;
  return new;
end $$;
create trigger document_report_checked before update on document for each row execute function check_report_document();

-- The outcome itself stays as it was entered; from this row on no figure, sum or document counts it.
create table case_outcome_withdrawal (
  outcome_id uuid primary key references case_outcome (id),
  reason text not null check (btrim(reason) <> ''),
  withdrawn_by text not null,
  withdrawn_at timestamptz not null
);
create trigger case_outcome_withdrawal_append_only before update or delete or truncate on case_outcome_withdrawal
  for each statement execute function refuse_change();
