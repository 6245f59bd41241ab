-- The key by which push services know the portal, sealed. There is one.
CREATE TABLE notify_push_key (
    name TEXT PRIMARY KEY,
    sealed TEXT NOT NULL
);

-- The browsers that show notices. `browser` is the hash of the token in the browser's cookie (as in identity_browser),
-- `endpoint` the hash of its address at its push service: a browser shows the notices of one account. `sealed` is how it is
-- written to.
CREATE TABLE notify_browser (
    account TEXT NOT NULL REFERENCES account_holder (id),
    browser TEXT NOT NULL,
    endpoint TEXT NOT NULL UNIQUE,
    sealed TEXT NOT NULL,
    agent TEXT NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (account, browser)
);

-- The browser that a session is in, by the hash of its token.
ALTER TABLE identity_session ADD COLUMN browser TEXT;
