-- BLOCK selectKnownPayload
select p.sha256, p.size_bytes, p.capture_id, p.record, p.uri, p.record_date, s.store_key, s.sha256 as package_sha256
from sealed_payload p join seal s on s.capture_id = p.capture_id
where p.target_id = $1 and p.sha256 = $2
  and not exists (select 1 from destruction d where d.capture_id = p.capture_id)
  and not exists (
    select 1 from quarantine q where q.capture_id = p.capture_id
      and not exists (select 1 from quarantine_lift l where l.quarantine_id = q.id)
  )

-- BLOCK insertPayload
insert into sealed_payload (sha256, size_bytes, capture_id, target_id, record, uri, record_date)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (target_id, sha256) do update
set size_bytes = excluded.size_bytes, capture_id = excluded.capture_id, record = excluded.record, uri = excluded.uri, record_date = excluded.record_date
where exists (select 1 from destruction d where d.capture_id = sealed_payload.capture_id)
  or exists (
    select 1 from quarantine q where q.capture_id = sealed_payload.capture_id
      and not exists (select 1 from quarantine_lift l where l.quarantine_id = q.id)
  )

-- BLOCK insertBase
insert into seal_base (capture_id, base_capture_id, payloads, size_bytes) values ($1, $2, $3, $4)
on conflict do nothing

-- BLOCK selectBases
select b.base_capture_id, s.store_key from seal_base b join seal s on s.capture_id = b.base_capture_id
where b.capture_id = $1 order by s.sealed_at
