-- Roles are cluster-wide: another database of the same server may have made them already.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['grassroots_owner', 'grassroots_writer', 'grassroots_builder'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN', name);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- another migration was faster
        END;
        IF NOT pg_has_role(session_user, name, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO %I', name, session_user);
        END IF;
    END LOOP;
    -- The append function must never meet a caller's temporary table, so nobody but the login gets one (details 2).
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;
