-- Each block is one condition, written as a whole statement so that the test prepares it; queue.ts takes what stands after `where` and joins
-- what a filter uses. The planner sees nothing else: an "or $1 is null" around an exists() would cost a walk through the whole table.

-- BLOCK afterGrave
select from finding f where (case f.verdict when 'flag' then 0 else 1 end, -f.score, f.id) > ($1::int, -$2::real, $3::uuid)

-- BLOCK afterOldest
select from finding f where f.id > $1::uuid

-- BLOCK afterNewest
select from finding f where f.id < $1::uuid

-- BLOCK ofStatus
select from finding f where f.status = $1

-- BLOCK ofIds
select from finding f where f.id = any($1::uuid[])

-- BLOCK notIds
select from finding f where f.id <> all($1::uuid[])

-- BLOCK ofCategory
select from finding f where f.category = $1

-- BLOCK notCategory
select from finding f where f.category <> all($1::text[])

-- BLOCK ofVerdict
select from finding f where f.verdict = $1

-- BLOCK ofHosts
select from finding f where f.host = any($1::text[])

-- BLOCK notHosts
select from finding f where f.host <> all($1::text[])

-- BLOCK ofKinds
select from finding f where (f.verdict = 'flag' and f.category = any($1::text[]) or f.verdict = 'review' and f.category = any($2::text[]))

-- BLOCK raisedFrom
select from finding f where f.created_at > $1

-- BLOCK raisedUntil
select from finding f where f.created_at <= $1

-- BLOCK raisedBetween
select from finding f where (f.created_at > $1 and f.created_at <= $2)

-- BLOCK raisedOutside
select from finding f where (f.created_at <= $1 or f.created_at > $2)

-- BLOCK ofWords
select from finding f where f.words @@ $1::tsquery

-- BLOCK notWords
select from finding f where not f.words @@ $1::tsquery

-- BLOCK nothing
select from finding f where false

-- BLOCK present
select from finding f where not is_absent(f.capture_id)

-- BLOCK claimedBy
select from finding f where exists (select 1 from claim k where k.finding_id = f.id and k.person_id = $1 and k.until > $2)

-- BLOCK notClaimedBy
select from finding f where not exists (select 1 from claim k where k.finding_id = f.id and k.person_id = $1 and k.until > $2)

-- BLOCK claimed
select from finding f where exists (select 1 from claim k where k.finding_id = f.id and k.until > $1)

-- BLOCK unclaimed
select from finding f where not exists (select 1 from claim k where k.finding_id = f.id and k.until > $1)

-- BLOCK notClaimedByOther
select from finding f where not exists (select 1 from claim k where k.finding_id = f.id and k.person_id <> $1 and k.until > $2)

-- BLOCK assignedTo
select from finding f where exists (select 1 from triage_state t where t.finding_id = f.id and t.assigned_to = $1)

-- BLOCK notAssignedTo
select from finding f where not exists (select 1 from triage_state t where t.finding_id = f.id and t.assigned_to = $1)

-- BLOCK notAssignedToOther
select from finding f where not exists (select 1 from triage_state t where t.finding_id = f.id and t.assigned_to <> $1)

-- BLOCK held
select from finding f where exists (select 1 from triage_state t where t.finding_id = f.id and t.held_until > $1)

-- BLOCK notHeld
select from finding f where not exists (select 1 from triage_state t where t.finding_id = f.id and t.held_until > $1)

-- BLOCK escalated
select from finding f where exists (select 1 from triage_state t where t.finding_id = f.id and t.escalated_at is not null)

-- BLOCK notEscalated
select from finding f where not exists (select 1 from triage_state t where t.finding_id = f.id and t.escalated_at is not null)

-- BLOCK inReview
select from finding f where exists (select 1 from second_review r where r.finding_id = f.id and r.closed_at is null)

-- BLOCK notInReview
select from finding f where not exists (select 1 from second_review r where r.finding_id = f.id and r.closed_at is null)

-- BLOCK notInReviewOfOther
select from finding f where not exists (select 1 from second_review r where r.finding_id = f.id and r.closed_at is null and r.first_actor <> $1)

-- BLOCK inCase
select from finding f where exists (select 1 from case_finding cf where cf.finding_id = f.id and cf.detached_at is null)

-- BLOCK notInCase
select from finding f where not exists (select 1 from case_finding cf where cf.finding_id = f.id and cf.detached_at is null)
