-- What patients changed in their own personal information, for the clinic to look at. What was saved at once has the same
-- `saved`. `was` and `became` are the versions of the resource (the Patient, or a RelatedPerson) before and after: what they
-- say stands in the chart. `address` is the e-mail address that the account had until then. `number` is a telephone number that is not in the chart until the clinic has called there.
-- `outcome` is 'accepted' or 'undone', since `settled`; `settler` is the name of who did it.
CREATE TABLE profile_change (
    saved TEXT NOT NULL,
    part TEXT NOT NULL,
    chart TEXT NOT NULL,
    resource TEXT NOT NULL,
    was BIGINT,
    became BIGINT,
    address TEXT,
    number TEXT,
    at BIGINT NOT NULL,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    outcome TEXT,
    settled BIGINT,
    settler TEXT,
    PRIMARY KEY (saved, part)
);
CREATE INDEX profile_change_queue ON profile_change (outcome, at);
CREATE INDEX profile_change_settled ON profile_change (settled);
CREATE INDEX profile_change_chart ON profile_change (chart, part);

-- An e-mail address or telephone number that waits for the code that was sent there. `code` is its keyed hash.
CREATE TABLE profile_proof (
    account TEXT PRIMARY KEY,
    part TEXT NOT NULL,
    value TEXT NOT NULL,
    code TEXT,
    created BIGINT NOT NULL,
    tries BIGINT NOT NULL
);
