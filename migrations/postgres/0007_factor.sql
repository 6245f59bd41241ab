-- Authenticator apps, one for each account. `secret` is sealed; `last_step` is the last whose code was used (RFC 6238).
CREATE TABLE identity_app (
    account TEXT PRIMARY KEY REFERENCES identity_account (id),
    secret TEXT NOT NULL,
    last_step BIGINT NOT NULL,
    created BIGINT NOT NULL,
    used BIGINT
);

-- Recovery codes, ten for each account that asked for them: PHC strings under one salt for the ten.
CREATE TABLE identity_recovery_code (
    account TEXT NOT NULL REFERENCES identity_account (id),
    code TEXT NOT NULL,
    created BIGINT NOT NULL,
    used BIGINT,
    PRIMARY KEY (account, code)
);
