-- BLOCK insertTemplate
insert into document_template (kind, version, text, note, made_by, made_at)
select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5 from document_template where kind = $1
returning version

-- BLOCK selectTemplates
select distinct on (kind) kind, version, note, made_by, made_at from document_template order by kind, version desc

-- BLOCK selectTemplate
select kind, version, text, note, made_by, made_at from document_template
where kind = $1 and ($2::int is null or version = $2) order by version desc limit 1

-- BLOCK selectTemplateVersions
select kind, version, note, made_by, made_at from document_template where kind = $1 order by version desc limit 200
