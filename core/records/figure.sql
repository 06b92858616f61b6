-- Each figure of a report is a list: kind and id of what it counts, a label, when, and an amount in đồng where it sums one.
-- $1 and $2 are the period, the end excluded; $3 the categories, null for all. A figure without categories gives nothing where some are asked.

-- BLOCK findingsRaised
select 'finding' as kind, f.id::text as id, f.host as label, f.created_at as at, null::bigint as amount
from finding f where f.created_at >= $1 and f.created_at < $2 and ($3::text[] is null or f.category = any ($3))

-- BLOCK findingsConfirmed
select 'finding' as kind, f.id::text as id, f.host as label, d.at, null::bigint as amount
from decision d join finding f on f.id = d.finding_id
where d.at >= $1 and d.at < $2 and d.verdict = 'confirm' and ($3::text[] is null or f.category = any ($3))
  -- The last word of the period counts: what was undone or reversed in it is not counted twice.
  and not exists (select 1 from decision l where l.finding_id = d.finding_id and l.at < $2 and (l.at, l.id) > (d.at, d.id))

-- BLOCK findingsDismissed
select 'finding' as kind, f.id::text as id, f.host as label, d.at, null::bigint as amount
from decision d join finding f on f.id = d.finding_id
where d.at >= $1 and d.at < $2 and d.verdict = 'dismiss' and ($3::text[] is null or f.category = any ($3))
  -- The last word of the period counts: what was undone or reversed in it is not counted twice.
  and not exists (select 1 from decision l where l.finding_id = d.finding_id and l.at < $2 and (l.at, l.id) > (d.at, d.id))

-- BLOCK tipsReceived
select 'tip' as kind, t.id::text as id, t.number || ' · ' || t.address as label, t.created_at as at, null::bigint as amount
from tip t where t.received_on >= ($1 at time zone 'Asia/Ho_Chi_Minh')::date and t.received_on < ($2 at time zone 'Asia/Ho_Chi_Minh')::date
  and $3::text[] is null

-- BLOCK tipsAnswered
select distinct on (t.id) 'tip' as kind, t.id::text as id, t.number || ' · ' || t.address as label, s.at, null::bigint as amount
from tip_step s join tip t on t.id = s.tip_id
where s.to_state in ('answered', 'not-within-scope', 'duplicate') and s.at >= $1 and s.at < $2 and $3::text[] is null
order by t.id, s.at

-- BLOCK lettersReceived
select 'letter' as kind, l.id::text as id, l.number || ' · ' || l.sender as label, l.registered_at as at, null::bigint as amount
from letter l where l.arrived_on >= ($1 at time zone 'Asia/Ho_Chi_Minh')::date and l.arrived_on < ($2 at time zone 'Asia/Ho_Chi_Minh')::date
  and $3::text[] is null

-- BLOCK letterSites
select 'letter' as kind, l.id::text as id, i.given as label, l.registered_at as at, null::bigint as amount
from letter_item i join letter l on l.id = i.letter_id
where l.arrived_on >= ($1 at time zone 'Asia/Ho_Chi_Minh')::date and l.arrived_on < ($2 at time zone 'Asia/Ho_Chi_Minh')::date
  and $3::text[] is null

-- BLOCK letterSitesAnswered
select 'letter' as kind, l.id::text as id, i.given as label, l.registered_at as at, null::bigint as amount
from letter_item i join letter l on l.id = i.letter_id
where l.arrived_on >= ($1 at time zone 'Asia/Ho_Chi_Minh')::date and l.arrived_on < ($2 at time zone 'Asia/Ho_Chi_Minh')::date
  and $3::text[] is null and exists (select 1 from letter_answer a where a.item_id = i.id)

-- BLOCK cases
select 'case' as kind, f.id::text as id, f.number || ' · ' || f.title as label, f.detected_at as at, null::bigint as amount
from case_file f where f.detected_at >= $1 and f.detected_at < $2 and ($3::text[] is null or f.category = any ($3)) and f.state <> 'duplicate'

-- BLOCK casesHandled
select 'case' as kind, f.id::text as id, f.number || ' · ' || f.title as label, f.detected_at as at, null::bigint as amount
from case_file f where f.detected_at >= $1 and f.detected_at < $2 and ($3::text[] is null or f.category = any ($3)) and f.state <> 'duplicate'
  and exists (select 1 from case_step s where s.case_id = f.id and s.at < $2
    and s.to_state in ('removed', 'sanctioned', 'reminded', 'police', 'transferred', 'closed', 'rejected', 'out-of-area')
    -- A case that was opened again is not handled until it is once more.
    and not exists (select 1 from case_step r where r.case_id = f.id and r.at < $2 and r.seq > s.seq and r.to_state = 'verifying'))

