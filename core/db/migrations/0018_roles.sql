-- The roles of the whole workflow, and what documents print of a person.
alter table person drop constraint person_role_check;
alter table person add constraint person_role_check check (role in ('admin', 'monitor', 'lead', 'approver', 'inspector', 'assessor', 'clerk', 'auditor', 'guest'));
alter table person add column title text not null default '';
alter table person add column unit text not null default '';
