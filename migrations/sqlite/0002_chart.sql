-- The current version of every resource. A row of version 0 holds the place of one that is referred to and not here.
CREATE TABLE chart_resource (
    rid INTEGER PRIMARY KEY,
    kind BIGINT NOT NULL,
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    deleted BOOLEAN NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (kind, id)
);

-- Versions that are no longer current.
CREATE TABLE chart_version (
    rid BIGINT NOT NULL,
    version BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    deleted BOOLEAN NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (rid, version)
) WITHOUT ROWID;

-- Whose chart a resource is in: `patient` is the rid of the Patient, 0 for what is in nobody's chart. Every resource has
-- a second row under patient -1. What was deleted has -1 - kind for its kind.
CREATE TABLE chart_member (
    patient BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    rid BIGINT NOT NULL,
    PRIMARY KEY (patient, kind, updated, rid)
) WITHOUT ROWID;

-- The search index: for each chart by itself (the primary keys), and across charts (the indexes). A resource that is
-- in no chart has patient 0. `param` is the number of a search parameter; `system` the hash of a URI, 0 for none.
CREATE TABLE chart_token (
    patient BIGINT NOT NULL,
    param BIGINT NOT NULL,
    code TEXT NOT NULL,
    system BIGINT NOT NULL,
    rid BIGINT NOT NULL,
    PRIMARY KEY (patient, param, code, system, rid)
) WITHOUT ROWID;
CREATE INDEX chart_token_all ON chart_token (param, code, system, rid);

CREATE TABLE chart_text (
    patient BIGINT NOT NULL,
    param BIGINT NOT NULL,
    folded TEXT NOT NULL,
    exact TEXT NOT NULL,
    rid BIGINT NOT NULL,
    PRIMARY KEY (patient, param, folded, exact, rid)
) WITHOUT ROWID;
CREATE INDEX chart_text_all ON chart_text (param, folded, rid);

-- `since` and `until` are microseconds; until is the first moment after.
CREATE TABLE chart_date (
    patient BIGINT NOT NULL,
    param BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    rid BIGINT NOT NULL,
    PRIMARY KEY (patient, param, since, until, rid)
) WITHOUT ROWID;
CREATE INDEX chart_date_all ON chart_date (param, since, until, rid);

CREATE TABLE chart_reference (
    patient BIGINT NOT NULL,
    param BIGINT NOT NULL,
    target BIGINT NOT NULL,
    rid BIGINT NOT NULL,
    PRIMARY KEY (patient, param, target, rid)
) WITHOUT ROWID;
CREATE INDEX chart_reference_all ON chart_reference (target, param, rid);

-- Quantities and numbers: as given (`low` to `high` of `unit`, the hash of its code or name), and in the canonical
-- units of their dimension where they have one. `code` and `system` are the other half of a composite.
CREATE TABLE chart_quantity (
    patient BIGINT NOT NULL,
    param BIGINT NOT NULL,
    code TEXT NOT NULL,
    system BIGINT NOT NULL,
    low DOUBLE PRECISION NOT NULL,
    high DOUBLE PRECISION NOT NULL,
    unit_system BIGINT NOT NULL,
    unit_code TEXT NOT NULL,
    unit_word TEXT NOT NULL,
    canonical_low DOUBLE PRECISION,
    canonical_high DOUBLE PRECISION,
    dimension TEXT NOT NULL,
    rid BIGINT NOT NULL,
    PRIMARY KEY (patient, param, code, system, low, high, unit_system, unit_code, unit_word, rid)
) WITHOUT ROWID;
CREATE INDEX chart_quantity_all ON chart_quantity (param, dimension, canonical_low, rid);
