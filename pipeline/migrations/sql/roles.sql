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
        IF NOT pg_has_role(session_user, name, 'MEMBER') THEN
            EXECUTE format('GRANT %I TO %I', name, session_user);
        END IF;
    END LOOP;
END $$;
