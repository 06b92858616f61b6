-- BLOCK nextTipNumber
select nextval('tip_number')::int as number

-- BLOCK insertTip
insert into tip (id, number, channel, incoming_number, received_on, address, what, seen_when, code_sha256, file_id, search, created_at, created_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- BLOCK insertIdentity
insert into tip_identity (tip_id, sealed, kept_at) values ($1, $2, $3)

-- BLOCK selectIdentity
select sealed from tip_identity where tip_id = $1

-- BLOCK selectTips
select t.*, exists (select 1 from tip_identity i where i.tip_id = t.id) as has_identity, f.name as file_name, g.url as target_url
from tip t left join intake_file f on f.id = t.file_id left join target g on g.id = t.target_id
where ($1::text is null or t.state = $1) and ($2::text is null or t.channel = $2)
  and t.search like all($3::text[]) and ($4::uuid is null or t.id < $4)
order by t.id desc limit $5

-- BLOCK countTipStates
select state, count(*)::int as count from tip group by state

-- BLOCK selectTip
select t.*, exists (select 1 from tip_identity i where i.tip_id = t.id) as has_identity, f.name as file_name, g.url as target_url
from tip t left join intake_file f on f.id = t.file_id left join target g on g.id = t.target_id
where t.id = $1

-- BLOCK lockTip
select id, state from tip where id = $1 for update

-- BLOCK selectTipByNumber
select id from tip where number = $1

-- BLOCK insertTipStep
insert into tip_step (id, tip_id, to_state, reason, duplicate_of, actor, at) values ($1, $2, $3, $4, $5, $6, $7)

-- BLOCK setTipState
update tip set state = $2 where id = $1

-- BLOCK setTipTarget
update tip set target_id = $2 where id = $1

-- BLOCK selectTipSteps
select s.to_state, s.reason, s.actor, s.at, d.number as duplicate_of from tip_step s left join tip d on d.id = s.duplicate_of
where s.tip_id = $1 order by s.seq

-- BLOCK insertTipLink
insert into tip_link (tip_id, finding_id, case_id, added_by, at) values ($1, $2, $3, $4, $5) on conflict do nothing

-- BLOCK selectTipLinks
select l.finding_id, f.host as finding_host, f.status as finding_status, l.case_id, c.number as case_number, c.state as case_state, l.added_by, l.at
from tip_link l left join finding f on f.id = l.finding_id left join case_file c on c.id = l.case_id
where l.tip_id = $1 order by l.at

-- BLOCK selectCaseByNumber
select id from case_file where number = $1

-- BLOCK selectNewestFinding
select id from finding where target_id = $1 order by created_at desc limit 1

-- BLOCK insertTipReply
insert into tip_reply (id, tip_id, text, actor, at) values ($1, $2, $3, $4, $5)

-- BLOCK selectTipReply
select text, actor, at from tip_reply where tip_id = $1 order by seq desc limit 1

-- BLOCK countFormTips
select count(*)::int as count from tip where channel = 'form' and created_at > $1

-- BLOCK selectTipByCode
select number, state, received_on from tip where code_sha256 = $1

-- BLOCK lockPushedTip
select pg_advisory_xact_lock(hashtextextended('vonggac.tip:' || $1::text, 0))

-- BLOCK selectPushedTip
select number from tip where channel = 'partner' and incoming_number = $1 limit 1