-- BLOCK casesPolice
select distinct on (f.id) 'case' as kind, f.id::text as id, f.number || ' · ' || f.title as label, s.at, null::bigint as amount
from case_step s join case_file f on f.id = s.case_id
where s.to_state = 'police' and s.at >= $1 and s.at < $2 and ($3::text[] is null or f.category = any ($3))
order by f.id, s.at

-- BLOCK casesProsecuted
select distinct on (f.id) 'case' as kind, f.id::text as id, f.number || ' · ' || f.title as label, s.at, null::bigint as amount
from case_step s join case_file f on f.id = s.case_id
where s.to_state = 'prosecuted' and s.at >= $1 and s.at < $2 and ($3::text[] is null or f.category = any ($3))
order by f.id, s.at

-- BLOCK casesPoliceVerifying
select distinct on (f.id) 'case' as kind, f.id::text as id, f.number || ' · ' || f.title as label, s.at, null::bigint as amount
from case_step s join case_file f on f.id = s.case_id
where s.to_state = 'police-verifying' and s.at >= $1 and s.at < $2 and ($3::text[] is null or f.category = any ($3))
  -- One that was prosecuted, or not, before the period ended stands among those.
  and not exists (select 1 from case_step l where l.case_id = f.id and l.seq > s.seq and l.at < $2)
order by f.id, s.at

-- BLOCK casesTransferred
select distinct on (f.id) 'case' as kind, f.id::text as id, f.number || ' · ' || f.title as label, s.at, null::bigint as amount
from case_step s join case_file f on f.id = s.case_id
where s.to_state = 'transferred' and s.at >= $1 and s.at < $2 and ($3::text[] is null or f.category = any ($3))
order by f.id, s.at

-- BLOCK warnings
select 'case' as kind, f.id::text as id, f.number || ' · ' || f.title as label, o.decided_on::timestamp at time zone 'Asia/Ho_Chi_Minh' as at, null::bigint as amount
from case_outcome o join case_file f on f.id = o.case_id
where o.kind = 'warning' and o.decided_on >= ($1 at time zone 'Asia/Ho_Chi_Minh')::date and o.decided_on < ($2 at time zone 'Asia/Ho_Chi_Minh')::date
  and ($3::text[] is null or f.category = any ($3))
  and not exists (select 1 from case_outcome_withdrawal w where w.outcome_id = o.id)

-- BLOCK fines
select 'case' as kind, f.id::text as id, f.number || ' · ' || f.title as label, o.decided_on::timestamp at time zone 'Asia/Ho_Chi_Minh' as at, o.amount_vnd as amount
from case_outcome o join case_file f on f.id = o.case_id
where o.kind = 'fine' and o.decided_on >= ($1 at time zone 'Asia/Ho_Chi_Minh')::date and o.decided_on < ($2 at time zone 'Asia/Ho_Chi_Minh')::date
  and ($3::text[] is null or f.category = any ($3))
  and not exists (select 1 from case_outcome_withdrawal w where w.outcome_id = o.id)

-- BLOCK finesPerson
select 'case' as kind, f.id::text as id, f.number || ' · ' || f.title as label, o.decided_on::timestamp at time zone 'Asia/Ho_Chi_Minh' as at, o.amount_vnd as amount
from case_outcome o join case_file f on f.id = o.case_id
where o.kind = 'fine' and o.subject_kind = 'person' and o.decided_on >= ($1 at time zone 'Asia/Ho_Chi_Minh')::date and o.decided_on < ($2 at time zone 'Asia/Ho_Chi_Minh')::date
  and ($3::text[] is null or f.category = any ($3))
  and not exists (select 1 from case_outcome_withdrawal w where w.outcome_id = o.id)

-- BLOCK finesOrganisation
select 'case' as kind, f.id::text as id, f.number || ' · ' || f.title as label, o.decided_on::timestamp at time zone 'Asia/Ho_Chi_Minh' as at, o.amount_vnd as amount
from case_outcome o join case_file f on f.id = o.case_id
where o.kind = 'fine' and o.subject_kind = 'organisation' and o.decided_on >= ($1 at time zone 'Asia/Ho_Chi_Minh')::date and o.decided_on < ($2 at time zone 'Asia/Ho_Chi_Minh')::date
  and ($3::text[] is null or f.category = any ($3))
  and not exists (select 1 from case_outcome_withdrawal w where w.outcome_id = o.id)

