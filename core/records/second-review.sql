-- BLOCK insertReview
insert into second_review (id, finding_id, decision_id, category, first_actor, drawn_at)
select $1, f.id, $2, f.category, $3, $4 from finding f where f.id = $5
on conflict do nothing

-- BLOCK voidReviews
update second_review set closed_at = $2 where finding_id = $1 and closed_at is null

-- BLOCK takeReview
update second_review set taken_by = $1, taken_until = $2 where id = (
  select r.id from second_review r join finding f on f.id = r.finding_id
  where r.closed_at is null and r.first_actor <> $3 and (r.taken_by is null or r.taken_by = $1 or r.taken_until <= $4)
    and not is_absent(f.capture_id)
  order by r.taken_by is distinct from $1, r.drawn_at, r.id limit 1 for update of r skip locked
) returning id, finding_id

-- BLOCK releaseReview
update second_review set taken_by = null, taken_until = null where id = $1 and taken_by = $2 and closed_at is null

-- BLOCK countWaiting
select count(*)::int as count from second_review where closed_at is null and first_actor <> $1

-- BLOCK selectBlindReview
select id from second_review where finding_id = $1 and closed_at is null and first_actor <> $2

-- BLOCK selectBlindFindings
select finding_id from second_review where finding_id = any ($1::uuid[]) and closed_at is null and first_actor <> $2

-- BLOCK lockReview
select r.id, r.finding_id, r.first_actor, r.taken_by, r.closed_at, d.verdict as first_verdict, f.capture_id
from second_review r join decision d on d.id = r.decision_id join finding f on f.id = r.finding_id
where r.id = $1 for update of r

-- BLOCK insertAnswer
insert into second_answer (review_id, actor, verdict, reason, note, capture_id, agrees, at) values ($1, $2, $3, $4, $5, $6, $7, $8)

-- BLOCK closeReview
update second_review set closed_at = $2 where id = $1

-- BLOCK selectDisagreements
select r.id, r.finding_id, f.host, r.category,
  d.actor as first_by, d.verdict as first_verdict, d.reason as first_reason, d.note as first_note, d.at as first_at,
  a.actor as second_by, a.verdict as second_verdict, a.reason as second_reason, a.note as second_note, a.at as second_at,
  s.actor as settled_by, s.outcome, s.note as settle_note, s.at as settled_at
from second_answer a
join second_review r on r.id = a.review_id
join decision d on d.id = r.decision_id
join finding f on f.id = r.finding_id
left join second_settlement s on s.review_id = a.review_id
where not a.agrees and (s.review_id is not null) = $1 and ($2::uuid is null or r.id > $2)
order by r.id limit $3

-- BLOCK selectDisagreement
select r.id, r.finding_id, exists (select 1 from second_settlement s where s.review_id = r.id) as is_settled, f.status, d.verdict as first_verdict
from second_answer a join second_review r on r.id = a.review_id join finding f on f.id = r.finding_id join decision d on d.id = r.decision_id
where a.review_id = $1 and not a.agrees for update of r

-- BLOCK insertSettlement
insert into second_settlement (review_id, actor, outcome, note, at) values ($1, $2, $3, $4, $5)

-- BLOCK selectPairs
select r.category, d.verdict as first, a.verdict as second, count(*)::int as count,
  count(*) filter (where not a.agrees and not exists (select 1 from second_settlement s where s.review_id = r.id))::int as unsettled
from second_answer a join second_review r on r.id = a.review_id join decision d on d.id = r.decision_id
where a.at >= $1 group by 1, 2, 3

-- BLOCK selectWaitingByCategory
select category, count(*)::int as count from second_review where closed_at is null group by 1
