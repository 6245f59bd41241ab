-- What the frame around a chart says of its patient, and what else decisions need to know. `name` and `called` are as the
-- current Patient has them.
ALTER TABLE authz_patient ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE authz_patient ADD COLUMN called TEXT NOT NULL DEFAULT '';
ALTER TABLE authz_patient ADD COLUMN deceased BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE authz_patient ADD COLUMN emancipated BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE authz_patient SET
    called = (SELECT coalesce(r.text::jsonb #>> '{name,0,given,0}', '') FROM chart_resource r WHERE r.rid = authz_patient.rid),
    name = (SELECT trim(coalesce(r.text::jsonb #>> '{name,0,given,0}', '') || ' ' || coalesce(r.text::jsonb #>> '{name,0,family}', '')) FROM chart_resource r WHERE r.rid = authz_patient.rid),
    deceased = (SELECT coalesce(r.text::jsonb ->> 'deceasedDateTime', r.text::jsonb ->> 'deceasedBoolean', 'false') <> 'false' FROM chart_resource r WHERE r.rid = authz_patient.rid)
WHERE EXISTS (SELECT 1 FROM chart_resource r WHERE r.rid = authz_patient.rid AND r.version > 0);

-- That an account may open a chart that is not its person's own. `related` is the number of the RelatedPerson in the chart,
-- `areas` names with a space between. What is over stays, with `ended` set; an account has one that is not over to a chart.
CREATE TABLE authz_relation (
    id TEXT PRIMARY KEY,
    patient BIGINT NOT NULL,
    account TEXT NOT NULL,
    holder TEXT NOT NULL,
    related BIGINT NOT NULL,
    kind TEXT NOT NULL,
    areas TEXT NOT NULL,
    sensitive BOOLEAN NOT NULL,
    more BOOLEAN NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT,
    frozen BIGINT,
    ended BIGINT
);
CREATE UNIQUE INDEX authz_relation_account ON authz_relation (account, patient) WHERE ended IS NULL;
CREATE INDEX authz_relation_patient ON authz_relation (patient, since);
