-- BLOCK insertReferral
insert into case_referral (id, case_id, kind, agency, subject_line, sent_on, due_on, document_id, package_id, added_by, added_at)
select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
where ($9::uuid is null or exists (select 1 from case_package p where p.package_id = $9 and p.case_id = $2))
  and ($8::uuid is null or exists (select 1 from document d where d.id = $8 and d.case_id = $2))
returning id

-- BLOCK recordReceipt
update case_referral set receipt_number = $3, received_on = $4 where case_id = $1 and id = $2

-- BLOCK recordReply
update case_referral set reply = $3, replied_on = $4, result = $5, damage_vnd = $6 where case_id = $1 and id = $2

-- BLOCK selectReferrals
select id, kind, agency, subject_line, sent_on, due_on, document_id, package_id, receipt_number, received_on, reply, replied_on, result, damage_vnd,
  added_by, added_at
from case_referral where case_id = $1 order by added_at, id
