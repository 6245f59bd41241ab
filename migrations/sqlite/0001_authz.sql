-- Who may see a chart needs to know a little about its patient; kept by the chart when a Patient is written.
CREATE TABLE authz_patient (
    rid BIGINT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    birth_date TEXT
);

-- Every open, view, write and refusal. Rows are only ever added.
CREATE TABLE authz_audit (
    seq INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    request TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    area TEXT NOT NULL,
    patient TEXT,
    target TEXT NOT NULL,
    allowed BOOLEAN NOT NULL
);
CREATE INDEX authz_audit_patient ON authz_audit (patient, seq);
CREATE INDEX authz_audit_actor ON authz_audit (actor_kind, actor_id, seq);
