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

-- The number that an account's text messages go to, as E.164 has it. Two people may share one.
CREATE TABLE account_phone (
    account TEXT PRIMARY KEY REFERENCES account_holder (id),
    number TEXT NOT NULL,
    verified BIGINT NOT NULL
);
CREATE INDEX account_phone_number ON account_phone (number);

-- What the owner of a number has said to text messages: never changed, never deleted, the last word counts. `wording` and
-- `locale` are of what they read on a page; `message` is the provider's name for the text message in which they said it.
CREATE TABLE account_word (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number TEXT NOT NULL,
    word TEXT NOT NULL,
    source TEXT NOT NULL,
    wording TEXT,
    locale TEXT,
    message TEXT UNIQUE,
    said BIGINT NOT NULL
);
CREATE INDEX account_word_number ON account_word (number);
