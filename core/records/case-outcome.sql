-- BLOCK insertOutcome
insert into case_outcome (id, case_id, kind, subject_id, subject_kind, amount_vnd, article_id, decision_number, decided_on, text, added_by, added_at)
select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
where $4::uuid is null or exists (select 1 from case_subject s where s.id = $4 and s.case_id = $2)
returning id

-- BLOCK recordPayment
update case_outcome o set paid_on = $3 where o.case_id = $1 and o.id = $2 and o.kind = 'fine'
  and not exists (select 1 from case_outcome_withdrawal w where w.outcome_id = o.id)

-- BLOCK withdrawOutcome
insert into case_outcome_withdrawal (outcome_id, reason, withdrawn_by, withdrawn_at)
select o.id, $3, $4, $5 from case_outcome o where o.case_id = $1 and o.id = $2 on conflict do nothing

-- BLOCK selectOutcomes
select o.id, o.kind, o.subject_id, o.subject_kind, o.amount_vnd, o.article_id, o.decision_number, o.decided_on, o.text, o.paid_on, o.added_by, o.added_at,
  w.withdrawn_by, w.withdrawn_at, w.reason as withdraw_reason
from case_outcome o left join case_outcome_withdrawal w on w.outcome_id = o.id
where o.case_id = $1 order by o.decided_on, o.added_at, o.id
