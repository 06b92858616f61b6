-- Fills an empty desk with N findings ($1) and M cases ($2) of made-up words, fast: triggers and foreign keys are off in this session, since the
-- rows are made to fit each other. Shares: three findings of ten wait, a tenth of the targets has several findings each, 24 months of age.

-- BLOCK words
create temp table vocabulary on commit drop as
select row_number() over () - 1 as n, word, folded from (values
  ('mùa', 'mua'), ('gặt', 'gat'), ('chợ', 'cho'), ('phiên', 'phien'), ('thuý', 'thuy'), ('hoà', 'hoa'), ('sông', 'song'), ('núi', 'nui'),
  ('trường', 'truong'), ('học', 'hoc'), ('bưởi', 'buoi'), ('quýt', 'quyt'), ('thuyền', 'thuyen'), ('bến', 'ben'), ('đò', 'do'), ('ruộng', 'ruong'),
  ('lúa', 'lua'), ('vườn', 'vuon'), ('nhãn', 'nhan'), ('gốm', 'gom'), ('lụa', 'lua'), ('dệt', 'det'), ('nón', 'non'), ('lá', 'la'),
  ('trống', 'trong'), ('hội', 'hoi'), ('đình', 'dinh'), ('làng', 'lang'), ('cầu', 'cau'), ('tre', 'tre'), ('nứa', 'nua'), ('mật', 'mat'),
  ('ong', 'ong'), ('rừng', 'rung'), ('suối', 'suoi'), ('biển', 'bien'), ('muối', 'muoi'), ('cá', 'ca'), ('tôm', 'tom'), ('khuỷu', 'khuyu')
) v(word, folded);

-- BLOCK people
insert into target (id, url, kind, label, created_at, created_by)
select uuidv7(-(random() * 700) * interval '1 day'), 'https://' || v.folded || '-' || g.n || '.example/', 'site', v.word || ' ' || g.n, now() - interval '700 days', 'may'
from generate_series(1, greatest($1::int / 10, 1)) g(n) join vocabulary v on v.n = g.n % 40

-- BLOCK captures
insert into capture (id, target_id, url, vantage, asked_by, reason, state, status, queued_at, captured_at)
select t.id, t.id, t.url, 'desktop', 'may', 'do', 'sealed', 'captured', t.created_at, t.created_at from target t

-- BLOCK seals
insert into seal (capture_id, store_key, sha256, size_bytes, manifest_sha256, key_fingerprint, summary, sealed_at, ledger_seq)
select t.id, 'k/' || t.id, sha256(t.url::bytea), 1, sha256(t.url::bytea), 'do', '{}', t.created_at, row_number() over () from target t

-- BLOCK findings
insert into finding (id, target_id, category, url, host, vantage, title, verdict, score, signals, reproduced, capture_id, status, search, created_at, updated_at)
select uuidv7(-r.age), t.id, c.category, t.url, t.host, 'desktop', initcap(w.title), r.verdict, (0.4 + random() * 4)::real,
  jsonb_build_array(
    jsonb_build_object('rule', 'do.rule-' || t.n % 7, 'version', '0123456789ab', 'category', c.category, 'weight', 1.2, 'say', 'Trang có chữ “' || w.title || '”.'),
    jsonb_build_object('rule', 'do.rule-' || 10 + t.n % 30, 'version', '0123456789ab', 'category', c.category, 'weight', 0.6, 'say', 'Trang không nêu đơn vị chịu trách nhiệm.')),
  true, t.id, r.status, t.host || ' ' || t.url || ' ' || w.folded || ' trang co chu ' || w.folded || ' trang khong neu don vi chiu trach nhiem',
  now() - r.age, now() - r.age
from (select row_number() over () as n, id, url, split_part(url, '/', 3) as host from target) t
cross join unnest($3::text[]) with ordinality c(category, k)
cross join lateral (
  select case when random() < 0.3 then 'new' when random() < 0.5 then 'dismissed' else 'confirmed' end as status,
    case when c.category = 'false_information' or random() < 0.6 then 'review' else 'flag' end as verdict,
    (random() ^ 3) * 730 * interval '1 day' as age
  where t.n > 0 and c.k > 0
) r
cross join lateral (
  select string_agg(v.word, ' ' order by v.n) as title, string_agg(v.folded, ' ' order by v.n) as folded from vocabulary v
  where v.n in (t.n % 40, (t.n * 7 + c.k) % 40, (t.n / 40 + c.k * 11) % 40, (t.n / 1600) % 40)
) w

-- BLOCK claims
insert into claim (finding_id, person_id, until)
select f.id, (select id from person order by id limit 1), now() + interval '1 day' from finding f where f.status = 'new' order by f.id limit $1::int / 5000 + 1

-- BLOCK states
insert into triage_state (finding_id, assigned_to, assigned_at, held_by, held_until)
select f.id, p.id, now(), p.id, now() + interval '5 hours'
from (select id from finding where status = 'new' order by id desc limit $1::int / 500 + 2) f, (select id from person order by id limit 1) p

-- BLOCK cases
insert into case_file (id, number, title, category, source, detected_at, state, state_at, created_at, created_by, updated_at, search)
select uuidv7(-r.age), 'HS-' || g.n, initcap(v.word) || ' ' || g.n, ($3::text[])[1 + g.n % cardinality($3::text[])], 'scan', now() - r.age,
  (array['verifying', 'proposed', 'approved', 'takedown', 'removed', 'closed', 'closed', 'archived'])[1 + g.n % 8], now() - r.age, now() - r.age,
  (select id from person order by id limit 1), now() - r.age / 2, v.folded || ' ' || g.n
from generate_series(1, $2::int) g(n) join vocabulary v on v.n = g.n % 40
cross join lateral (select (random() ^ 2) * 730 * interval '1 day' as age where g.n > 0) r

-- BLOCK caseFindings
insert into case_finding (id, case_id, finding_id, added_by, added_at)
select uuidv7(), c.id, f.id, 'may', now()
from (select id, row_number() over () as n from case_file) c
join (select id, row_number() over () as n from finding where status = 'confirmed') f on f.n = c.n
