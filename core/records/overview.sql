-- BLOCK waitingByAge
select verdict, category,
  count(*) filter (where created_at > $1::timestamptz)::int as fresh,
  count(*) filter (where created_at <= $1::timestamptz and created_at > $2::timestamptz)::int as aging,
  count(*) filter (where created_at <= $2::timestamptz)::int as old,
  min(created_at) as oldest_at
from finding where status = 'new' group by verdict, category order by verdict, count(*) desc

-- BLOCK decisionsByDay
select to_char(d.at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') as day,
  count(*) filter (where d.verdict = 'confirm')::int as confirmed,
  count(*) filter (where d.verdict = 'dismiss')::int as dismissed,
  percentile_cont(0.5) within group (order by extract(epoch from d.at - f.created_at) / 3600) filter (where d.verdict <> 'reopen') as median_hours
from decision d join finding f on f.id = d.finding_id
where d.at >= $1 group by 1 order by 1

-- BLOCK decisionsByPerson
select d.actor, coalesce(p.name, '') as name, count(*) filter (where d.verdict = 'confirm')::int as confirmed,
  count(*) filter (where d.verdict = 'dismiss')::int as dismissed,
  (select count(*)::int from case_step s where s.actor = d.actor and s.at >= $1) as steps
from decision d left join person p on p.login = d.actor
where d.at >= $1 group by d.actor, p.name order by count(*) desc, d.actor limit 100

-- BLOCK scanFreshness
with last as (
  select t.id, t.created_at, (select max(s.finished_at) from scan s where s.target_id = t.id and s.outcome = 'scanned') as seen_at
  from target t
  where not t.paused and (t.expires_on is null or t.expires_on >= $1::date)
)
select count(*)::int as targets, count(*) filter (where seen_at is null)::int as never,
  count(*) filter (where seen_at > $2::timestamptz)::int as within_day,
  count(*) filter (where seen_at <= $2::timestamptz and seen_at > $3::timestamptz)::int as within_week,
  count(*) filter (where seen_at <= $3::timestamptz)::int as older,
  min(coalesce(seen_at, created_at)) as oldest_at
from last

-- BLOCK crawlOutcomes
select coalesce(outcome, 'running') as outcome, count(*)::int as scans from scan where queued_at >= $1 group by 1 order by 2 desc

-- BLOCK casesByState
select state, count(*)::int as cases, min(state_at) as oldest_at from case_file
where state <> all (array(select s.code from case_state s where s.is_final)) group by state order by cases desc

-- BLOCK openDeadlines
select count(*) filter (where due_at < $1)::int as overdue, count(*) filter (where due_at >= $1 and due_at < $2)::int as soon
from case_deadline where met_at is null
