-- BLOCK insertDocument
insert into document (id, kind, case_id, typed, made_by, made_by_login, made_at, changed_by, changed_at, hands, report_id)
values ($1, $2, $3, $4, $5, $6, $7, $6, $7, array[$6::text], $8)

-- BLOCK selectDocument
select d.*, d.dated_on::text as dated_on, c.number as case_number, is_case_approved(d.case_id) as is_approved
from document d left join case_file c on c.id = d.case_id where d.id = $1

-- BLOCK selectDocumentsOfReport
select id, state, number, dated_on::text as dated_on from document where report_id = $1 order by made_at desc limit 20

-- BLOCK selectDocuments
select d.id, d.kind, d.state, d.case_id, c.number as case_number, d.number, d.dated_on::text as dated_on, d.title, d.recipients,
  d.made_by_login, d.made_at, d.changed_at, d.issued_by_login, d.issued_at,
  exists (select 1 from document_scan s where s.document_id = d.id) as has_scan
from document d left join case_file c on c.id = d.case_id
where ($1::uuid is null or d.case_id = $1)
  and ($2::text is null or d.state = $2)
  and ($3::text is null or d.kind = $3)
  and ($4::timestamptz is null or (d.made_at, d.id) < ($4, $5::uuid))
order by d.made_at desc, d.id desc
limit $6

-- BLOCK changeTyped
update document set typed = $2, changed_by = $3, changed_at = $4, title = $5, recipients = $6,
  hands = case when $3 = any (hands) then hands else hands || $3::text end
where id = $1 and state = 'draft'

-- BLOCK issueDocument
update document set state = 'issued', typed = $2, template_version = $3, template_text = $4, facts = $5, number = $6, dated_on = $7, title = $8,
  recipients = $9, issued_by = $10, issued_by_login = $11, issued_at = $12, pdf_sha256 = $13, pdf_bytes = $14, docx_sha256 = $15, docx_bytes = $16,
  ledger_seq = $17, changed_by = $11, changed_at = $12
where id = $1 and state = 'draft'

-- BLOCK withdrawDocument
update document set state = 'withdrawn', withdrawn_by = $2, withdrawn_at = $3, withdraw_reason = $4 where id = $1 and state <> 'withdrawn'

-- BLOCK insertScan
insert into document_scan (id, document_id, media, sha256, bytes, store_key, added_by, added_at, ledger_seq)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- BLOCK selectScans
select id, media, sha256, bytes, store_key, added_by, added_at from document_scan where document_id = $1 order by added_at, id

-- BLOCK selectGate
select
  exists (select 1 from case_exhibit e where e.case_id = $1 and e.detached_at is null) as exhibit,
  exists (select 1 from case_package p where p.case_id = $1) as package,
  is_case_approved($1) as approval

-- BLOCK selectIssuedOfCase
select id, kind, number, pdf_sha256 from document where case_id = $1 and state = 'issued' and kind = any($2::text[]) order by issued_at, id
