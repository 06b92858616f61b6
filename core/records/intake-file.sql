-- BLOCK insertIntakeFile
insert into intake_file (id, sha256, size_bytes, type, name, kept_at, kept_by) values ($1, $2, $3, $4, $5, $6, $7)
returning *

-- BLOCK selectIntakeFile
select * from intake_file where id = $1

-- BLOCK selectIntakeUse
select exists (select 1 from tip where file_id = $1) as of_tip, exists (select 1 from letter where file_id = $1) as of_letter
