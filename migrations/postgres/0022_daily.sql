-- What is done once a day: the last day on which each was done, as the clinic counts days.
CREATE TABLE job_daily (
    name TEXT PRIMARY KEY,
    day TEXT NOT NULL
);

-- Whose birthday comes soon is looked for every day.
CREATE INDEX authz_patient_birth_date ON authz_patient (birth_date);
