-- What was taken from James's spool a moment ago: so it is known again when the spool, after a crash, hands it over again.
CREATE TABLE receipt (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    mail       bytea  NOT NULL, -- a digest of what tells the mail from others, and of one recipient
    run        bigint NOT NULL, -- the server that took it; 0: one that was taken for dead
    kept_until bigint NOT NULL
);

CREATE INDEX receipt_mail ON receipt (mail);
CREATE INDEX receipt_age ON receipt (run, kept_until);
