-- What the clinic's administrators see and do of accounts. An account with `disabled` set (since when) is as good as none
-- to everybody but them. `signed_in` is the last time somebody came in by it.
ALTER TABLE identity_account ADD COLUMN disabled BIGINT;
ALTER TABLE identity_account ADD COLUMN signed_in BIGINT;

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
