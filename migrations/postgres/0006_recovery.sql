-- Requests to get back in. `lost` is 'password' or 'username'; `account` is NULL for one that leads nowhere, kept so that
-- nobody can tell it from one that does. `token` is the hash of what the mail's link holds, `sent` when it was made;
-- `used` is when the link, or another of the same account, set a new password.
CREATE TABLE identity_recovery (
    id TEXT PRIMARY KEY,
    lost TEXT NOT NULL,
    account TEXT REFERENCES account_holder (id),
    token TEXT UNIQUE,
    created BIGINT NOT NULL,
    sent BIGINT,
    used BIGINT
);
CREATE INDEX identity_recovery_account ON identity_recovery (account, created);
CREATE INDEX identity_recovery_created ON identity_recovery (created);

-- Addresses are compared without case.
CREATE INDEX account_holder_email ON account_holder (lower(email));
