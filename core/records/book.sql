-- BLOCK caseBook
select f.number, f.title, f.category, f.source, f.area, f.state, f.detected_at, f.conduct_on,
  (select string_agg(s.name, '; ' order by s.added_at) from case_subject s where s.case_id = f.id and s.removed_at is null and s.name <> '') as subjects,
  (select string_agg(distinct g.host, '; ') from case_finding x join finding g on g.id = x.finding_id where x.case_id = f.id and x.detached_at is null) as hosts,
  (select sum(o.amount_vnd) from case_outcome o where o.case_id = f.id and o.kind = 'fine'
    and not exists (select 1 from case_outcome_withdrawal w where w.outcome_id = o.id))::bigint as fines,
  (select string_agg(o.decision_number, '; ') from case_outcome o where o.case_id = f.id and o.decision_number <> ''
    and not exists (select 1 from case_outcome_withdrawal w where w.outcome_id = o.id)) as decisions
from case_file f where f.detected_at >= $1 and f.detected_at < $2 order by f.number limit 20000

-- BLOCK takedownBook
select f.number, t.url, t.kind, t.addressee, t.registrar, t.channel, t.requested_at, t.due_at, t.state, t.settled_at, t.requested_by,
  (select string_agg(k.day || ': ' || coalesce(k.result, ''), '; ' order by k.day) from takedown_check k where k.takedown_id = t.id and k.done_at is not null) as checks
from takedown t join case_file f on f.id = t.case_id
where t.requested_at >= $1 and t.requested_at < $2 order by t.requested_at, t.id limit 20000

-- BLOCK handoverBook
select f.number, r.agency, r.kind, r.subject_line, r.sent_on, r.due_on, r.package_id, r.receipt_number, r.received_on, r.replied_on, r.result
from case_referral r join case_file f on f.id = r.case_id
where coalesce(r.sent_on::timestamp at time zone 'Asia/Ho_Chi_Minh', r.added_at) >= $1 and coalesce(r.sent_on::timestamp at time zone 'Asia/Ho_Chi_Minh', r.added_at) < $2
order by coalesce(r.sent_on::timestamp at time zone 'Asia/Ho_Chi_Minh', r.added_at), r.id limit 20000

-- BLOCK tipBook
select t.number, t.channel, t.incoming_number, t.received_on, t.address, t.what, t.state,
  (select s.reason from tip_step s where s.tip_id = t.id order by s.seq desc limit 1) as last_reason
from tip t
where t.received_on >= ($1::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date and t.received_on < ($2::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date
order by t.received_on, t.number limit 20000
