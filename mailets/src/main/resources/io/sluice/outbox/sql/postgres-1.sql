-- Version 1 of the tables in PostgreSQL; they know what schema-1.sql to schema-5.sql know.
-- Times are milliseconds since 1970-01-01T00:00Z. Names compare byte by byte, as in the embedded engine.

-- The servers that work on this outbox. One that was not seen for a while has lost its leases.
CREATE TABLE node (
    id      bigint PRIMARY KEY, -- drawn at random at each start
    name    text   NOT NULL,
    started bigint NOT NULL,    -- by the database's clock
    seen    bigint NOT NULL     -- by the database's clock
);

-- The last transaction of each connection that writes: so it can tell, after a connection broke during a commit, whether
-- that commit was made.
CREATE TABLE writer (
    node    bigint NOT NULL,
    number  int    NOT NULL,
    batch   bigint NOT NULL,
    updated bigint NOT NULL,
    PRIMARY KEY (node, number)
);

CREATE TABLE message (
    id         bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text    NOT NULL,
    sender     text,             -- null: the null sender
    stored     bigint  NOT NULL,
    size       bigint,           -- null: its body is still being written, nobody knows it yet
    eight_bit  boolean,
    attributes text    NOT NULL, -- a JSON object of strings
    node       bigint  NOT NULL DEFAULT current_setting('sluice.node')::bigint -- who stored it
);

CREATE INDEX message_unfinished ON message (node) WHERE size IS NULL;

-- position is 65536 * message.id + number of the chunk.
CREATE TABLE body_chunk (
    position bigint PRIMARY KEY,
    data     bytea  NOT NULL
);

ALTER TABLE body_chunk ALTER COLUMN data SET STORAGE EXTERNAL;

-- A server that was taken for dead must not go on with a body whose message was removed.
CREATE FUNCTION chunk_has_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM message WHERE id = NEW.position / 65536 FOR KEY SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'message % of this part of a body is gone', NEW.position / 65536;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER chunk_has_message BEFORE INSERT ON body_chunk FOR EACH ROW EXECUTE FUNCTION chunk_has_message();

-- The queued entries of a lane that share sender domain, tenant and priority are a flow; a lease goes round the flows, so
-- that its work does not depend on how many entries there are. Flows are kept by the triggers below.
CREATE TABLE flow (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    outgoing      text COLLATE "C" NOT NULL,
    lane          text COLLATE "C" NOT NULL,
    sender_domain text COLLATE "C" NOT NULL,
    tenant        text COLLATE "C" NOT NULL,
    priority      int    NOT NULL,
    -- 0 bulk, 1 normal, 2 urgent
    band          int    NOT NULL GENERATED ALWAYS AS
                      (CASE WHEN priority >= 7 THEN 2 WHEN priority >= 4 THEN 1 ELSE 0 END) STORED,
    due           bigint NOT NULL, -- never later than its first entry is due
    place         int    NOT NULL CHECK (place BETWEEN 0 AND 2), -- 0 waits for due, 1 goes round, 2 behind a closed gate
    gate          text,
    opens         bigint,          -- when the gate opens
    CHECK ((place = 2) = (gate IS NOT NULL)),
    CHECK ((place = 2) = (opens IS NOT NULL)),
    UNIQUE (outgoing, lane, sender_domain, tenant, priority)
);

CREATE INDEX flow_round ON flow (outgoing, lane, band, sender_domain, priority DESC, due) WHERE place = 1;
CREATE INDEX flow_due ON flow (outgoing, lane, place, band, due);
CREATE INDEX flow_opens ON flow (outgoing, lane, opens) WHERE place = 2;
CREATE INDEX flow_gated ON flow (outgoing, lane, gate) WHERE place = 2;

CREATE TABLE entry (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id    bigint NOT NULL REFERENCES message (id),
    outgoing      text COLLATE "C" NOT NULL,
    lane          text COLLATE "C" NOT NULL,
    domain        text   NOT NULL,
    tenant        text COLLATE "C" NOT NULL,
    sender_domain text COLLATE "C" NOT NULL DEFAULT '', -- of the reverse path, lower case; '': the null sender
    priority      int    NOT NULL CHECK (priority BETWEEN 0 AND 9),
    attempts      int    NOT NULL,
    stored        bigint NOT NULL,
    due           bigint NOT NULL,
    expires       bigint NOT NULL,
    state         int    NOT NULL CHECK (state BETWEEN 0 AND 3), -- 0 queued, 1 held, 2 in flight, 3 set aside
    lease_until   bigint,
    deferral      text,                                  -- a JSON object; null: never deferred
    hold_reason   text,                                  -- not null when it is held
    held_since    bigint,                                -- kept when it is released
    held_until    bigint,                                -- null: until somebody releases it
    route         text COLLATE "C",                      -- the route that chose its path; null: it has one path only
    notice        bigint,                                -- when the sender is told that it waits; null: never, or he was
    flow_id       bigint,                                -- of queued ones; no foreign key, the triggers lock the flow
    node          bigint REFERENCES node (id),           -- who works on it
    CHECK ((state = 0) = (flow_id IS NOT NULL)),
    CHECK ((state = 2) = (node IS NOT NULL))
);

