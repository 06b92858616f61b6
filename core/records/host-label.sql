-- BLOCK insertHostLabel
insert into host_label (host, name, reason, actor, at, until) values ($1, $2, $3, $4, $5, $6) returning id

-- BLOCK selectHostLabels
select l.*, r.at as removed_at, coalesce(r.actor, '') as removed_by
from host_label l left join host_label_removal r on r.label_id = l.id
where ($1::text[] is null or l.host = any($1)) and ($2::bigint is null or l.id > $2)
order by l.id limit $3

-- BLOCK insertHostLabelRemoval
insert into host_label_removal (label_id, reason, actor, at) values ($1, $2, $3, $4)
on conflict do nothing
