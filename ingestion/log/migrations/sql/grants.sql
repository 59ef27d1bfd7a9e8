-- The writer may take the lock, fill the staging table, append, and see the last version of each fact. Nothing else.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA log FROM PUBLIC;
GRANT USAGE ON SCHEMA log TO grassroots_writer, grassroots_builder;
GRANT EXECUTE ON FUNCTION log.take_lock(), log.append() TO grassroots_writer;
GRANT INSERT ON log.staging TO grassroots_writer;
GRANT SELECT ON log.latest_facts TO grassroots_writer;

-- The builder reads the log, verifies it and seals segments.
GRANT SELECT ON log.events, log.batches, log.segments, log.latest, log.latest_facts TO grassroots_builder;
GRANT INSERT ON log.segments TO grassroots_builder;
GRANT EXECUTE ON FUNCTION log.record, log.leaf TO grassroots_builder;

-- Work tables of intake and pseudonyms are ordinary tables of the writer; the builder reads the former only.
GRANT USAGE ON SCHEMA intake, vault TO grassroots_writer;
GRANT USAGE ON SCHEMA intake TO grassroots_builder;
ALTER DEFAULT PRIVILEGES IN SCHEMA intake, vault GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO grassroots_writer;
ALTER DEFAULT PRIVILEGES IN SCHEMA intake, vault GRANT USAGE ON SEQUENCES TO grassroots_writer;
ALTER DEFAULT PRIVILEGES IN SCHEMA intake GRANT SELECT ON TABLES TO grassroots_builder;