CREATE INDEX entry_queued ON entry (flow_id, due, id) WHERE flow_id IS NOT NULL;
CREATE INDEX entry_expiry ON entry (outgoing, expires, id) WHERE state < 2;
CREATE INDEX entry_leased ON entry (node) WHERE node IS NOT NULL;
CREATE INDEX entry_notice ON entry (outgoing, notice, id) WHERE notice IS NOT NULL AND state < 3;
CREATE INDEX entry_held ON entry (id, hold_reason, lane, sender_domain, held_since) WHERE state = 1;
CREATE INDEX entry_held_until ON entry (outgoing, held_until) WHERE state = 1 AND held_until IS NOT NULL;
CREATE INDEX entry_routed ON entry (outgoing, lane, route, priority DESC, id) WHERE state = 0 AND route IS NOT NULL;
CREATE INDEX entry_set_aside ON entry (id) WHERE state = 3;
CREATE INDEX entry_of_message ON entry (message_id);

CREATE TABLE recipient (
    entry_id   bigint NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    position   int    NOT NULL,
    address    text   NOT NULL,
    last_reply text,
    PRIMARY KEY (entry_id, position)
);

CREATE INDEX recipient_address ON recipient (lower(address));

-- The flow that a queued entry belongs to. Until the transaction ends nobody else can make the flow later or remove it:
-- that takes FOR UPDATE, which excludes FOR KEY SHARE.
CREATE FUNCTION flow_of(o text, l text, s text, t text, p int, d bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    found_id bigint;
BEGIN
    LOOP
        SELECT id INTO found_id FROM flow
            WHERE outgoing = o AND lane = l AND sender_domain = s AND tenant = t AND priority = p FOR KEY SHARE;
        IF FOUND THEN
            -- A statement of its own: it sees what was committed before the lock was had.
            UPDATE flow SET due = d WHERE id = found_id AND due > d;
            RETURN found_id;
        END IF;
        INSERT INTO flow (outgoing, lane, sender_domain, tenant, priority, due, place) VALUES (o, l, s, t, p, d, 0)
            ON CONFLICT (outgoing, lane, sender_domain, tenant, priority) DO NOTHING RETURNING id INTO found_id;
        IF found_id IS NOT NULL THEN
            RETURN found_id;
        END IF;
    END LOOP;
END $$;

-- Makes a flow as late as its first entry, or removes it when it has none. While somebody adds entries nothing is done:
-- a flow that is too early only costs a look.
CREATE FUNCTION flow_settle(f bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first bigint;
BEGIN
    PERFORM 1 FROM flow WHERE id = f FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT due INTO first FROM entry WHERE flow_id = f ORDER BY due, id LIMIT 1;
    IF FOUND THEN
        UPDATE flow SET due = first WHERE id = f AND due < first;
    ELSE
        DELETE FROM flow WHERE id = f;
    END IF;
END $$;

CREATE FUNCTION entry_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.node := CASE
        WHEN NEW.state <> 2 THEN NULL
        WHEN TG_OP = 'UPDATE' AND OLD.state = 2 AND NEW.node IS NOT NULL THEN NEW.node
        ELSE current_setting('sluice.node')::bigint
    END;
    NEW.flow_id := CASE WHEN NEW.state = 0 THEN
        flow_of(NEW.outgoing, NEW.lane, NEW.sender_domain, NEW.tenant, NEW.priority, NEW.due) END;
    RETURN NEW;
END $$;

CREATE TRIGGER entry_arrives BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION entry_changes();
CREATE TRIGGER entry_moves BEFORE UPDATE OF state, outgoing, lane, sender_domain, tenant, priority, due ON entry
    FOR EACH ROW EXECUTE FUNCTION entry_changes();

CREATE FUNCTION entry_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM flow_settle(OLD.flow_id);
    RETURN NULL;
END $$;

CREATE TRIGGER entry_dies AFTER DELETE ON entry
    FOR EACH ROW WHEN (OLD.flow_id IS NOT NULL) EXECUTE FUNCTION entry_left();
CREATE TRIGGER entry_leaves AFTER UPDATE OF state, outgoing, lane, sender_domain, tenant, priority, due ON entry
    FOR EACH ROW WHEN (OLD.flow_id IS NOT NULL AND (OLD.flow_id IS DISTINCT FROM NEW.flow_id OR OLD.due < NEW.due))
    EXECUTE FUNCTION entry_left();

-- Replies that no rule knew, redacted, for the operator. Bounded by who writes them, who writes all of them at once.
CREATE TABLE reply_sample (
    text       text   NOT NULL,
    service    text   NOT NULL, -- its token; empty: not Microsoft's, or not known
    stage      text   NOT NULL, -- its token
    first_seen bigint NOT NULL,
    last_seen  bigint NOT NULL,
    count      bigint NOT NULL
);

-- By a digest: a text may be longer than a key of an index.
CREATE UNIQUE INDEX reply_sample_key ON reply_sample (md5(text), service, stage);

-- What a lane knows, in its own words.
CREATE TABLE lane_state (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key     text COLLATE "C" NOT NULL UNIQUE,
    state   text   NOT NULL, -- a JSON object
    updated bigint NOT NULL
);

-- What happened to a lane, numbered from 1 for each.
CREATE TABLE lane_event (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lane       text COLLATE "C" NOT NULL,
    number     bigint NOT NULL,
    time       bigint NOT NULL,
    kind       text   NOT NULL,
    cause      text   NOT NULL,
    from_value text   NOT NULL,
    to_value   text   NOT NULL,
    UNIQUE (lane, number)
);
