-- BLOCK selectState
select t.assigned_to, pa.name as assigned_name, t.assigned_at, t.assign_note,
  t.held_by, ph.name as held_name, t.held_until, t.hold_reason,
  t.escalated_by, pe.name as escalated_name, t.escalated_at, t.escalate_reason
from (select 1) one
left join triage_state t on t.finding_id = $1
left join person pa on pa.id = t.assigned_to
left join person ph on ph.id = t.held_by and t.held_until > $2
left join person pe on pe.id = t.escalated_by

-- BLOCK assign
insert into triage_state (finding_id, assigned_to, assigned_at, assign_note) values ($1, $2, $3, $4)
on conflict (finding_id) do update set assigned_to = excluded.assigned_to, assigned_at = excluded.assigned_at, assign_note = excluded.assign_note

-- BLOCK endAssignment
update triage_state set assigned_to = null, assigned_at = null, assign_note = '' where finding_id = $1 and assigned_to is not null

-- BLOCK hold
insert into triage_state (finding_id, held_by, held_until, hold_reason) values ($1, $2, $3, $4)
on conflict (finding_id) do update set held_by = excluded.held_by, held_until = excluded.held_until, hold_reason = excluded.hold_reason

-- BLOCK endHold
update triage_state set held_by = null, held_until = null, hold_reason = '' where finding_id = $1 and held_by is not null

-- BLOCK escalate
insert into triage_state (finding_id, escalated_by, escalated_at, escalate_reason) values ($1, $2, $3, $4)
on conflict (finding_id) do update set escalated_by = excluded.escalated_by, escalated_at = excluded.escalated_at, escalate_reason = excluded.escalate_reason

-- BLOCK endEscalation
update triage_state set escalated_by = null, escalated_at = null, escalate_reason = '' where finding_id = $1 and escalated_by is not null

-- BLOCK clearState
delete from triage_state where finding_id = $1

-- BLOCK insertAct
insert into triage_act (id, finding_id, kind, actor, person_id, note, until, at) values ($1, $2, $3, $4, $5, $6, $7, $8)

-- BLOCK selectActs
select a.id, a.kind, a.actor, p.name as person, a.note, a.until, a.at
from triage_act a left join person p on p.id = a.person_id
where a.finding_id = $1 order by a.at desc, a.id desc limit $2

-- BLOCK selectTriagePeople
select p.id, p.name, p.role, (select count(*)::int from claim c where c.person_id = p.id and c.until > $1) as claims
from person p where p.disabled_at is null and p.role = any($2::text[]) order by p.name, p.id limit 500

-- BLOCK lockForTriage
select f.id, f.host, f.status, f.capture_id, f.category, f.verdict,
  array(select distinct x ->> 'rule' from jsonb_array_elements(f.signals) x order by 1) as rules,
  is_absent(f.capture_id) as is_absent,
  c.person_id as claim_person_id
from finding f left join claim c on c.finding_id = f.id and c.until > $2
where f.id = any($1::uuid[]) order by f.id for update of f

-- BLOCK selectForTriage
select f.id, f.host, f.status, f.capture_id, f.category, f.verdict,
  array(select distinct x ->> 'rule' from jsonb_array_elements(f.signals) x order by 1) as rules,
  is_absent(f.capture_id) as is_absent,
  c.person_id as claim_person_id
from finding f left join claim c on c.finding_id = f.id and c.until > $2
where f.id = any($1::uuid[]) order by f.id
