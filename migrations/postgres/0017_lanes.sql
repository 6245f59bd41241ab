-- Who does a job: 0 what somebody asked for just now and may be waiting for; 1 what happens to many at once, which has a key.
ALTER TABLE job_queue ADD COLUMN lane BIGINT NOT NULL DEFAULT 0;
UPDATE job_queue SET lane = 1 WHERE key IS NOT NULL;
DROP INDEX job_queue_next;
CREATE INDEX job_queue_next ON job_queue (state, lane, run_at, id);
