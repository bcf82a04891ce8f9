-- What store remembers of packages from elsewhere is more than it was, and the notary remembers what the steps do: it is decided again from the topics.
DELETE FROM "cached_link";
DELETE FROM "cached_case";
DELETE FROM "cache_position";
