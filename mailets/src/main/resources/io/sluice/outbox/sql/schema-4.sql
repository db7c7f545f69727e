-- When the sender of an entry is told that it waits; null: he was told, or is not to be told.
ALTER TABLE entry ADD COLUMN notice INTEGER;

CREATE INDEX entry_notice ON entry (outgoing, notice, id) WHERE notice IS NOT NULL AND state < 3;
