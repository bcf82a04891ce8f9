-- How a parked record was dealt with: closed, released to the topic it came from, or redirected to another.
ALTER TABLE parked_closing
  ADD COLUMN act TEXT NOT NULL DEFAULT 'closed',
  ADD COLUMN to_topic TEXT,
  ADD COLUMN to_partition INTEGER,
  -- End of the partition before it was sent: whether it was is looked for from here on.
  ADD COLUMN to_from BIGINT,
  -- Where it lies since; NULL while it is on its way.
  ADD COLUMN to_offset BIGINT;
CREATE INDEX parked_closing_on_its_way ON parked_closing (id) WHERE to_from IS NOT NULL AND to_offset IS NULL;
