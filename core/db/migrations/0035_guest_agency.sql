-- A receiving agency's account belongs to one agency, named by the administrator; the post and unit that documents print give no right.
alter table person add column agency text not null default '';
alter table person add constraint person_agency_check check (agency = '' or role = 'guest');

-- Two spellings of one name: letters of either size, any white space, composed or not.
create function fold_agency(name text) returns text language sql immutable strict parallel safe
  return normalize(lower(btrim(regexp_replace(normalize(name, nfc), '\s+', ' ', 'g'))), nfc);
create index case_referral_by_agency on case_referral (fold_agency(agency)) where package_id is not null;
