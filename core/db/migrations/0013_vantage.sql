-- More places to look from: phones and desktops, from a search page, from a social network, with and without scripts.

alter table page drop constraint page_vantage_check;
alter table page add constraint page_vantage_check check (vantage in (
  'desktop', 'mobile', 'search', 'social', 'mobile-search', 'mobile-social',
  'desktop-script', 'mobile-script', 'search-script', 'social-script', 'mobile-search-script', 'mobile-social-script'
));

alter table capture drop constraint capture_vantage_check;
alter table capture add constraint capture_vantage_check check (vantage in (
  'desktop', 'mobile', 'search', 'social', 'mobile-search', 'mobile-social',
  'desktop-script', 'mobile-script', 'search-script', 'social-script', 'mobile-search-script', 'mobile-social-script'
));
-- Taken beside the capture of another face of the same address, to show the difference; an error page is kept then too.
alter table capture add column is_contrast boolean not null default false;

-- What the faces of a watched address were when the whole matrix was last asked.
create index page_by_face on page (url, id) where facts ? 'face';
