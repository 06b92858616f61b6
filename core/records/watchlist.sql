-- BLOCK selectWatchlist
select t.*, p.name as owner_name, l.state as scan_state, l.outcome as scan_outcome, l.outcome_reason as scan_reason,
  coalesce(l.finished_at, l.queued_at) as scan_at,
  (select count(*)::int from finding f where f.target_id = t.id and f.status = 'new') as open_findings
from target t
left join person p on p.id = t.owner_id
left join lateral (select * from scan s where s.target_id = t.id order by s.queued_at desc limit 1) l on true
where ($1::text is null or lower(t.url) like $1 or lower(t.label) like $1 or lower(t.purpose) like $1 or lower(t.note) like $1)
  and ($2::text is null or t.kind = $2)
  and ($3::uuid is null or t.owner_id = $3)
  and ($4::text is null or $4 = any(t.tags))
  and ($5::text is null or lower(t.area) = lower($5))
  and case $6::text
    when 'paused' then t.paused
    when 'watching' then not t.paused and (t.expires_on is null or t.expires_on >= $7::date)
    when 'expired' then t.expires_on < $7::date
    when 'expiring' then t.expires_on between $7::date and $7::date + 14
    when 'no-purpose' then t.purpose = '' or t.legal_basis = ''
    when 'no-owner' then t.owner_id is null
    else true end
  and ($8::uuid is null or t.id > $8)
order by t.id
limit $9

-- BLOCK countWatchlist
select count(*)::int as count from target t
where ($1::text is null or lower(t.url) like $1 or lower(t.label) like $1 or lower(t.purpose) like $1 or lower(t.note) like $1)
  and ($2::text is null or t.kind = $2)
  and ($3::uuid is null or t.owner_id = $3)
  and ($4::text is null or $4 = any(t.tags))
  and ($5::text is null or lower(t.area) = lower($5))
  and case $6::text
    when 'paused' then t.paused
    when 'watching' then not t.paused and (t.expires_on is null or t.expires_on >= $7::date)
    when 'expired' then t.expires_on < $7::date
    when 'expiring' then t.expires_on between $7::date and $7::date + 14
    when 'no-purpose' then t.purpose = '' or t.legal_basis = ''
    when 'no-owner' then t.owner_id is null
    else true end

-- BLOCK selectWatchFacets
select
  (select coalesce(array_agg(distinct tag order by tag), '{}') from (select unnest(tags) as tag from target limit 20000) g) as tags,
  (select coalesce(array_agg(distinct area order by area), '{}') from target where area <> '') as areas,
  (select count(*)::int from target where expires_on < $1::date and not paused) as expired,
  (select count(*)::int from target where expires_on between $1::date and $1::date + 14 and not paused) as expiring,
  (select count(*)::int from target where purpose = '' or legal_basis = '') as bare

-- BLOCK selectOwners
select id, name, login from person where disabled_at is null and role in ('monitor', 'lead', 'inspector') order by name, login
