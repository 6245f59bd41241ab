-- Keys that all servers of one portal share.
CREATE TABLE web_secret (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
