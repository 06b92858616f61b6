-- One category of the queue in the queue's order: a category without flags would otherwise be sought behind all flags of the others.
create index finding_category_grave on finding (status, category, (case verdict when 'flag' then 0 else 1 end), (-score), id);
