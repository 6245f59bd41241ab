-- Somebody on the way through the pages of signing up, known by the hash of the token in her cookie. `chart` is the Patient
-- that she says she is, `proven` that she has shown it: by the activation code `invitation`, or, for the request `request`,
-- by the code sent to `contact`. `username` and `password` wait here until an address that was typed is proven by `code`.
CREATE TABLE identity_sign_up (
    token TEXT PRIMARY KEY,
    created BIGINT NOT NULL,
    invitation TEXT,
    request TEXT,
    chart TEXT,
    contact TEXT,
    proven BOOLEAN NOT NULL,
    code TEXT,
    tries BIGINT NOT NULL,
    username TEXT,
    password TEXT
);
CREATE INDEX identity_sign_up_created ON identity_sign_up (created);
CREATE INDEX identity_sign_up_chart ON identity_sign_up (chart);

-- Which version of the terms of use an account has accepted, and when.
CREATE TABLE identity_terms (
    account TEXT NOT NULL REFERENCES account_holder (id),
    version TEXT NOT NULL,
    locale TEXT NOT NULL,
    accepted BIGINT NOT NULL,
    PRIMARY KEY (account, version)
);

-- What people without a code say of themselves. It is in the clinic's queue from `waits_from` on until it has an `outcome`:
-- 'made' (she proved who she is), 'matched' or 'declined' (by the clinic).
CREATE TABLE identity_request (
    id TEXT PRIMARY KEY,
    created BIGINT NOT NULL,
    given TEXT NOT NULL,
    family TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    sex TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    contact TEXT NOT NULL,
    locale TEXT NOT NULL,
    waits_from BIGINT NOT NULL,
    outcome TEXT,
    resolved BIGINT
);
CREATE INDEX identity_request_queue ON identity_request (outcome, waits_from);
CREATE INDEX identity_request_resolved ON identity_request (resolved);

-- What the clinic did about a request. Rows are only ever added, and go with their request.
CREATE TABLE identity_request_step (
    request TEXT NOT NULL REFERENCES identity_request (id),
    at BIGINT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (request, at, id)
);
