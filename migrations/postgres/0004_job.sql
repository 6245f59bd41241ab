-- Work for later, written in the transaction that wants it. Done jobs are deleted; those given up stay as `dead`.
CREATE TABLE job_queue (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    error TEXT NOT NULL
);
CREATE INDEX job_queue_next ON job_queue (state, run_at, id);
