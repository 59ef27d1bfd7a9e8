-- The one lock of the log, held to the end of the transaction; then an empty staging table. The order matters:
-- TRUNCATE before the lock deadlocks with another writer.
CREATE FUNCTION log.take_lock() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'the log is appended to in READ COMMITTED only, not %', current_setting('transaction_isolation')
            USING ERRCODE = 'invalid_transaction_state', CONSTRAINT = 'append_isolation';
    END IF;
    PERFORM pg_advisory_xact_lock(1735549292);
    TRUNCATE log.staging;
END $$;
