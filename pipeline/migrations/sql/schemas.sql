CREATE SCHEMA IF NOT EXISTS ops AUTHORIZATION grassroots_owner;
CREATE SCHEMA IF NOT EXISTS candidate AUTHORIZATION grassroots_owner;
CREATE SCHEMA IF NOT EXISTS published AUTHORIZATION grassroots_owner;
CREATE SCHEMA IF NOT EXISTS evidence AUTHORIZATION grassroots_owner;

-- Tables of candidate and evidence are made by the builder, those of published by the publisher: what they make can be
-- read by exactly these.
ALTER DEFAULT PRIVILEGES FOR ROLE grassroots_builder IN SCHEMA candidate, evidence
GRANT SELECT ON TABLES TO grassroots_gate, grassroots_publisher;
ALTER DEFAULT PRIVILEGES FOR ROLE grassroots_publisher IN SCHEMA published GRANT SELECT ON TABLES TO grassroots_reader;
