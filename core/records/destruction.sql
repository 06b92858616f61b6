-- BLOCK insertRequest
insert into destruction_request (id, capture_id, ground, reason, asked_by, asked_at, ledger_seq) values ($1, $2, $3, $4, $5, $6, $7)

-- BLOCK insertRefusal
insert into destruction_refusal (request_id, reason, refused_by, refused_at, ledger_seq) values ($1, $2, $3, $4, $5)

-- BLOCK insertDestruction
insert into destruction (request_id, capture_id, asked_by, confirmed_by, confirmed_at, number, minutes, minutes_sha256, ledger_seq)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- BLOCK insertDone
insert into destruction_done (request_id, done_at) values ($1, $2) on conflict (request_id) do nothing

-- BLOCK selectRequest
select q.id, q.capture_id, q.ground, q.reason, q.asked_by, q.asked_at, d.number, d.minutes,
  case when f.request_id is not null then 'done' when d.request_id is not null then 'confirmed' when r.request_id is not null then 'refused' else 'asked' end as state
from destruction_request q
left join destruction_refusal r on r.request_id = q.id
left join destruction d on d.request_id = q.id
left join destruction_done f on f.request_id = q.id
where q.id = $1

-- BLOCK selectOpenRequest
select q.id, q.capture_id, q.ground, q.reason, q.asked_by, q.asked_at, d.number, d.minutes,
  case when f.request_id is not null then 'done' when d.request_id is not null then 'confirmed' when r.request_id is not null then 'refused' else 'asked' end as state
from destruction_request q
left join destruction_refusal r on r.request_id = q.id
left join destruction d on d.request_id = q.id
left join destruction_done f on f.request_id = q.id
where q.capture_id = $1 and r.request_id is null and d.request_id is null limit 1

-- BLOCK selectRequests
select q.id, q.capture_id, q.ground, q.reason, q.asked_by, q.asked_at, d.number, d.minutes,
  case when f.request_id is not null then 'done' when d.request_id is not null then 'confirmed' when r.request_id is not null then 'refused' else 'asked' end as state
from destruction_request q
left join destruction_refusal r on r.request_id = q.id
left join destruction d on d.request_id = q.id
left join destruction_done f on f.request_id = q.id
order by q.asked_at desc limit $1

-- BLOCK selectUnfinished
select d.request_id, d.capture_id, s.store_key, d.number, d.confirmed_at, d.minutes from destruction d join seal s on s.capture_id = d.capture_id
where not exists (select 1 from destruction_done f where f.request_id = d.request_id) order by d.confirmed_at

-- BLOCK countDestructions
select count(*)::int as count from destruction where extract(year from confirmed_at at time zone 'Asia/Ho_Chi_Minh') = $1

-- BLOCK selectDependents
select b.capture_id from seal_base b where b.base_capture_id = $1
  and not exists (select 1 from destruction d where d.capture_id = b.capture_id)

-- BLOCK blankFindings
update finding set title = '', signals = without_quotes(signals), search = lower(host || ' ' || url) where capture_id = $1

-- BLOCK blankPage
update page set title = '', condition_reason = '', facts = null, detection = null where id = any(faces_of($1))

-- BLOCK forgetSketches
delete from text_sketch s using capture c left join page p on p.id = c.page_id
where c.id = $1 and (s.page_id = any(faces_of($1)) or s.origin = 'visit' and s.url in (c.url, p.url, p.final_url))

-- BLOCK forgetTraces
delete from site_trace t using capture c left join page p on p.id = c.page_id
where c.id = $1 and (t.page_id = any(faces_of($1)) or t.url in (c.url, p.url, p.final_url))

-- BLOCK forgetPictures
select forget_pictures($1)

-- BLOCK forgetLoosePictures
delete from picture p where p.read_at < $1 and not exists (select 1 from capture_picture c where c.sha256 = p.sha256)

-- BLOCK forgetSealedWords
select forget_sealed_words($1)

-- BLOCK selectVisits
select id as page_id, exchanges ->> 'blob' as blob from page where id = any(faces_of($1)) and exchanges is not null order by id

-- BLOCK selectOtherVisits
select id as page_id, exchanges ->> 'blob' as blob from page
where exchanges is not null and id <> all($1::uuid[]) and ($2::uuid is null or id > $2) order by id limit $3

-- BLOCK forgetVisit
update page set exchanges = null where id = $1

-- BLOCK selectPackagesWith
select p.id, p.created_at from package p join package_capture c on c.package_id = p.id where c.capture_id = $1 order by p.created_at
