-- BLOCK lockState
select state from case_file where id = $1 for no key update

-- BLOCK insertStep
with made as (
  insert into case_step (id, case_id, from_state, to_state, person_id, actor, reason, at) values ($1, $2, $3, $4, $5, $6, $7, $8) returning *
)
select m.id, m.seq, m.from_state, m.to_state, m.person_id, m.actor, p.name as actor_name, m.reason, m.at from made m join person p on p.id = m.person_id

-- BLOCK selectSteps
select s.id, s.seq, s.from_state, s.to_state, s.person_id, s.actor, p.name as actor_name, s.reason, s.at
from case_step s join person p on p.id = s.person_id where s.case_id = $1 order by s.seq

-- BLOCK selectTransitions
select t.to_state, t.roles, t.needs from case_transition t join case_state s on s.code = t.to_state where t.from_state = $1 order by s.position

-- BLOCK selectStepFacts
select
  exists (select 1 from case_exhibit e where e.case_id = $1 and e.detached_at is null) as has_exhibit,
  exists (select 1 from case_package p where p.case_id = $1) as has_package,
  exists (select 1 from case_file f where f.id = $1 and f.created_by = $2)
    or exists (select 1 from case_author a where a.case_id = $1 and a.person_id = $2)
    or exists (select 1 from case_step s where s.case_id = $1 and s.to_state = 'proposed' and s.person_id = $2) as has_hand

-- BLOCK hasReadProposal
select exists (select 1 from event e
  where e.object = $1::text and e.actor = $2 and e.act = 'case.viewed'
  and e.at >= (select max(s.at) from case_step s where s.case_id = $1::uuid and s.to_state = 'proposed')) as read

-- BLOCK selectLastLook
select max(e.at) as at from event e
where e.object = $1::text and e.actor = $2 and e.act = 'case.viewed'
  and e.at < (select max(s.at) from case_step s where s.case_id = $1::uuid and s.to_state = 'proposed')
