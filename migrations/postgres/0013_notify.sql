-- How and when people want to be told of what happens. `zone` is a name of the IANA database, NULL for the clinic's; quiet
-- hours are minutes of the wall clock since midnight; `digest` is the hour of the mail that gathers what is not urgent.
CREATE TABLE notify_preference (
    account TEXT PRIMARY KEY REFERENCES account_holder (id),
    zone TEXT,
    quiet_from BIGINT,
    quiet_until BIGINT,
    digest BIGINT
);

-- What they chose for a topic and a channel. Where there is no row, the topic says what is usual.
CREATE TABLE notify_choice (
    account TEXT NOT NULL REFERENCES account_holder (id),
    topic TEXT NOT NULL,
    channel TEXT NOT NULL,
    wanted BOOLEAN NOT NULL,
    PRIMARY KEY (account, topic, channel)
);

-- What waits for, or was in, the digest that is due then.
CREATE TABLE notify_gathered (
    account TEXT NOT NULL REFERENCES account_holder (id),
    event TEXT NOT NULL,
    occasion TEXT NOT NULL,
    path TEXT NOT NULL,
    due BIGINT NOT NULL,
    PRIMARY KEY (account, event, occasion)
);
