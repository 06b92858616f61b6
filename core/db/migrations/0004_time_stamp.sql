-- Time stamps (RFC 3161): what waits for one, the tokens that came, and what they say of this machine's clock.

-- One row asks for the stamp of one thing: a capture's manifest, a checkpoint of the custody log, or an older token.
create table time_stamp (
  id uuid primary key,
  capture_id uuid references capture (id),
  checkpoint_size bigint check (checkpoint_size > 0),
  -- Signed text of the checkpoint; null for captures, whose manifest stands in the sealed package.
  note text,
  -- Tokens stand in the store as <base>.<n>.tsr.
  base text not null,
  -- Number of the token that this one renews; null for a first stamp.
  renews int check (renews > 0),
  state text not null check (state in ('queued', 'granted', 'refused')),
  attempts int not null default 0,
  -- null: nothing is left to do.
  next_try timestamptz,
  last_error text not null default '',
  queued_at timestamptz not null,
  -- A checked answer on its way to the store, so that a crash goes on with the same bytes.
  answer jsonb,
  check ((capture_id is null) <> (checkpoint_size is null)),
  check ((checkpoint_size is null) = (note is null)),
  unique nulls not distinct (base, note, renews)
);
create index time_stamp_open on time_stamp (next_try) where next_try is not null;
create index time_stamp_by_capture on time_stamp (capture_id);

create table time_stamp_token (
  base text not null,
  n int not null check (n > 0),
  request_id uuid not null references time_stamp (id),
  capture_id uuid references capture (id),
  authority text not null,
  -- manifest, token:<k> or checkpoint:<size>.
  imprint_of text not null,
  gen_time timestamptz not null,
  policy text not null,
  serial text not null,
  -- Weakest digest in the token.
  hash text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  -- Whether its chain ends at a root that this office pinned.
  pinned boolean not null,
  signer_not_after timestamptz not null,
  received_at timestamptz not null,
  primary key (base, n)
);
create index time_stamp_token_by_request on time_stamp_token (request_id);
create index time_stamp_token_by_capture on time_stamp_token (capture_id, n);
create index time_stamp_token_by_end on time_stamp_token (signer_not_after);
create trigger time_stamp_token_append_only before update or delete or truncate on time_stamp_token for each statement execute function refuse_change();

-- This machine's clock minus an authority's, at each token that was accepted.
create table clock_offset (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  source text not null,
  offset_ms int not null,
  uncertainty_ms int not null check (uncertainty_ms >= 0)
);
create index clock_offset_by_time on clock_offset (at);
create trigger clock_offset_append_only before update or delete or truncate on clock_offset for each statement execute function refuse_change();
