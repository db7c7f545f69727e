-- Held mail, and mail that may take several paths.

ALTER TABLE entry ADD COLUMN hold_reason TEXT;   -- not null exactly when it is held (state 1)
ALTER TABLE entry ADD COLUMN held_since INTEGER; -- kept when it is released
ALTER TABLE entry ADD COLUMN held_until INTEGER; -- null: until somebody releases it
ALTER TABLE entry ADD COLUMN route TEXT;         -- the route that chose its path; null: it has one path only

-- Everything that can be asked about held entries, so that none of them is read to be passed over.
CREATE INDEX entry_held ON entry (id, hold_reason, lane, sender_domain, held_since) WHERE state = 1;
CREATE INDEX entry_held_until ON entry (outgoing, held_until) WHERE state = 1 AND held_until IS NOT NULL;
CREATE INDEX entry_routed ON entry (outgoing, lane, route, priority DESC, id) WHERE state = 0 AND route IS NOT NULL;

-- No release held anything before; whatever a repair by hand left so can be found and released.
UPDATE entry SET hold_reason = 'unknown', held_since = stored WHERE state = 1;
