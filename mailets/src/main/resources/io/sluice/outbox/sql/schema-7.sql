-- Finds a mail by James's name of it.
CREATE INDEX message_name ON message (name);
