-- Nobody edits history: refused even to the owner, who would have to disable the trigger, which verify then shows.
CREATE FUNCTION log.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'log.% is append-only: % refused', tg_table_name, tg_op
        USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'log_append_only';
END $$;

CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.events
FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
CREATE TRIGGER batches_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.batches
FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
