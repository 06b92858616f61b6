-- The progress screen asks which hosts are being visited just now.
create index host_turn_next on host_turn (next_at desc);
