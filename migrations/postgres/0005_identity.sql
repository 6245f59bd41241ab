-- Signed-in devices. Only the hash of the token is kept. `way` is how the second step was shown at the start, `verified`
-- when it was shown last; NULL where the device was trusted instead.
CREATE TABLE identity_session (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account_holder (id),
    created BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    agent TEXT NOT NULL,
    way TEXT NOT NULL,
    verified BIGINT
);
CREATE INDEX identity_session_account ON identity_session (account);
CREATE INDEX identity_session_created ON identity_session (created);

-- The second step of signing in, or of confirming in the session that is named. `code` is a keyed hash, made when the
-- code is sent; NULL before that. `way` is how it is sent: a code fits only the way that it was asked for.
CREATE TABLE identity_challenge (
    token TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account_holder (id),
    way TEXT NOT NULL,
    code TEXT,
    created BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    next TEXT NOT NULL,
    session BIGINT
);
CREATE INDEX identity_challenge_created ON identity_challenge (created);

-- Invitations to make an account for one's own chart. `token` is the hash of the activation code: NULL until the mail with
-- its link is sent. Where `email` is NULL, the clinic hands the code over.
CREATE TABLE identity_invitation (
    id TEXT PRIMARY KEY,
    chart TEXT NOT NULL,
    email TEXT,
    locale TEXT,
    token TEXT UNIQUE,
    created BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    used BOOLEAN NOT NULL
);
CREATE INDEX identity_invitation_chart ON identity_invitation (chart);
