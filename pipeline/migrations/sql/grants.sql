-- builder: makes candidate and evidence. gate: reads candidate, gives verdicts. publisher: candidate ► published.
-- reader: published, nothing else. Every role of the pipeline may see what ops says.
GRANT USAGE ON SCHEMA ops TO grassroots_writer, grassroots_builder, grassroots_gate, grassroots_publisher;
GRANT SELECT ON ALL TABLES IN SCHEMA ops
TO grassroots_writer, grassroots_builder, grassroots_gate, grassroots_publisher;
GRANT INSERT, UPDATE ON ops.builds TO grassroots_builder;
GRANT INSERT ON ops.verdicts TO grassroots_gate;
GRANT INSERT ON ops.publications, ops.editions TO grassroots_publisher;

GRANT USAGE, CREATE ON SCHEMA candidate, evidence TO grassroots_builder;
-- Evidence is read by the gate (children sum to parents before blanking) and hashed by the publisher; never by a reader.
GRANT USAGE ON SCHEMA candidate, evidence TO grassroots_gate, grassroots_publisher;
GRANT USAGE, CREATE ON SCHEMA published TO grassroots_publisher;
GRANT USAGE ON SCHEMA published TO grassroots_reader;

-- Should a migration make a table there instead, the same holds.
ALTER DEFAULT PRIVILEGES IN SCHEMA candidate, evidence GRANT ALL ON TABLES TO grassroots_builder;
ALTER DEFAULT PRIVILEGES IN SCHEMA candidate, evidence GRANT SELECT ON TABLES TO grassroots_gate, grassroots_publisher;
ALTER DEFAULT PRIVILEGES IN SCHEMA published GRANT ALL ON TABLES TO grassroots_publisher;
ALTER DEFAULT PRIVILEGES IN SCHEMA published GRANT SELECT ON TABLES TO grassroots_reader;