-- BLOCK remedies
select 'case' as kind, f.id::text as id, f.number || ' · ' || f.title as label, o.decided_on::timestamp at time zone 'Asia/Ho_Chi_Minh' as at, null::bigint as amount
from case_outcome o join case_file f on f.id = o.case_id
where o.kind in ('remedy', 'additional-penalty') and o.decided_on >= ($1 at time zone 'Asia/Ho_Chi_Minh')::date and o.decided_on < ($2 at time zone 'Asia/Ho_Chi_Minh')::date
  and ($3::text[] is null or f.category = any ($3))
  and not exists (select 1 from case_outcome_withdrawal w where w.outcome_id = o.id)

-- BLOCK takedownsRequested
select 'case' as kind, f.id::text as id, t.url as label, t.requested_at as at, null::bigint as amount
from takedown t join case_file f on f.id = t.case_id
where t.requested_at >= $1 and t.requested_at < $2 and ($3::text[] is null or f.category = any ($3))

-- BLOCK accountsRemoved
select 'case' as kind, f.id::text as id, t.url as label, t.settled_at as at, null::bigint as amount
from takedown t join case_file f on f.id = t.case_id
where t.kind = 'account' and t.state = 'removed' and t.settled_at >= $1 and t.settled_at < $2 and (t.returned_at is null or t.returned_at < t.settled_at or t.returned_at >= $2) and ($3::text[] is null or f.category = any ($3))

-- BLOCK pagesRemoved
select 'case' as kind, f.id::text as id, t.url as label, t.settled_at as at, null::bigint as amount
from takedown t join case_file f on f.id = t.case_id
where t.kind = 'content' and t.state = 'removed' and t.settled_at >= $1 and t.settled_at < $2 and (t.returned_at is null or t.returned_at < t.settled_at or t.returned_at >= $2) and ($3::text[] is null or f.category = any ($3))

-- BLOCK takedownsOpen
select 'case' as kind, f.id::text as id, t.url as label, t.requested_at as at, null::bigint as amount
from takedown t join case_file f on f.id = t.case_id
where t.requested_at < $2 and (t.settled_at is null or t.settled_at >= $2) and $1::timestamptz is not null and ($3::text[] is null or f.category = any ($3))

-- BLOCK domainsRevoked
select 'case' as kind, f.id::text as id, t.url as label, t.settled_at as at, null::bigint as amount
from takedown t join case_file f on f.id = t.case_id
where t.kind in ('domain-suspension', 'domain-revocation') and t.state = 'removed' and t.settled_at >= $1 and t.settled_at < $2 and (t.returned_at is null or t.returned_at < t.settled_at or t.returned_at >= $2) and ($3::text[] is null or f.category = any ($3))

-- BLOCK domainsPending
select 'case' as kind, f.id::text as id, t.url as label, t.requested_at as at, null::bigint as amount
from takedown t join case_file f on f.id = t.case_id
where t.kind in ('domain-suspension', 'domain-revocation') and t.requested_at < $2 and (t.settled_at is null or t.settled_at >= $2) and $1::timestamptz is not null and ($3::text[] is null or f.category = any ($3))

-- BLOCK referralsSent
select 'case' as kind, f.id::text as id, f.number || ' · ' || r.agency as label, coalesce(r.sent_on::timestamp at time zone 'Asia/Ho_Chi_Minh', r.added_at) as at, null::bigint as amount
from case_referral r join case_file f on f.id = r.case_id
where r.sent_on >= ($1 at time zone 'Asia/Ho_Chi_Minh')::date and r.sent_on < ($2 at time zone 'Asia/Ho_Chi_Minh')::date and ($3::text[] is null or f.category = any ($3))

-- BLOCK referralsAnswered
select 'case' as kind, f.id::text as id, f.number || ' · ' || r.agency as label, coalesce(r.sent_on::timestamp at time zone 'Asia/Ho_Chi_Minh', r.added_at) as at, null::bigint as amount
from case_referral r join case_file f on f.id = r.case_id
where r.replied_on >= ($1 at time zone 'Asia/Ho_Chi_Minh')::date and r.replied_on < ($2 at time zone 'Asia/Ho_Chi_Minh')::date and ($3::text[] is null or f.category = any ($3))

