-- What the clinic did about access to a chart, and why.
CREATE TABLE family_decision (
    id TEXT PRIMARY KEY,
    patient TEXT NOT NULL,
    what TEXT NOT NULL,
    name TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided BIGINT NOT NULL,
    decided_by TEXT NOT NULL
);
CREATE INDEX family_decision_patient ON family_decision (patient, decided);

-- Who may not be let into a chart, by the address of their account: a court's order. Lifted ones stay.
CREATE TABLE family_exclusion (
    id TEXT PRIMARY KEY,
    patient TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    made BIGINT NOT NULL,
    lifted BIGINT
);
CREATE INDEX family_exclusion_patient ON family_exclusion (patient);

-- People who ask the clinic to connect them with a patient. `state` is open, connected or refused.
CREATE TABLE family_request (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    patient_name TEXT NOT NULL,
    birth_date TEXT NOT NULL,
    relationship TEXT NOT NULL,
    note TEXT NOT NULL,
    made BIGINT NOT NULL,
    state TEXT NOT NULL,
    decided BIGINT
);
CREATE INDEX family_request_state ON family_request (state, made);
CREATE INDEX family_request_account ON family_request (account, made);
