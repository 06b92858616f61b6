-- BLOCK insertReplayCheck
insert into replay_check (id, capture_id, at, verdict, picture_difference, text_similarity, served, unserved, knocks, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- BLOCK selectLatestReplayCheck
select * from replay_check where capture_id = $1 order by at desc limit 1

-- BLOCK countUnreplayed
select count(*)::int as count from capture c join seal s on s.capture_id = c.id
where c.scan_id = any($1) and not exists (select 1 from replay_check r where r.capture_id = c.id)
