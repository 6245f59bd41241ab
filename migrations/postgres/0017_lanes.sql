-- The next job that somebody asked for, and the next of what happens to many at once, however many of the others wait.
CREATE INDEX job_queue_asked ON job_queue (run_at, id) WHERE state = 'waiting' AND key IS NULL;
CREATE INDEX job_queue_crowd ON job_queue (run_at, id) WHERE state = 'waiting' AND key IS NOT NULL;
