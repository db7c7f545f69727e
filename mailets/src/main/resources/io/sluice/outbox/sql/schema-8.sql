-- What was taken from James's spool a moment ago: so it is known again when the spool, after a crash, hands it over again.
CREATE TABLE receipt (
    id         INTEGER PRIMARY KEY,
    mail       BLOB    NOT NULL, -- a digest of what tells the mail from others, and of one recipient
    run        INTEGER NOT NULL, -- 1: of the run that has the file open; 0: of one that ended without closing it
    kept_until INTEGER NOT NULL
) STRICT;

CREATE INDEX receipt_age ON receipt (run, kept_until);
CREATE INDEX receipt_left ON receipt (mail) WHERE run = 0;
