-- BLOCK insertLetter
insert into letter (id, number, dated_on, sender, abstract, incoming_number, arrived_on, due_on, file_id, search, registered_at, registered_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (number, dated_on, sender) do nothing
returning id

-- BLOCK selectLetterNamed
select id from letter where number = $1 and dated_on = $2 and sender = $3

-- BLOCK insertLetterItem
insert into letter_item (id, letter_id, position, given, note, target_id)
values ($1, $2, $3, $4, $5, $6) on conflict do nothing

-- BLOCK selectLetters
select l.*, f.name as file_name,
  (select count(*)::int from letter_item i where i.letter_id = l.id) as sites,
  (select count(*)::int from letter_item i where i.letter_id = l.id and exists (select 1 from letter_answer a where a.item_id = i.id)) as answered
from letter l left join intake_file f on f.id = l.file_id
where ($1::text is null or l.search like $1) and ($2::uuid is null or l.id < $2)
order by l.id desc
limit $3

-- BLOCK selectLetter
select l.*, f.name as file_name,
  (select count(*)::int from letter_item i where i.letter_id = l.id) as sites,
  (select count(*)::int from letter_item i where i.letter_id = l.id and exists (select 1 from letter_answer a where a.item_id = i.id)) as answered
from letter l left join intake_file f on f.id = l.file_id
where l.id = $1

-- BLOCK selectLetterItems
select i.id, i.position, i.given, i.note, i.target_id, t.url,
  s.state as scan_state, s.outcome as scan_outcome, coalesce(s.outcome_reason, '') as scan_reason, coalesce(s.finished_at, s.queued_at) as scan_at,
  (select count(*)::int from finding f where f.target_id = t.id and f.status = 'new') as waiting,
  (select count(*)::int from finding f where f.target_id = t.id and f.status = 'confirmed') as confirmed,
  (select count(*)::int from finding f where f.target_id = t.id and f.status = 'dismissed') as dismissed,
  (select coalesce(array_agg(distinct f.category), '{}') from finding f where f.target_id = t.id and f.status = 'confirmed') as categories,
  c.id as case_id, c.number as case_number, c.state as case_state,
  a.result, a.owner, a.action, a.document_number, a.evidence_number, a.note as answer_note, a.actor as answered_by, a.at as answered_at
from letter_item i
join target t on t.id = i.target_id
left join lateral (select * from scan s where s.target_id = t.id order by s.queued_at desc limit 1) s on true
left join lateral (select * from letter_answer a where a.item_id = i.id order by a.seq desc limit 1) a on true
left join lateral (
  select cf.id from case_finding x join finding f on f.id = x.finding_id join case_file cf on cf.id = x.case_id
  where f.target_id = t.id and x.detached_at is null order by cf.created_at desc limit 1
) found on true
left join case_file c on c.id = coalesce(a.case_id, found.id)
where i.letter_id = $1 and ($2::int is null or i.position > $2)
order by i.position
limit $3

-- BLOCK selectLetterItem
select i.id, i.letter_id, i.target_id from letter_item i where i.id = $1

-- BLOCK insertLetterAnswer
insert into letter_answer (id, item_id, result, owner, action, document_number, evidence_number, note, case_id, actor, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, (select id from case_file where number = $9), $10, $11)

-- BLOCK hasCaseNumber
select exists (select 1 from case_file where number = $1) as found

-- BLOCK selectLetterTargets
select target_id as id from letter_item where letter_id = $1 order by position
