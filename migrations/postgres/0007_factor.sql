-- Authenticator apps, one for each account. `secret` is sealed; `last_step` is the last whose code was used (RFC 6238).
CREATE TABLE identity_app (
    account TEXT PRIMARY KEY REFERENCES account_holder (id),
    secret TEXT NOT NULL,
    last_step BIGINT NOT NULL,
    created BIGINT NOT NULL,
    used BIGINT
);

-- Recovery codes, ten for each account that asked for them: PHC strings under one salt for the ten.
CREATE TABLE identity_recovery_code (
    account TEXT NOT NULL REFERENCES account_holder (id),
    code TEXT NOT NULL,
    created BIGINT NOT NULL,
    used BIGINT,
    PRIMARY KEY (account, code)
);

-- Passkeys. `id` is the credential's, in base64url; `key` its public key as SubjectPublicKeyInfo, in base64url; `algorithm`
-- as COSE numbers it; `counter` what its authenticator last counted, 0 where it does not count.
CREATE TABLE identity_passkey (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account_holder (id),
    name TEXT NOT NULL,
    algorithm BIGINT NOT NULL,
    key TEXT NOT NULL,
    counter BIGINT NOT NULL,
    created BIGINT NOT NULL,
    used BIGINT
);
CREATE INDEX identity_passkey_account ON identity_passkey (account);

-- What passkeys and the keys of devices are asked to sign, each answered once. `token` is the hash of the browser's cookie.
CREATE TABLE identity_passkey_challenge (
    token TEXT PRIMARY KEY,
    challenge TEXT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX identity_passkey_challenge_created ON identity_passkey_challenge (created);

-- Passcodes of four digits, each on one device. `id` is the SHA-256 of the device's public key, `key` the key itself as
-- SubjectPublicKeyInfo, both in base64url; `passcode` a PHC string of the digits' keyed hash. `tries` counts those since it
-- was right; at five the row goes.
CREATE TABLE identity_passcode (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account_holder (id),
    key TEXT NOT NULL,
    passcode TEXT NOT NULL,
    agent TEXT NOT NULL,
    tries BIGINT NOT NULL,
    created BIGINT NOT NULL,
    used BIGINT
);
CREATE INDEX identity_passcode_account ON identity_passcode (account);

-- Devices that need no second step for a while. Only the hash of the token in the device's cookie is kept.
CREATE TABLE identity_trusted_device (
    token TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account_holder (id),
    agent TEXT NOT NULL,
    created BIGINT NOT NULL
);
CREATE INDEX identity_trusted_device_account ON identity_trusted_device (account);
CREATE INDEX identity_trusted_device_created ON identity_trusted_device (created);

-- A number that waits for the code that was sent there, which shows whose it is. `code` is a keyed hash; NULL until it is
-- sent. `notices` is whether they are wanted there too.
CREATE TABLE identity_phone_proof (
    account TEXT PRIMARY KEY REFERENCES account_holder (id),
    number TEXT NOT NULL,
    notices BOOLEAN NOT NULL,
    code TEXT,
    created BIGINT NOT NULL,
    tries BIGINT NOT NULL
);
