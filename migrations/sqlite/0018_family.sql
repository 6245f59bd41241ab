-- Invitations to somebody's chart. `token` is the hash of what the link holds, made when the mail is sent. `state` is pending,
-- accepted, declined, cancelled or spent (too many wrong birth dates).
CREATE TABLE family_invitation (
    id TEXT PRIMARY KEY,
    patient TEXT NOT NULL,
    token TEXT UNIQUE,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    locale TEXT NOT NULL,
    relationship TEXT NOT NULL,
    kind TEXT NOT NULL,
    areas TEXT NOT NULL,
    sensitive BOOLEAN NOT NULL,
    until BIGINT,
    made BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    tries BIGINT NOT NULL,
    state TEXT NOT NULL,
    answered BIGINT
);
CREATE INDEX family_invitation_patient ON family_invitation (patient, made);
