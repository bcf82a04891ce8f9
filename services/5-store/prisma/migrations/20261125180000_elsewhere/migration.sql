-- What is remembered of packages from elsewhere is more than it was: it is read again from the step's own topic.
DELETE FROM "cached_link";
DELETE FROM "cached_case";
DELETE FROM "cache_position";
