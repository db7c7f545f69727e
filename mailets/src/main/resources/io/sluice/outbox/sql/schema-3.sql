-- Fair leases, closed gates, and what lanes remember.

ALTER TABLE entry ADD COLUMN sender_domain TEXT NOT NULL DEFAULT ''; -- of the reverse path, lower case; '': the null sender

-- What stands behind the last @ of the sender: rtrim takes everything that is no @ off its end.
UPDATE entry SET sender_domain = coalesce(
    (SELECT lower(substr(m.sender, length(rtrim(m.sender, replace(m.sender, '@', ''))) + 1))
        FROM message m WHERE m.id = entry.message_id AND instr(m.sender, '@') > 0), '');

DROP INDEX entry_queued;
CREATE INDEX entry_queued ON entry (outgoing, lane, sender_domain, tenant, priority, due, id) WHERE state = 0;

-- The queued entries of a lane that share sender domain, tenant and priority are a flow; a lease goes round the flows,
-- so that its work does not depend on how many entries there are. Flows are kept by the triggers below.
CREATE TABLE flow (
    id            INTEGER PRIMARY KEY,
    outgoing      TEXT    NOT NULL,
    lane          TEXT    NOT NULL,
    sender_domain TEXT    NOT NULL,
    tenant        TEXT    NOT NULL,
    priority      INTEGER NOT NULL,
    -- 0 bulk, 1 normal, 2 urgent
    band          INTEGER NOT NULL GENERATED ALWAYS AS
                      (CASE WHEN priority >= 7 THEN 2 WHEN priority >= 4 THEN 1 ELSE 0 END) STORED,
    due           INTEGER NOT NULL, -- of its first entry
    place         INTEGER NOT NULL CHECK (place BETWEEN 0 AND 2), -- 0 waits for due, 1 goes round, 2 behind a closed gate
    gate          TEXT,
    CHECK ((place = 2) = (gate IS NOT NULL)),
    UNIQUE (outgoing, lane, sender_domain, tenant, priority)
) STRICT;

CREATE INDEX flow_round ON flow (outgoing, lane, band, sender_domain, priority DESC, due) WHERE place = 1;
CREATE INDEX flow_due ON flow (outgoing, lane, place, band, due);
CREATE INDEX flow_gated ON flow (outgoing, lane, gate, priority DESC, due) WHERE place = 2;

INSERT INTO flow (outgoing, lane, sender_domain, tenant, priority, due, place)
    SELECT outgoing, lane, sender_domain, tenant, priority, min(due), 0 FROM entry WHERE state = 0
        GROUP BY outgoing, lane, sender_domain, tenant, priority;

-- Gates that have flows behind them.
CREATE TABLE closed_gate (
    outgoing TEXT    NOT NULL,
    lane     TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    opens    INTEGER NOT NULL,
    PRIMARY KEY (outgoing, lane, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX closed_gate_opens ON closed_gate (outgoing, lane, opens);

CREATE TRIGGER entry_enters_flow AFTER INSERT ON entry WHEN NEW.state = 0 BEGIN
    INSERT INTO flow (outgoing, lane, sender_domain, tenant, priority, due, place)
        VALUES (NEW.outgoing, NEW.lane, NEW.sender_domain, NEW.tenant, NEW.priority, NEW.due, NEW.due <= NEW.stored)
        ON CONFLICT (outgoing, lane, sender_domain, tenant, priority) DO UPDATE
            SET due = excluded.due, place = max(place, excluded.place)
            WHERE excluded.due < due;
END;

CREATE TRIGGER entry_returns_to_flow
    AFTER UPDATE OF state, outgoing, lane, sender_domain, tenant, priority, due ON entry WHEN NEW.state = 0
BEGIN
    INSERT INTO flow (outgoing, lane, sender_domain, tenant, priority, due, place)
        VALUES (NEW.outgoing, NEW.lane, NEW.sender_domain, NEW.tenant, NEW.priority, NEW.due, NEW.due <= NEW.stored)
        ON CONFLICT (outgoing, lane, sender_domain, tenant, priority) DO UPDATE
            SET due = excluded.due, place = max(place, excluded.place)
            WHERE excluded.due < due;
END;

CREATE TRIGGER entry_quits_flow
    AFTER UPDATE OF state, outgoing, lane, sender_domain, tenant, priority, due ON entry WHEN OLD.state = 0
BEGIN
    DELETE FROM flow WHERE outgoing = OLD.outgoing AND lane = OLD.lane AND sender_domain = OLD.sender_domain
            AND tenant = OLD.tenant AND priority = OLD.priority
            AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.state = 0 AND e.outgoing = OLD.outgoing AND e.lane = OLD.lane
                AND e.sender_domain = OLD.sender_domain AND e.tenant = OLD.tenant AND e.priority = OLD.priority);
    UPDATE flow SET due = (SELECT e.due FROM entry e WHERE e.state = 0 AND e.outgoing = OLD.outgoing
                AND e.lane = OLD.lane AND e.sender_domain = OLD.sender_domain AND e.tenant = OLD.tenant
                AND e.priority = OLD.priority ORDER BY e.due, e.id LIMIT 1)
        WHERE outgoing = OLD.outgoing AND lane = OLD.lane AND sender_domain = OLD.sender_domain
            AND tenant = OLD.tenant AND priority = OLD.priority AND due >= OLD.due;
END;

CREATE TRIGGER entry_dies_in_flow AFTER DELETE ON entry WHEN OLD.state = 0 BEGIN
    DELETE FROM flow WHERE outgoing = OLD.outgoing AND lane = OLD.lane AND sender_domain = OLD.sender_domain
            AND tenant = OLD.tenant AND priority = OLD.priority
            AND NOT EXISTS (SELECT 1 FROM entry e WHERE e.state = 0 AND e.outgoing = OLD.outgoing AND e.lane = OLD.lane
                AND e.sender_domain = OLD.sender_domain AND e.tenant = OLD.tenant AND e.priority = OLD.priority);
    UPDATE flow SET due = (SELECT e.due FROM entry e WHERE e.state = 0 AND e.outgoing = OLD.outgoing
                AND e.lane = OLD.lane AND e.sender_domain = OLD.sender_domain AND e.tenant = OLD.tenant
                AND e.priority = OLD.priority ORDER BY e.due, e.id LIMIT 1)
        WHERE outgoing = OLD.outgoing AND lane = OLD.lane AND sender_domain = OLD.sender_domain
            AND tenant = OLD.tenant AND priority = OLD.priority AND due >= OLD.due;
END;

-- What a lane knows, in its own words.
CREATE TABLE lane_state (
    id      INTEGER PRIMARY KEY,
    key     TEXT    NOT NULL UNIQUE,
    state   TEXT    NOT NULL, -- a JSON object
    updated INTEGER NOT NULL
) STRICT;

-- What happened to a lane, numbered from 1 for each.
CREATE TABLE lane_event (
    id     INTEGER PRIMARY KEY, -- the age: the oldest has the least
    lane   TEXT    NOT NULL,
    number INTEGER NOT NULL,
    time   INTEGER NOT NULL,
    kind   TEXT    NOT NULL,
    cause  TEXT    NOT NULL,
    from_value TEXT NOT NULL,
    to_value   TEXT NOT NULL,
    UNIQUE (lane, number)
) STRICT;
