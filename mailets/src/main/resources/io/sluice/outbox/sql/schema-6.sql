-- What happened, by time, for people.

-- What one run of a server counted in one bucket of time.
CREATE TABLE history (
    resolution TEXT    NOT NULL, -- MINUTE or HOUR
    lane       TEXT    NOT NULL,
    sender     TEXT    NOT NULL, -- empty: all of the lane
    start      INTEGER NOT NULL, -- of the bucket
    writer     INTEGER NOT NULL, -- a random number for each run
    tally      TEXT    NOT NULL, -- a JSON object
    PRIMARY KEY (resolution, lane, sender, start, writer)
) WITHOUT ROWID;

CREATE INDEX history_start ON history (resolution, start, lane, sender);

-- Single refusals, the newest so and so many.
CREATE TABLE deferral_log (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    time    INTEGER NOT NULL,
    outcome TEXT    NOT NULL, -- deferred or failed
    entry   INTEGER NOT NULL,
    lane    TEXT    NOT NULL,
    domain  TEXT    NOT NULL,
    tenant  TEXT    NOT NULL,
    sender  TEXT    NOT NULL,
    class   TEXT    NOT NULL,
    rule    TEXT    NOT NULL,
    reply   TEXT    NOT NULL, -- without mail addresses
    stage   TEXT    NOT NULL,
    host    TEXT    NOT NULL,
    ip      TEXT    NOT NULL,
    region  TEXT    NOT NULL,
    mx_id   TEXT    NOT NULL
);
