-- Roles are cluster-wide: another database of the same server may have made them already. Only the reader logs in
-- (Superset, analysts); the others are taken on by SET ROLE.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['grassroots_gate', 'grassroots_publisher', 'grassroots_reader'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
                EXECUTE format(
                    'CREATE ROLE %I %s', name, CASE WHEN name = 'grassroots_reader' THEN 'LOGIN' ELSE 'NOLOGIN' END
                );
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- another migration was faster
        END;
        -- A login that may create roles administers what it made, but may SET ROLE only when it is told so (since 16).
        IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = session_user) THEN
            BEGIN
                EXECUTE format('GRANT %I TO %I', name, session_user);
            EXCEPTION WHEN insufficient_privilege THEN
                NULL; -- the roles are somebody else's, who must have granted them; SET ROLE will tell
            END;
        END IF;
    END LOOP;
END $$;
