-- A person's or a staff member's account. `username` is folded; `chart` is the id of the Patient that is this person.
CREATE TABLE identity_account (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    role TEXT,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    locale TEXT,
    chart TEXT UNIQUE,
    password TEXT NOT NULL,
    created BIGINT NOT NULL
);

-- Signed-in devices. Only the hash of the token is kept. `way` is how the second step was shown at the start, `verified`
-- when it was shown last; NULL where the device was trusted instead.
CREATE TABLE identity_session (
    id INTEGER PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES identity_account (id),
    created BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    agent TEXT NOT NULL,
    way TEXT NOT NULL,
    verified BIGINT
);
CREATE INDEX identity_session_account ON identity_session (account);
CREATE INDEX identity_session_created ON identity_session (created);

-- The second step of signing in, or of confirming in the session that is named. `code` is a keyed hash, made when the
-- code is sent; NULL before that.
CREATE TABLE identity_challenge (
    token TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES identity_account (id),
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

-- Attempts of the last hour, counted by account and by address.
CREATE TABLE identity_attempt (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    hour BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (kind, subject, hour)
);
CREATE INDEX identity_attempt_hour ON identity_attempt (hour);
