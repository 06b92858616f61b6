-- BLOCK insertSubject
insert into case_subject (id, case_id, kind, name, address, confidence, note, added_by, added_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- BLOCK changeSubject
update case_subject set kind = $3, name = $4, address = $5, confidence = $6, note = $7 where case_id = $1 and id = $2 and removed_at is null

-- BLOCK removeSubject
update case_subject set removed_by = $3, removed_at = $4 where case_id = $1 and id = $2 and removed_at is null

-- BLOCK removePlaceholders
update case_subject set removed_by = $2, removed_at = $3 where case_id = $1 and kind = 'unknown' and name = '' and removed_at is null

-- BLOCK selectSubjects
select id, kind, name, address, confidence, note, added_by, added_at from case_subject
where case_id = $1 and removed_at is null order by added_at, id

-- BLOCK insertIdentifier
insert into case_identifier (id, case_id, subject_id, kind, value, confidence, origin, capture_id, added_by, added_at)
select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
where ($3::uuid is null or exists (select 1 from case_subject s where s.id = $3 and s.case_id = $2 and s.removed_at is null))
  and ($8::uuid is null or exists (select 1 from case_exhibit e where e.capture_id = $8 and e.case_id = $2 and e.detached_at is null))
returning id

-- BLOCK removeIdentifier
update case_identifier set removed_by = $3, removed_at = $4 where case_id = $1 and id = $2 and removed_at is null

-- BLOCK selectIdentifiers
select id, subject_id, kind, value, confidence, origin, capture_id, added_by, added_at from case_identifier
where case_id = $1 and removed_at is null order by kind, value, added_at

-- BLOCK selectSharedIdentifiers
select distinct i.kind, i.value, o.case_id, f.number
from case_identifier i
join case_identifier o on o.kind = i.kind and o.value = i.value and o.case_id <> i.case_id and o.removed_at is null
join case_file f on f.id = o.case_id
where i.case_id = $1 and i.removed_at is null
order by f.number, i.kind, i.value limit 100

-- BLOCK insertCharge
insert into case_charge (id, case_id, article_id, subject_id, note, added_by, added_at)
select $1, $2, $3, $4, $5, $6, $7
where $4::uuid is null or exists (select 1 from case_subject s where s.id = $4 and s.case_id = $2 and s.removed_at is null)
returning id

-- BLOCK removeCharge
update case_charge set removed_by = $3, removed_at = $4 where case_id = $1 and id = $2 and removed_at is null

-- BLOCK selectCharges
select id, article_id, subject_id, note, added_by, added_at from case_charge where case_id = $1 and removed_at is null order by added_at, id
