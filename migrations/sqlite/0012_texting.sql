-- What became of each text message of the last month. `id` is the provider's name for it, `number` as E.164 has it, and
-- empty where the provider told of it before we knew that it was sent.
CREATE TABLE notify_text (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL,
    outcome TEXT NOT NULL,
    sent BIGINT NOT NULL
);
CREATE INDEX notify_text_number ON notify_text (number, sent);
CREATE INDEX notify_text_sent ON notify_text (sent);
