-- Pictures as read, so that the same bytes are read once, and which capture holds which picture.

-- A working copy like text_sketch: what a finding rests on is the sealed capture and its signals.
create table picture (
  sha256 bytea primary key check (octet_length(sha256) = 32),
  width int not null,
  height int not null,
  -- Text with its words and places, or why there is none.
  ocr jsonb not null,
  -- QR codes with their places; null where the reader failed.
  codes jsonb,
  pdq bit(256),
  pdq_quality real,
  engine text not null,
  read_at timestamptz not null,
  check ((pdq is null) = (pdq_quality is null))
);

create table capture_picture (
  capture_id uuid not null references capture (id),
  -- Address, `screenshot`, or `data:` and the hash.
  image text not null,
  sha256 bytea not null references picture (sha256),
  primary key (capture_id, image)
);
create index capture_picture_by_sha256 on capture_picture (sha256);

-- Destruction takes what was read from pictures along, where no other capture holds them.
create function forget_pictures(capture uuid) returns void language sql as $$
  with gone as (delete from capture_picture where capture_id = capture returning sha256)
  delete from picture p using gone g where p.sha256 = g.sha256
    and not exists (select 1 from capture_picture c where c.sha256 = p.sha256 and c.capture_id <> capture)
$$;

-- As in 0010, and without the words read in a region of a picture.
create or replace function without_quotes(signals jsonb) returns jsonb language sql immutable as $$
  select coalesce(jsonb_agg(s.signal || jsonb_build_object('say', '…', 'anchors', (
    select coalesce(jsonb_agg(case a.anchor ->> 'kind'
      when 'text' then a.anchor || '{"raw": ""}'
      when 'region' then a.anchor - 'read'
      when 'difference' then a.anchor || '{"what": ""}'
      when 'absence' then a.anchor || '{"searched": []}'
      when 'register' then a.anchor || '{"row": ""}'
      else a.anchor end order by a.n), '[]')
    from jsonb_array_elements(s.signal -> 'anchors') with ordinality a(anchor, n)
  )) order by s.n), '[]')
  from jsonb_array_elements(signals) with ordinality s(signal, n)
$$;
