-- Work for later, written in the transaction that wants it. Done jobs are deleted, but those with a `key` stay for a while
-- as `done`, so that what has that key is not asked for twice; those given up stay as `dead`. `begun` is when a try began to
-- hand over what may leave only once.
CREATE TABLE job_queue (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT UNIQUE,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    begun BIGINT,
    reason TEXT NOT NULL,
    error TEXT NOT NULL
);
CREATE INDEX job_queue_next ON job_queue (state, run_at, id);
