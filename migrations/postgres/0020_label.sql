-- Which resources carry which sensitivity labels. `origin` is the resource that says so: the resource itself (by its codes or
-- its marks), one that it refers to, or the Consent that names it. Rows follow references when either end is written.
CREATE TABLE chart_label (
    rid BIGINT NOT NULL,
    label BIGINT NOT NULL,
    origin BIGINT NOT NULL,
    PRIMARY KEY (rid, label, origin)
);
CREATE INDEX chart_label_origin ON chart_label (origin, rid);

-- By which rules the labels were given last, and how far a run with new ones has come; one row.
CREATE TABLE chart_labelling (
    rules TEXT NOT NULL,
    after BIGINT NOT NULL
);

-- What senders marked is marked from the first moment: 0 restricted, 7 sensitive, until the rules have been over it.
INSERT INTO chart_label (rid, label, origin)
SELECT rid, 0, rid FROM chart_token WHERE patient = -1 AND param = 0 AND code = '';
INSERT INTO chart_label (rid, label, origin)
SELECT rid, 7, rid FROM chart_token WHERE patient = -1 AND param = 0 AND code = '';
DELETE FROM chart_token WHERE patient = -1 AND param = 0;