-- BLOCK referralsOverdue
select 'case' as kind, f.id::text as id, f.number || ' · ' || r.agency as label, coalesce(r.sent_on::timestamp at time zone 'Asia/Ho_Chi_Minh', r.added_at) as at, null::bigint as amount
from case_referral r join case_file f on f.id = r.case_id
where r.due_on >= ($1 at time zone 'Asia/Ho_Chi_Minh')::date and r.due_on < ($2 at time zone 'Asia/Ho_Chi_Minh')::date and coalesce(r.replied_on, (now() at time zone 'Asia/Ho_Chi_Minh')::date) > r.due_on and ($3::text[] is null or f.category = any ($3))

-- BLOCK damage
select 'case' as kind, f.id::text as id, f.number || ' · ' || r.agency as label, coalesce(r.sent_on::timestamp at time zone 'Asia/Ho_Chi_Minh', r.added_at) as at, r.damage_vnd as amount
from case_referral r join case_file f on f.id = r.case_id
where r.damage_vnd is not null and coalesce(r.replied_on, r.sent_on) >= ($1 at time zone 'Asia/Ho_Chi_Minh')::date and coalesce(r.replied_on, r.sent_on) < ($2 at time zone 'Asia/Ho_Chi_Minh')::date and ($3::text[] is null or f.category = any ($3))

-- BLOCK assessmentsRequested
select 'case' as kind, f.id::text as id, f.number || ' · ' || r.agency as label, coalesce(r.sent_on::timestamp at time zone 'Asia/Ho_Chi_Minh', r.added_at) as at, null::bigint as amount
from case_referral r join case_file f on f.id = r.case_id
where r.kind = 'assessment' and r.sent_on >= ($1 at time zone 'Asia/Ho_Chi_Minh')::date and r.sent_on < ($2 at time zone 'Asia/Ho_Chi_Minh')::date and ($3::text[] is null or f.category = any ($3))

-- BLOCK assessmentsDone
select 'case' as kind, f.id::text as id, f.number || ' · ' || r.agency as label, coalesce(r.sent_on::timestamp at time zone 'Asia/Ho_Chi_Minh', r.added_at) as at, null::bigint as amount
from case_referral r join case_file f on f.id = r.case_id
where r.kind = 'assessment' and r.replied_on >= ($1 at time zone 'Asia/Ho_Chi_Minh')::date and r.replied_on < ($2 at time zone 'Asia/Ho_Chi_Minh')::date and ($3::text[] is null or f.category = any ($3))

-- BLOCK packagesSealed
select 'case' as kind, f.id::text as id, f.number || ' · ' || p.purpose as label, p.sealed_at as at, null::bigint as amount
from case_package p join case_file f on f.id = p.case_id
where p.sealed_at >= $1 and p.sealed_at < $2 and ($3::text[] is null or f.category = any ($3))

-- BLOCK identifiersIp
select 'case' as kind, f.id::text as id, f.number || ' · ' || i.kind as label, i.added_at as at, null::bigint as amount
from case_identifier i join case_file f on f.id = i.case_id
where i.kind in ('ip') and i.removed_at is null and i.added_at >= $1 and i.added_at < $2 and ($3::text[] is null or f.category = any ($3))

-- BLOCK identifiersPhone
select 'case' as kind, f.id::text as id, f.number || ' · ' || i.kind as label, i.added_at as at, null::bigint as amount
from case_identifier i join case_file f on f.id = i.case_id
where i.kind in ('phone', 'imei') and i.removed_at is null and i.added_at >= $1 and i.added_at < $2 and ($3::text[] is null or f.category = any ($3))

-- BLOCK identifiersAccount
select 'case' as kind, f.id::text as id, f.number || ' · ' || i.kind as label, i.added_at as at, null::bigint as amount
from case_identifier i join case_file f on f.id = i.case_id
where i.kind in ('account') and i.removed_at is null and i.added_at >= $1 and i.added_at < $2 and ($3::text[] is null or f.category = any ($3))

-- BLOCK identifiersBank
select 'case' as kind, f.id::text as id, f.number || ' · ' || i.kind as label, i.added_at as at, null::bigint as amount
from case_identifier i join case_file f on f.id = i.case_id
where i.kind in ('bank-account', 'wallet') and i.removed_at is null and i.added_at >= $1 and i.added_at < $2 and ($3::text[] is null or f.category = any ($3))

-- BLOCK deadlinesMissed
select 'case' as kind, f.id::text as id, f.number || ' · ' || d.label as label, d.due_at as at, null::bigint as amount
from case_deadline d join case_file f on f.id = d.case_id
where d.due_at >= $1 and d.due_at < $2 and coalesce(d.met_at, now()) > d.due_at and ($3::text[] is null or f.category = any ($3))
