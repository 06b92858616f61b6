-- BLOCK selectReceived
select r.id as referral_id, r.case_id, f.number, r.agency, r.subject_line, r.sent_on::text as sent_on, r.package_id, r.added_by as given_by,
  k.sha256, k.size_bytes, p.sealed_at, cardinality(p.capture_ids) as captures, r.receipt_number, r.received_on::text as received_on
from person g
join case_referral r on fold_agency(r.agency) = fold_agency(g.agency)
join case_file f on f.id = r.case_id
join case_package p on p.package_id = r.package_id and p.case_id = r.case_id
join package k on k.id = r.package_id
where g.id = $1 and g.role = 'guest' and g.agency <> '' and r.sent_on <= $2::date
order by r.sent_on desc, r.id limit 200

-- BLOCK confirmReceipt
update case_referral set receipt_number = $2, received_on = $3 where id = $1 and receipt_number is null and received_on is null

-- BLOCK selectAbsentPackages
select distinct p.package_id::text as package_id from package_capture p
where p.package_id = any ($1::uuid[]) and (
  exists (select 1 from destruction d where d.capture_id = p.capture_id)
  or exists (select 1 from quarantine q where q.capture_id = p.capture_id
    and not exists (select 1 from quarantine_lift l where l.quarantine_id = q.id)))
