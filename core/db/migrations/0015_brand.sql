-- An office's own brand cards keep every field that a shipped card has: kind, host words, logos, favicons, phones, colours,
-- form fields, asset hosts. Their shape belongs to detection (brand/card.ts); names and domains stay columns of their own.
alter table brand_card add column details jsonb not null default '{}'::jsonb;
alter table brand_card add constraint brand_card_details_object check (jsonb_typeof(details) = 'object');
