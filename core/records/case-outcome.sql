-- BLOCK insertOutcome
insert into case_outcome (id, case_id, kind, subject_id, subject_kind, amount_vnd, article_id, decision_number, decided_on, text, added_by, added_at)
select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
where $4::uuid is null or exists (select 1 from case_subject s where s.id = $4 and s.case_id = $2)
returning id

-- BLOCK recordPayment
update case_outcome set paid_on = $3 where case_id = $1 and id = $2 and kind = 'fine'

-- BLOCK selectOutcomes
select id, kind, subject_id, subject_kind, amount_vnd, article_id, decision_number, decided_on, text, paid_on, added_by, added_at
from case_outcome where case_id = $1 order by decided_on, added_at, id
