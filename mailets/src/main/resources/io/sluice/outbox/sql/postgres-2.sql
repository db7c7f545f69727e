-- What happened, by time, for people.

-- What one run of a server counted in one bucket of time.
CREATE TABLE history (
    resolution text   NOT NULL, -- MINUTE or HOUR
    lane       text   COLLATE "C" NOT NULL,
    sender     text   COLLATE "C" NOT NULL, -- empty: all of the lane
    start      bigint NOT NULL, -- of the bucket
    writer     bigint NOT NULL, -- a random number for each run
    tally      text   NOT NULL, -- a JSON object
    PRIMARY KEY (resolution, lane, sender, start, writer)
);

CREATE INDEX history_start ON history (resolution, start, lane, sender);

-- Single refusals, the newest so and so many.
CREATE TABLE deferral_log (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    time    bigint NOT NULL,
    outcome text   NOT NULL, -- deferred or failed
    entry   bigint NOT NULL,
    lane    text   NOT NULL,
    domain  text   NOT NULL,
    tenant  text   NOT NULL,
    sender  text   NOT NULL,
    class   text   NOT NULL,
    rule    text   NOT NULL,
    reply   text   NOT NULL, -- without mail addresses
    stage   text   NOT NULL,
    host    text   NOT NULL,
    ip      text   NOT NULL,
    region  text   NOT NULL,
    mx_id   text   NOT NULL
);
