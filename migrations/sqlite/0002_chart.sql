-- The current version of every resource. `rid` is a running number times 256 plus `kind`, so that it says the type. A row
-- of version 0 holds the place of a resource that is referred to and not here. One that was deleted keeps its last text,
-- by which its rows elsewhere are found.
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
    kind BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    deleted BOOLEAN NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (rid, version)
) WITHOUT ROWID;
CREATE INDEX chart_version_all ON chart_version (kind, updated, rid, version);

-- Whose chart a resource is in: `patient` is the rid of the Patient, 0 for the directory (what is in nobody's chart and
-- open to everybody), -2 for what should be in a chart and names no patient. Every resource has a second row under
-- patient -1. What was deleted has -1 - kind for its kind.
CREATE TABLE chart_member (
    patient BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    rid BIGINT NOT NULL,
    PRIMARY KEY (patient, kind, updated, rid)
) WITHOUT ROWID;

-- The search index: for each chart by itself (the primary keys), and across charts (the indexes `_all`). `patient` is as
-- in chart_member, less -1. `param` is the number of a search parameter; `system` the hash of a URI, 0 for none, 1 for
-- rows whose code is a URL. The row (-1, 0, '', rid, 0) says that a resource carries a sensitivity label.
CREATE TABLE chart_token (
    patient BIGINT NOT NULL,
    param BIGINT NOT NULL,
    code TEXT NOT NULL,
    rid BIGINT NOT NULL,
    system BIGINT NOT NULL,
    PRIMARY KEY (patient, param, code, rid, system)
) WITHOUT ROWID;
CREATE INDEX chart_token_all ON chart_token (param, code, rid, system);

-- `edge` has bit 1 on the least row of a resource and parameter and bit 2 on the greatest: what sorting goes by. A
-- resource without a value for a string or date parameter has one row that says so: empty texts, or both times least.
CREATE TABLE chart_text (
    patient BIGINT NOT NULL,
    param BIGINT NOT NULL,
    folded TEXT NOT NULL,
    exact TEXT NOT NULL,
    rid BIGINT NOT NULL,
    edge BIGINT NOT NULL,
    PRIMARY KEY (patient, param, folded, exact, rid)
) WITHOUT ROWID;
CREATE INDEX chart_text_all ON chart_text (param, folded, exact, rid);

-- `since` and `until` are microseconds; until is the first moment after.
CREATE TABLE chart_date (
    patient BIGINT NOT NULL,
    param BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    rid BIGINT NOT NULL,
    edge BIGINT NOT NULL,
    PRIMARY KEY (patient, param, since, until, rid)
) WITHOUT ROWID;
CREATE INDEX chart_date_until ON chart_date (patient, param, until, since, rid);
CREATE INDEX chart_date_all ON chart_date (param, since, until, rid);
CREATE INDEX chart_date_rid ON chart_date (rid, param, since, until);

CREATE TABLE chart_reference (
    patient BIGINT NOT NULL,
    param BIGINT NOT NULL,
    target BIGINT NOT NULL,
    rid BIGINT NOT NULL,
    PRIMARY KEY (patient, param, target, rid)
) WITHOUT ROWID;
CREATE INDEX chart_reference_all ON chart_reference (target, param, rid);
CREATE INDEX chart_reference_rid ON chart_reference (rid, param, target);

-- Quantities and numbers: as given (`low` to `high` of the unit: the hash of its system, its code, its name), and in the
-- canonical units of their dimension, which is empty where they have none. `code` and `system` are the other half of a
-- composite.
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
    canonical_low DOUBLE PRECISION NOT NULL,
    canonical_high DOUBLE PRECISION NOT NULL,
    dimension TEXT NOT NULL,
    rid BIGINT NOT NULL,
    PRIMARY KEY (patient, param, code, system, low, high, unit_system, unit_code, unit_word, rid)
) WITHOUT ROWID;
CREATE INDEX chart_quantity_all ON chart_quantity (param, code, dimension, canonical_low, rid);

-- References of imported resources that lead nowhere yet: `Practitioner?identifier=…`, or `urn:uuid:` of another file.
CREATE TABLE chart_pending (
    reference TEXT NOT NULL,
    rid BIGINT NOT NULL,
    PRIMARY KEY (reference, rid)
) WITHOUT ROWID;
