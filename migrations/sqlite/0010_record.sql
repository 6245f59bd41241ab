-- Which version of a result an account has opened; `target` is `Type/id`.
CREATE TABLE record_read (
    account TEXT NOT NULL,
    target TEXT NOT NULL,
    version BIGINT NOT NULL,
    read_at BIGINT NOT NULL,
    PRIMARY KEY (account, target)
);
