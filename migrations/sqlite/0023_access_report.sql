-- Entries of the record that somebody finds strange, and what the clinic found. `seq` is the entry's place in the record,
-- `state` open, explained or wrong.
CREATE TABLE accesslog_report (
    id TEXT PRIMARY KEY,
    patient TEXT NOT NULL,
    seq BIGINT NOT NULL,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    note TEXT NOT NULL,
    made BIGINT NOT NULL,
    state TEXT NOT NULL,
    answer TEXT NOT NULL,
    decided BIGINT,
    decided_by TEXT NOT NULL
);
CREATE UNIQUE INDEX accesslog_report_entry ON accesslog_report (account, seq);
CREATE INDEX accesslog_report_state ON accesslog_report (state, made);
