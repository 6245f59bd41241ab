-- Whether codes reach the number by a call that reads them out, and not as text messages.
ALTER TABLE account_phone ADD COLUMN calls BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE identity_phone_proof ADD COLUMN calls BOOLEAN NOT NULL DEFAULT FALSE;
