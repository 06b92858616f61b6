-- BLOCK giveUpOpenCaptures
update capture set state = 'failed', error = 'viewing stopped', attempts = attempts + 1
where target_id = $1 and state in ('queued', 'captured') returning id

-- BLOCK giveUpOpenPages
update page set state = 'failed', fetched_at = coalesce(fetched_at, $2), error = 'viewing stopped'
where state = 'queued' and scan_id in (select id from scan where target_id = $1 and state = 'running')

-- BLOCK endScans
update scan set state = 'done', outcome = 'failed', outcome_reason = 'dừng xem theo quy định', finished_at = $2
where target_id = $1 and state = 'running'

-- BLOCK selectAlike
select c.id from capture c join seal s on s.capture_id = c.id
where c.id = $1 or (c.target_id = $2 and (
  rtrim(split_part(c.url, '#', 1), '/') = (select rtrim(split_part(o.url, '#', 1), '/') from capture o where o.id = $1)
  or c.id in (
    select b.capture_id from finding_capture a join finding_capture b on b.finding_id = a.finding_id where a.capture_id = $1
  )))
order by c.id limit 2000

-- BLOCK pauseTarget
update target set paused = true where id = $1

-- BLOCK stopFindings
update finding set status = 'stopped', updated_at = $2 where target_id = $1 and status = 'new' returning id

-- BLOCK dropClaims
delete from claim where finding_id in (select id from finding where target_id = $1)

-- BLOCK insertStop
insert into viewing_stop (id, capture_id, target_id, url, captured_at, note, stopped_by, stopped_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)

-- BLOCK selectStopOfCapture
select v.* from viewing_stop v join capture c on c.target_id = v.target_id
join quarantine q on q.capture_id = c.id and not exists (select 1 from quarantine_lift l where l.quarantine_id = q.id)
where c.id = $1 order by v.stopped_at desc limit 1

-- BLOCK isTargetStopped
select exists (
  select 1 from viewing_stop v join target t on t.id = v.target_id where v.target_id = $1 and t.paused
) as stopped

-- BLOCK selectLeads
select name from person where role = 'lead' and disabled_at is null order by name limit 20
