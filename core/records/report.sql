-- BLOCK selectCategories
select * from report_category order by position

-- BLOCK deleteCategories
delete from report_category

-- BLOCK insertCategory
insert into report_category (code, position, label, categories, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6)

-- BLOCK selectOtherCategories
select distinct category from case_file where category <> all ($1::text[]) order by category

-- BLOCK selectSchedules
select * from report_schedule where disabled_at is null order by due_on, id

-- BLOCK upsertSchedule
insert into report_schedule (id, kind, label, recipient, period_from, period_to, due_on, source, mark, changed_by, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (id) do update set kind = excluded.kind, label = excluded.label, recipient = excluded.recipient, period_from = excluded.period_from,
  period_to = excluded.period_to, due_on = excluded.due_on, source = excluded.source, mark = excluded.mark, disabled_at = null,
  changed_by = excluded.changed_by, changed_at = excluded.changed_at

-- BLOCK addSchedule
insert into report_schedule (id, kind, label, recipient, period_from, period_to, due_on, source, mark, changed_by, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (id) do nothing

-- BLOCK disableSchedule
update report_schedule set disabled_at = $2, changed_by = $3, changed_at = $2 where id = $1 and disabled_at is null returning id

-- BLOCK insertReport
insert into report (id, kind, title, from_day, to_day, due_on, compare, schedule_id, created_by, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) returning *

-- BLOCK selectReport
select * from report where id = $1

-- BLOCK selectReports
select * from report where ($1::text is null or kind = $1) and ($2::date is null or (created_at, id) < ($3::timestamptz, $4::uuid))
order by created_at desc, id desc limit $5

-- BLOCK selectReportOf
select id from report where schedule_id = $1 and from_day = $2 and to_day = $3 order by created_at desc limit 1

-- BLOCK updateReport
update report set title = $2, from_day = $3, to_day = $4, due_on = $5, compare = $6, texts = $7, updated_at = $8 where id = $1 returning *

-- BLOCK issueReport
update report set figures = $2, issued_by = $3, issued_at = $4, updated_at = $4 where id = $1 and issued_at is null returning *

-- BLOCK insertCounter
insert into soc_counter (id, from_day, to_day, name, value, note, entered_by, entered_at) values ($1, $2, $3, $4, $5, $6, $7, $8)

-- BLOCK selectCounters
select distinct on (name, from_day, to_day) name, from_day, to_day, value, note, entered_by, entered_at
from soc_counter where from_day >= $1 and to_day <= $2
order by name, from_day, to_day, seq desc

-- BLOCK countByAgency
select r.agency, count(*)::int as sent,
  count(*) filter (where r.replied_on is not null)::int as answered,
  coalesce(sum(r.damage_vnd), 0)::bigint as damage
from case_referral r
where r.sent_on >= ($1::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date and r.sent_on < ($2::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date
group by r.agency order by sent desc, r.agency limit 200

-- BLOCK measureTakedowns
select count(*)::int as requested, count(*) filter (where state = 'removed' and (returned_at is null or returned_at < settled_at))::int as removed,
  percentile_cont(0.5) within group (order by extract(epoch from settled_at - requested_at) / 3600) filter (where state = 'removed' and (returned_at is null or returned_at < settled_at)) as median_hours
from takedown where requested_at >= $1 and requested_at < $2
