"""The append-only event log: port, PostgreSQL adapter, in-memory reference, hash chain, segments."""
