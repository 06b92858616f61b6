-- BLOCK insertEvent
insert into event (at, actor, act, object, detail) values ($1, $2, $3, $4, $5)

-- BLOCK selectEvents
select * from event where ($1::text is null or object = $1) and ($2::bigint is null or id < $2)
order by id desc limit $3

-- BLOCK selectViewed
select distinct object from event where object = any($2::text[]) and actor = $1 and act = 'original.viewed' and at >= $3

-- BLOCK hasViewed
select exists (
  select 1 from event where object = $2 and actor = $1 and act = 'original.viewed' and at >= $3
) as viewed
