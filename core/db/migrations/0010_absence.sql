-- Quarantine and destruction reach the words too: what rows quote of a page is not shown while its capture is away, and goes with it.

create function is_absent(capture uuid) returns boolean language sql stable as $$
  select exists (select 1 from destruction d where d.capture_id = capture)
    or exists (
      select 1 from quarantine q where q.capture_id = capture
        and not exists (select 1 from quarantine_lift l where l.quarantine_id = q.id)
    )
$$;

-- Which rules fired, with what weight and where, without a word of the page.
create function without_quotes(signals jsonb) returns jsonb language sql immutable as $$
  select coalesce(jsonb_agg(s.signal || jsonb_build_object('say', '…', 'anchors', (
    select coalesce(jsonb_agg(case a.anchor ->> 'kind'
      when 'text' then a.anchor || '{"raw": ""}'
      when 'difference' then a.anchor || '{"what": ""}'
      when 'absence' then a.anchor || '{"searched": []}'
      when 'register' then a.anchor || '{"row": ""}'
      else a.anchor end order by a.n), '[]')
    from jsonb_array_elements(s.signal -> 'anchors') with ordinality a(anchor, n)
  )) order by s.n), '[]')
  from jsonb_array_elements(signals) with ordinality s(signal, n)
$$;

-- Address, time and state of a sealed capture; nothing that its page said.
create function without_content(summary jsonb) returns jsonb language sql immutable as $$
  select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(summary)
  where key in ('captureId', 'requestedUrl', 'finalUrl', 'startedAt', 'endedAt', 'status', 'clock', 'program', 'mainStatus')
$$;

-- A seal never changes, but for this: after a destruction the copies of the page's words leave its row. Hashes, key and time stay.
create function refuse_seal_change() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - 'detection' - 'summary' = to_jsonb(old) - 'detection' - 'summary'
    and new.detection is null and new.summary = without_content(old.summary)
    and exists (select 1 from destruction d where d.capture_id = old.capture_id)
  then
    return new;
  end if;
  raise exception 'table seal is append-only' using errcode = 'restrict_violation';
end $$;
drop trigger seal_append_only on seal;
create trigger seal_append_only before delete or truncate on seal for each statement execute function refuse_change();
create trigger seal_only_forgets before update on seal for each row execute function refuse_seal_change();

-- Runs with the rights of the tables' owner: the program's own role may not update a seal.
create function forget_sealed_words(capture uuid) returns void language sql security definer set search_path = public, pg_temp as $$
  update seal set detection = null, summary = without_content(summary) where capture_id = capture
    and exists (select 1 from destruction d where d.capture_id = capture)
$$;
