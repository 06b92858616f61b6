-- Texts kept for comparison: articles that scans saw, imported press items, imported official denials.

-- Not evidence: a working copy of the words with an end of its own. What a finding rests on is the sealed capture.
create table text_sketch (
  id uuid primary key,
  url text not null unique,
  host text not null,
  -- Registrable domain: a site is not a copy of itself.
  domain text not null,
  -- press: a licensed press site or an imported item; other: any other site that was scanned.
  source text not null check (source in ('press', 'other')),
  origin text not null check (origin in ('visit', 'import')),
  title text not null,
  author text not null,
  publisher text not null,
  -- To the minute; null where only a day or nothing is known.
  published_at timestamptz,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- First found gone (404, 410, or so imported).
  removed_at timestamptz,
  body text not null,
  words int not null check (words > 0),
  bands int[] not null,
  samples int[] not null,
  page_id uuid references page (id)
);
create index text_sketch_bands on text_sketch using gin (bands);
create index text_sketch_samples on text_sketch using gin (samples);
create index text_sketch_age on text_sketch (last_seen_at) where origin = 'visit';
create index text_sketch_by_page on text_sketch (page_id) where page_id is not null;

create table official_denial (
  id uuid primary key,
  -- Over date, issuer, title and claim: the same row twice is one denial.
  sha256 bytea not null unique check (octet_length(sha256) = 32),
  denied_on date not null,
  issuer text not null check (btrim(issuer) <> ''),
  label text not null,
  title text not null check (btrim(title) <> ''),
  claim text not null,
  body text not null,
  url text not null,
  raw text not null,
  imported_at timestamptz not null,
  imported_by text not null
);
create index official_denial_newest on official_denial (denied_on desc, id);
