-- BLOCK insertToken
insert into api_token (id, name, token_sha256, scopes, created_by, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7) returning *

-- BLOCK selectTokens
select * from api_token order by created_at desc, id limit 500

-- BLOCK useToken
update api_token set last_used_at = $2
where token_sha256 = $1 and revoked_at is null and expires_at > $2
returning *

-- BLOCK revokeToken
update api_token set revoked_at = $2, revoked_by = $3 where id = $1 and revoked_at is null returning *

-- BLOCK insertWebhook
insert into webhook (id, url, kinds, created_by, created_at, told_event) values ($1, $2, $3, $4, $5, $6) returning *

-- BLOCK selectWebhooks
select w.*,
  (select count(*)::int from webhook_delivery d where d.webhook_id = w.id and d.delivered_at is not null) as delivered,
  (select count(*)::int from webhook_delivery d where d.webhook_id = w.id and d.next_try_at is not null) as waiting,
  (select count(*)::int from webhook_delivery d where d.webhook_id = w.id and d.delivered_at is null and d.next_try_at is null) as given_up,
  coalesce((select d.last_error from webhook_delivery d where d.webhook_id = w.id and d.last_error <> '' order by d.created_at desc limit 1), '') as last_error
from webhook w order by w.created_at desc, w.id limit 200

-- BLOCK disableWebhook
update webhook set disabled_at = $2, disabled_by = $3 where id = $1 and disabled_at is null returning id

-- BLOCK selectToldEvents
select e.id, e.at, e.actor, e.act, e.object, e.detail from event e
where e.id > $1 and e.id <= $2 and e.act = any ($3::text[]) order by e.id limit $4

-- BLOCK lockWebhook
select id, url, kinds, told_event from webhook where id = $1 and disabled_at is null for update skip locked

-- BLOCK setToldEvent
update webhook set told_event = $2 where id = $1

-- BLOCK insertDelivery
insert into webhook_delivery (id, webhook_id, event_id, body, next_try_at, created_at) values ($1, $2, $3, $4, $5, $5)
on conflict (webhook_id, event_id) do nothing

-- BLOCK takeDueDelivery
update webhook_delivery d set attempts = d.attempts + 1, next_try_at = $2
from webhook w
where w.id = d.webhook_id and d.id = (
  select q.id from webhook_delivery q join webhook v on v.id = q.webhook_id
  where q.next_try_at <= $1 and v.disabled_at is null order by q.next_try_at limit 1 for update of q skip locked
)
returning d.id, d.body, d.attempts, d.event_id, w.url

-- BLOCK settleDelivery
update webhook_delivery set delivered_at = $2, next_try_at = $3, last_error = $4 where id = $1
