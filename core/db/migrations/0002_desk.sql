-- The desk: what its screens ask for often.

create index event_by_object on event (object, id);
create index page_recent on page (fetched_at desc) where fetched_at is not null;
create index scan_finished on scan (finished_at desc) where state = 'done';
create index dead_job_recent on dead_job (at desc);
