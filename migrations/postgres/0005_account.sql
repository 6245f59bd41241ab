-- A person's or a staff member's account. `username` is folded; `chart` is the id of the Patient that is this person.
-- With `disabled` set (since when) it is as good as none to everybody but administrators and the desk; `signed_in` is the
-- last time somebody came in by it.
CREATE TABLE account_holder (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    role TEXT,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    locale TEXT,
    chart TEXT UNIQUE,
    password TEXT NOT NULL,
    created BIGINT NOT NULL,
    disabled BIGINT,
    signed_in BIGINT
);

-- Attempts of the last hour, counted by account and by address.
CREATE TABLE account_attempt (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    hour BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (kind, subject, hour)
);
CREATE INDEX account_attempt_hour ON account_attempt (hour);
