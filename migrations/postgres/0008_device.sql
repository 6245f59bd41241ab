-- The browsers that an account has signed in from. Only the hash of the token in the browser's cookie is kept.
CREATE TABLE identity_browser (
    account TEXT NOT NULL REFERENCES account_holder (id),
    token TEXT NOT NULL,
    created BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    agent TEXT NOT NULL,
    PRIMARY KEY (account, token)
);
CREATE INDEX identity_browser_seen ON identity_browser (seen);
