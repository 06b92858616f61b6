-- BLOCK selectInstruments
select * from law_instrument where ($1::boolean or withdrawn_at is null) and ($2::text is null or series = $2) order by effective_from desc nulls last, id

-- BLOCK insertInstruments
insert into law_instrument select * from jsonb_populate_recordset(null::law_instrument, $1::jsonb) on conflict do nothing

-- BLOCK closeInstruments
update law_instrument set effective_to = $2::date - 1
where series = $1 and withdrawn_at is null and coalesce(effective_from, '-infinity') < $2::date and coalesce(effective_to, 'infinity') >= $2::date

-- BLOCK withdrawInstruments
update law_instrument set withdrawn_at = $3, withdrawn_by = $4, withdraw_reason = $5
where withdrawn_at is null and ($1::text is null or id = $1) and ($2::text is null or origin = $2)

-- BLOCK selectArticles
select * from law_article where ($1::boolean or withdrawn_at is null) and ($2::text is null or series = $2) order by series, effective_from nulls first, id

-- BLOCK insertArticles
insert into law_article select * from jsonb_populate_recordset(null::law_article, $1::jsonb) on conflict do nothing

-- BLOCK closeArticles
update law_article set effective_to = $2::date - 1
where series = $1 and withdrawn_at is null and coalesce(effective_from, '-infinity') < $2::date and coalesce(effective_to, 'infinity') >= $2::date

-- BLOCK withdrawArticles
update law_article set withdrawn_at = $3, withdrawn_by = $4, withdraw_reason = $5
where withdrawn_at is null and ($1::text is null or id = $1) and ($2::text is null or origin = $2)

-- BLOCK selectCompetences
select * from law_competence where ($1::boolean or withdrawn_at is null) and ($2::text is null or series = $2) order by series, effective_from nulls first, id

-- BLOCK insertCompetences
insert into law_competence select * from jsonb_populate_recordset(null::law_competence, $1::jsonb) on conflict do nothing

-- BLOCK closeCompetences
update law_competence set effective_to = $2::date - 1
where series = $1 and withdrawn_at is null and coalesce(effective_from, '-infinity') < $2::date and coalesce(effective_to, 'infinity') >= $2::date

-- BLOCK withdrawCompetences
update law_competence set withdrawn_at = $3, withdrawn_by = $4, withdraw_reason = $5
where withdrawn_at is null and ($1::text is null or id = $1) and ($2::text is null or origin = $2)

-- BLOCK selectTerms
select * from law_term where ($1::boolean or withdrawn_at is null) and ($2::text is null or series = $2) order by series, effective_from nulls first, id

-- BLOCK insertTerms
insert into law_term select * from jsonb_populate_recordset(null::law_term, $1::jsonb) on conflict do nothing

-- BLOCK closeTerms
update law_term set effective_to = $2::date - 1
where series = $1 and withdrawn_at is null and coalesce(effective_from, '-infinity') < $2::date and coalesce(effective_to, 'infinity') >= $2::date

-- BLOCK withdrawTerms
update law_term set withdrawn_at = $3, withdrawn_by = $4, withdraw_reason = $5
where withdrawn_at is null and ($1::text is null or id = $1) and ($2::text is null or origin = $2)

-- BLOCK selectHolidays
select * from holiday where ($1::boolean or withdrawn_at is null) and ($2::text is null or series = $2) order by day

-- BLOCK insertHolidays
insert into holiday select * from jsonb_populate_recordset(null::holiday, $1::jsonb) on conflict do nothing

-- BLOCK withdrawHolidays
update holiday set withdrawn_at = $3, withdrawn_by = $4, withdraw_reason = $5
where withdrawn_at is null and ($1::text is null or id = $1) and ($2::text is null or origin = $2)

-- BLOCK selectAgencies
select * from agency where ($1::boolean or withdrawn_at is null) and ($2::text is null or series = $2) order by name, id

-- BLOCK insertAgencies
insert into agency select * from jsonb_populate_recordset(null::agency, $1::jsonb) on conflict do nothing

-- BLOCK closeAgencies
update agency set effective_to = $2::date - 1
where series = $1 and withdrawn_at is null and coalesce(effective_from, '-infinity') < $2::date and coalesce(effective_to, 'infinity') >= $2::date

-- BLOCK withdrawAgencies
update agency set withdrawn_at = $3, withdrawn_by = $4, withdraw_reason = $5
where withdrawn_at is null and ($1::text is null or id = $1) and ($2::text is null or origin = $2)

-- BLOCK selectArticlesById
select * from law_article where id = any ($1::text[])

-- BLOCK lockLaw
select pg_advisory_xact_lock(7210020)
