-- BLOCK upsertPicture
insert into picture (sha256, width, height, ocr, codes, pdq, pdq_quality, engine, read_at)
values ($1, $2, $3, $4, $5, ('x' || $6)::bit(256), $7, $8, $9)
on conflict (sha256) do update set ocr = excluded.ocr, codes = excluded.codes, pdq = excluded.pdq,
  pdq_quality = excluded.pdq_quality, engine = excluded.engine, read_at = excluded.read_at

-- BLOCK selectPicture
select width, height, ocr, codes, engine, pdq_quality,
  (select string_agg(to_hex(substring(p.pdq from n * 4 + 1 for 4)::bit(4)::int), '' order by n) from generate_series(0, 63) n) as pdq
from picture p where sha256 = $1

-- BLOCK insertCapturePicture
insert into capture_picture (capture_id, image, sha256) select $1, $2, sha256 from picture where sha256 = $3
on conflict (capture_id, image) do nothing

-- BLOCK selectSeenBefore
select c.id as capture_id, c.url, c.captured_at, bit_count(p.pdq # ('x' || $1)::bit(256))::int as distance
from picture p join capture_picture l on l.sha256 = p.sha256 join capture c on c.id = l.capture_id
where p.pdq is not null and p.pdq_quality >= $2 and bit_count(p.pdq # ('x' || $1)::bit(256)) <= $3
  and c.captured_at is not null and c.captured_at < $5 and substring(c.url from '^[a-z]+://(?:www\.)?([^/:?#]+)') <> $4
  and not is_absent(c.id)
order by distance, c.captured_at limit $6
