-- Invitations to work with the portal. `token` is the hash of what the mail holds; NULL until it is sent. `inviter` is the
-- name of who invited.
CREATE TABLE identity_staff_invitation (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    locale TEXT,
    inviter TEXT NOT NULL,
    token TEXT UNIQUE,
    created BIGINT NOT NULL
);

-- Whom the organisation's own sign-in vouches for: its name for a person, and the account here. Such an account has no
-- password here.
CREATE TABLE identity_provider_account (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account TEXT NOT NULL UNIQUE REFERENCES account_holder (id),
    PRIMARY KEY (issuer, subject)
);

-- What the provider calls the session that a session here rests on.
ALTER TABLE identity_session ADD COLUMN provider_session TEXT;

-- Words of the provider that somebody signed out, kept until they are too old to be taken: each is taken once.
CREATE TABLE identity_provider_logout (
    issuer TEXT NOT NULL,
    id TEXT NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (issuer, id)
);
