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

-- Forms that were filled in and could not be sent because the session was over: the fields as forms are encoded. Gone when
-- the form is sent, when its person signs out, and after the longest time that a session may last.
CREATE TABLE identity_draft (
    account TEXT NOT NULL REFERENCES account_holder (id),
    path TEXT NOT NULL,
    form TEXT NOT NULL,
    kept BIGINT NOT NULL,
    PRIMARY KEY (account, path)
);
CREATE INDEX identity_draft_kept ON identity_draft (kept);
