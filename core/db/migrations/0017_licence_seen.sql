-- Licence lines are looked up by what they say, not by reading every page of a year.
create index page_by_licence on page using gin ((facts -> 'licences') jsonb_path_ops) where facts ? 'licences';

-- "Is there any press text of another site?" without reading the texts.
create index text_sketch_by_source on text_sketch (source, domain);

-- Pictures that no capture holds are forgotten by their age.
create index picture_by_age on picture (read_at);

-- Destruction reaches every face of the address that the same scan saw, but for those that another capture still shows.
create function faces_of(capture_id uuid) returns uuid[] language sql stable as $$
  select coalesce(array_agg(p.id), '{}') from capture c join page own on own.id = c.page_id
  join page p on p.scan_id = own.scan_id and p.url = own.url
  where c.id = $1 and (p.id = own.id or not exists (
    select 1 from capture o where o.page_id = p.id and not exists (select 1 from destruction d where d.capture_id = o.id)
  ))
$$;
