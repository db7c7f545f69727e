-- Times are milliseconds since 1970-01-01T00:00Z.

CREATE TABLE message (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL,
    sender     TEXT,             -- null: the null sender
    stored     INTEGER NOT NULL,
    size       INTEGER,          -- null: its body is still being written, nobody knows it yet
    eight_bit  INTEGER,
    attributes TEXT    NOT NULL  -- a JSON object of strings
) STRICT;

CREATE INDEX message_unfinished ON message (id) WHERE size IS NULL;

-- position is 65536 * message.id + number of the chunk: chunks of a body are neighbours in one b-tree, no index beside it.
CREATE TABLE body_chunk (
    position INTEGER PRIMARY KEY,
    data     BLOB NOT NULL
) STRICT;

CREATE TABLE entry (
    id          INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again, so that a late settlement cannot hit a stranger
    message_id  INTEGER NOT NULL REFERENCES message (id),
    outgoing    TEXT    NOT NULL,
    lane        TEXT    NOT NULL,
    domain      TEXT    NOT NULL,
    tenant      TEXT    NOT NULL,
    priority    INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 9),
    attempts    INTEGER NOT NULL,
    stored      INTEGER NOT NULL,
    due         INTEGER NOT NULL,
    expires     INTEGER NOT NULL,
    state       INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3), -- 0 queued, 1 held, 2 in flight, 3 set aside
    lease_until INTEGER,
    deferral    TEXT             -- a JSON object; null: never deferred
) STRICT;

CREATE INDEX entry_queued ON entry (outgoing, lane, priority, due, id) WHERE state = 0;
CREATE INDEX entry_expiry ON entry (outgoing, expires, id) WHERE state < 2;
CREATE INDEX entry_leased ON entry (lease_until) WHERE state = 2;
CREATE INDEX entry_set_aside ON entry (id) WHERE state = 3;
CREATE INDEX entry_of_message ON entry (message_id);

CREATE TABLE recipient (
    entry_id   INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    address    TEXT    NOT NULL,
    last_reply TEXT,
    PRIMARY KEY (entry_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX recipient_address ON recipient (address COLLATE NOCASE);

-- How many entries of each state a lane has, kept by the triggers below: also right after a repair by hand.
CREATE TABLE lane (
    outgoing  TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    queued    INTEGER NOT NULL,
    held      INTEGER NOT NULL,
    in_flight INTEGER NOT NULL,
    PRIMARY KEY (outgoing, name)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER entry_arrives AFTER INSERT ON entry BEGIN
    INSERT INTO lane VALUES (NEW.outgoing, NEW.lane, NEW.state = 0, NEW.state = 1, NEW.state = 2)
        ON CONFLICT (outgoing, name) DO UPDATE SET
            queued = queued + excluded.queued,
            held = held + excluded.held,
            in_flight = in_flight + excluded.in_flight;
END;

CREATE TRIGGER entry_moves AFTER UPDATE OF state, lane, outgoing ON entry
    WHEN OLD.state <> NEW.state OR OLD.lane <> NEW.lane OR OLD.outgoing <> NEW.outgoing
BEGIN
    INSERT INTO lane VALUES (NEW.outgoing, NEW.lane, NEW.state = 0, NEW.state = 1, NEW.state = 2)
        ON CONFLICT (outgoing, name) DO UPDATE SET
            queued = queued + excluded.queued,
            held = held + excluded.held,
            in_flight = in_flight + excluded.in_flight;
    UPDATE lane SET
            queued = queued - (OLD.state = 0),
            held = held - (OLD.state = 1),
            in_flight = in_flight - (OLD.state = 2)
        WHERE outgoing = OLD.outgoing AND name = OLD.lane;
END;

CREATE TRIGGER entry_leaves AFTER DELETE ON entry BEGIN
    UPDATE lane SET
            queued = queued - (OLD.state = 0),
            held = held - (OLD.state = 1),
            in_flight = in_flight - (OLD.state = 2)
        WHERE outgoing = OLD.outgoing AND name = OLD.lane;
END;

CREATE TRIGGER lane_empties AFTER UPDATE ON lane
    WHEN NEW.queued = 0 AND NEW.held = 0 AND NEW.in_flight = 0
BEGIN
    DELETE FROM lane WHERE outgoing = NEW.outgoing AND name = NEW.name;
END;
