-- Traces that may tie sites to one operator: which site showed which mark, by the hash of its value.

-- A working copy like text_sketch: the value itself stands in the page. `shown` keeps three digits of personal data; a short
-- number can be guessed from its hash, so rows end like texts do: with the capture, or a year after they were last seen.
create table site_trace (
  -- sha256 over kind and value.
  value_sha256 bytea not null check (octet_length(value_sha256) = 32),
  -- Registrable domain: a site is not tied to itself.
  domain text not null,
  host text not null,
  kind text not null,
  shown text not null,
  target_id uuid not null references target (id),
  page_id uuid not null references page (id),
  url text not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (value_sha256, domain, host)
);
create index site_trace_by_domain on site_trace (domain);
create index site_trace_by_page on site_trace (page_id);
create index site_trace_by_url on site_trace (url);
create index site_trace_age on site_trace (last_seen_at);

-- Whether a person confirmed a finding on a site that shares traces.
create index finding_confirmed_host on finding (host) where status = 'confirmed';
