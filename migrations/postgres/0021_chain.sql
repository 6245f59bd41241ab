-- The chain over the record of who did what, so that a change of it shows: one link an entry, in the order of `place`. `site`
-- is the hash of the link before and of the entry; `chart` the same among the entries of one patient (empty for the rest).
CREATE TABLE authz_link (
    place BIGINT PRIMARY KEY,
    seq BIGINT NOT NULL UNIQUE,
    patient TEXT,
    site BYTEA NOT NULL,
    chart BYTEA NOT NULL
);
CREATE INDEX authz_link_patient ON authz_link (patient, place);

-- How far the chain has come; one row, which whoever adds links holds.
CREATE TABLE authz_chain (
    one BIGINT PRIMARY KEY,
    place BIGINT NOT NULL,
    seq BIGINT NOT NULL
);
INSERT INTO authz_chain (one, place, seq) VALUES (1, 0, 0);

-- Numbers of entries that were passed over: their transactions were not done yet, or came to nothing.
CREATE TABLE authz_gap (
    seq BIGINT PRIMARY KEY,
    noted BIGINT NOT NULL
);
