-- BLOCK insertClass
insert into retention_class (code, label, keep_days, basis, effective_from, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6, $7)

-- BLOCK endClass
update retention_class set effective_to = $2::date where code = $1 and effective_from < $2::date and (effective_to is null or effective_to > $2::date)

-- BLOCK selectClasses
select code, label, keep_days, basis, effective_from, effective_to from retention_class order by code, effective_from

-- BLOCK countClass
select count(*)::int as count from retention_class where code = $1

-- BLOCK setCaptureClass
insert into capture_retention (capture_id, class_code, reason, set_by, set_at) values ($1, $2, $3, $4, $5)

-- BLOCK selectTerm
select s.capture_id, k.class_code, c.keep_days, coalesce(c.basis, '') as basis, s.sealed_at + make_interval(days => c.keep_days) as keep_until
from seal s
cross join lateral (
  select coalesce((select r.class_code from capture_retention r where r.capture_id = s.capture_id order by r.id desc limit 1), 'default') as class_code
) k
left join retention_class c on c.code = k.class_code
  and c.effective_from <= (s.sealed_at at time zone 'Asia/Ho_Chi_Minh')::date
  and (c.effective_to is null or c.effective_to > (s.sealed_at at time zone 'Asia/Ho_Chi_Minh')::date)
where s.capture_id = $1

-- BLOCK selectOver
select s.capture_id, k.class_code, c.keep_days, c.basis, s.sealed_at + make_interval(days => c.keep_days) as keep_until
from seal s
cross join lateral (
  select coalesce((select r.class_code from capture_retention r where r.capture_id = s.capture_id order by r.id desc limit 1), 'default') as class_code
) k
join retention_class c on c.code = k.class_code
  and c.effective_from <= (s.sealed_at at time zone 'Asia/Ho_Chi_Minh')::date
  and (c.effective_to is null or c.effective_to > (s.sealed_at at time zone 'Asia/Ho_Chi_Minh')::date)
where s.sealed_at + make_interval(days => c.keep_days) <= $1
  and not exists (select 1 from destruction d where d.capture_id = s.capture_id)
  and not exists (
    select 1 from evidence_hold h where h.capture_id = s.capture_id
      and not exists (select 1 from evidence_hold_lift l where l.hold_id = h.id)
  )
order by keep_until, s.capture_id limit $2
