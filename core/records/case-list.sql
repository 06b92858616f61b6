-- BLOCK selectCases
select * from case_rows(array(
  select f.id from case_file f
  where ($1::text is null or f.state = $1) and ($2::text is null or f.category = $2) and ($3::text is null or f.source = $3)
    and ($4::uuid is null or f.assigned_to = $4)
    and ($5::timestamptz is null or exists (select 1 from case_deadline d where d.case_id = f.id and d.met_at is null and d.due_at < $5)
      or exists (select 1 from case_task t where t.case_id = f.id and t.done_at is null and t.due_on < ($5 at time zone 'Asia/Ho_Chi_Minh')::date))
    and (not $6::boolean or f.state <> all (array(select s.code from case_state s where s.is_final)))
    and ($7::timestamptz is null or f.detected_at >= $7) and ($8::timestamptz is null or f.detected_at < $8)
    and ($9::text is null or f.search_words @@ $9::tsquery)
    and ($10::timestamptz is null or (f.updated_at <= $10 and (f.updated_at < $10 or f.id > $11::uuid)))
  order by f.updated_at desc, f.id limit $12
))

-- BLOCK countCases
select count(*)::int as count from (
  select 1 from case_file f
  where ($1::text is null or f.state = $1) and ($2::text is null or f.category = $2) and ($3::text is null or f.source = $3)
    and ($4::uuid is null or f.assigned_to = $4)
    and ($5::timestamptz is null or exists (select 1 from case_deadline d where d.case_id = f.id and d.met_at is null and d.due_at < $5)
      or exists (select 1 from case_task t where t.case_id = f.id and t.done_at is null and t.due_on < ($5 at time zone 'Asia/Ho_Chi_Minh')::date))
    and (not $6::boolean or f.state <> all (array(select s.code from case_state s where s.is_final)))
    and ($7::timestamptz is null or f.detected_at >= $7) and ($8::timestamptz is null or f.detected_at < $8)
    and ($9::text is null or f.search_words @@ $9::tsquery)
  limit $10
) found

-- BLOCK countByState
select state, count(*)::int as count from case_file group by state
