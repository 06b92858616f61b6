-- What stands beside each row of a list, always found by the same keys. The statements stand in functions because a connection then plans their
-- joins once: planned anew for each page they cost more than the page. Which rows a page holds is still planned by the filter's own values.

-- A page of the queue, in the order of `ids`. A finding whose status is no longer `asked` was decided meanwhile and belongs to another list.
create function queue_rows(ids uuid[], at timestamptz, asked text) returns table (
  id uuid, capture_id uuid, url text, host text, title text, category text, verdict text, score real, reproduced boolean, status text,
  created_at timestamptz, captured_at timestamptz, signal_count integer, says text[],
  claim_person_id uuid, claim_name text, claim_until timestamptz,
  assigned_to uuid, assigned_name text, assigned_at timestamptz, assign_note text,
  held_by uuid, held_name text, held_until timestamptz, hold_reason text,
  escalated_by uuid, escalated_name text, escalated_at timestamptz, escalate_reason text,
  in_case boolean, time_stamp text
) language plpgsql stable rows 50 set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
  select f.id, f.capture_id, f.url, f.host, case when a.away then '' else f.title end as title,
    f.category, f.verdict, f.score, f.reproduced, f.status, f.created_at,
    coalesce(c.captured_at, s.sealed_at) as captured_at,
    jsonb_array_length(f.signals) as signal_count,
    case when a.away then array[]::text[] else array(select x->>'say' from jsonb_array_elements(f.signals) x order by (x->>'weight')::float8 desc limit 2) end as says,
    k.person_id as claim_person_id, p.name as claim_name, k.until as claim_until,
    t.assigned_to, pa.name as assigned_name, t.assigned_at, t.assign_note,
    t.held_by, ph.name as held_name, t.held_until, t.hold_reason,
    t.escalated_by, pe.name as escalated_name, t.escalated_at, t.escalate_reason,
    exists (select 1 from case_finding cf where cf.finding_id = f.id and cf.detached_at is null) as in_case,
    case when exists (select 1 from time_stamp_token m where m.capture_id = f.capture_id and m.imprint_of = 'manifest') then 'stamped'
      when exists (select 1 from time_stamp m where m.capture_id = f.capture_id and m.renews is null) then 'waiting' else 'none' end as time_stamp
  from unnest(ids) with ordinality place(id, n) join finding f on f.id = place.id
  join seal s on s.capture_id = f.capture_id
  join capture c on c.id = f.capture_id
  cross join lateral (select is_absent(f.capture_id) as away) a
  left join claim k on k.finding_id = f.id and k.until > at
  left join person p on p.id = k.person_id
  left join triage_state t on t.finding_id = f.id
  left join person pa on pa.id = t.assigned_to
  left join person ph on ph.id = t.held_by and t.held_until > at
  left join person pe on pe.id = t.escalated_by
  -- Decided between the two statements: it belongs to another list now.
  where f.status = asked
  order by place.n;
end $$;

-- A page of the list of cases, in the order of `ids`.
create function case_rows(ids uuid[]) returns table (
  id uuid, number text, title text, category text, source text, state text, state_at timestamptz, detected_at timestamptz, updated_at timestamptz,
  assigned_to uuid, assigned_name text, subjects text[], hosts text[], exhibits integer, next_due_at timestamptz
) language plpgsql stable rows 50 set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
  select f.id, f.number, f.title, f.category, f.source, f.state, f.state_at, f.detected_at, f.updated_at, f.assigned_to, a.name as assigned_name,
    array(select s.name from case_subject s where s.case_id = f.id and s.removed_at is null and s.name <> '' order by s.added_at limit 3) as subjects,
    array(select distinct g.host from case_finding x join finding g on g.id = x.finding_id
      where x.case_id = f.id and x.detached_at is null order by g.host limit 3) as hosts,
    (select count(*) from case_exhibit e where e.case_id = f.id and e.detached_at is null)::int as exhibits,
    least(
      (select min(d.due_at) from case_deadline d where d.case_id = f.id and d.met_at is null),
      (select (min(t.due_on) + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh' from case_task t where t.case_id = f.id and t.done_at is null)
    ) as next_due_at
  from unnest(ids) with ordinality place(id, n) join case_file f on f.id = place.id
  left join person a on a.id = f.assigned_to
  order by place.n;
end $$;
