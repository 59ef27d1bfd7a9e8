-- One random pseudonym for each card and domain, found again by a keyed HMAC; the key lies outside the database
-- and the card number nowhere (house, section 12).
CREATE TABLE vault.pseudonyms (
    domain text NOT NULL,
    lookup bytea NOT NULL CHECK (octet_length(lookup) = 32),
    pseudonym text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (domain, lookup)
);
