-- BLOCK selectCasePapers
select id, kind, number, title, recipients, issued_at, issued_by_login, withdrawn_at, withdrawn_by, withdraw_reason
from document where case_id = $1 and issued_at is not null order by issued_at, id limit 1000
