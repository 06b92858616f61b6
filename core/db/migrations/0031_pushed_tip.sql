-- A partner's own number finds its tip.
create index tip_pushed on tip (incoming_number) where channel = 'partner';
