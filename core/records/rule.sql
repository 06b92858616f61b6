-- BLOCK insertRuleState
insert into rule_state (rule, version, from_state, to_state, actor, reason, at) values ($1, $2, $3, $4, $5, $6, $7)

-- BLOCK selectRuleStates
select distinct on (rule, version) rule, version, to_state as state, actor, reason, at
from rule_state order by rule, version, id desc

-- BLOCK selectRuleHistory
select rule, version, from_state, to_state as state, actor, reason, at from rule_state where rule = $1 order by id

-- BLOCK lockRule
select pg_advisory_xact_lock(7210011, hashtext($1))

-- BLOCK insertBacktest
insert into backtest (id, rule, version, corpus, inputs_sha256, result_sha256, knowledge_sha256, pages, fired, not_fired, skipped, actor, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- BLOCK selectBacktests
select * from backtest where rule = $1 and ($2::text is null or version = $2) order by at desc, id desc limit $3
