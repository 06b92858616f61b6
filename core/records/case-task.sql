-- BLOCK insertTask
insert into case_task (id, case_id, title, assigned_to, due_on, added_by, added_at) values ($1, $2, $3, $4, $5, $6, $7)

-- BLOCK setTaskDone
update case_task set done_by = $3, done_at = $4 where case_id = $1 and id = $2

-- BLOCK selectTasks
select t.id, t.title, t.assigned_to, p.name as assigned_name, t.due_on, t.added_by, t.added_at, t.done_by, t.done_at
from case_task t left join person p on p.id = t.assigned_to
where t.case_id = $1 order by t.done_at is not null, t.due_on nulls last, t.added_at, t.id

-- BLOCK insertNote
insert into case_note (id, case_id, text, added_by, added_at) values ($1, $2, $3, $4, $5)

-- BLOCK selectNotes
select id, text, added_by, added_at from case_note where case_id = $1 order by added_at, id

-- BLOCK selectCaseDeadlines
select id, term_id, label, starts_at, due_at, met_at, met_by from case_deadline
where case_id = $1 order by met_at is not null, due_at, id
