-- Replies that no rule knew, redacted, for the operator. Bounded by who writes them, who writes all of them at once.
CREATE TABLE reply_sample (
    text       TEXT    NOT NULL,
    service    TEXT    NOT NULL, -- its token; empty: not Microsoft's, or not known
    stage      TEXT    NOT NULL, -- its token
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    count      INTEGER NOT NULL,
    PRIMARY KEY (text, service, stage)
) STRICT, WITHOUT ROWID;
