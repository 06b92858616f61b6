-- Each time a sealed archive was shown again without network, and how like the capture it drew; never changed.
create table replay_check (
  id uuid primary key,
  capture_id uuid not null references capture (id),
  at timestamptz not null,
  verdict text not null check (verdict in ('same', 'similar', 'differs', 'failed')),
  picture_difference real check (picture_difference between 0 and 1),
  text_similarity real check (text_similarity between 0 and 1),
  served int not null,
  unserved int not null,
  knocks int not null,
  note text not null
);
create index replay_check_capture on replay_check (capture_id, at desc);
create trigger replay_check_append_only before update or delete or truncate on replay_check for each statement execute function refuse_change();
