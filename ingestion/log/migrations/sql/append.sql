-- Appends what lies in log.staging as one batch: decides asserted, corrected, retracted or known under the lock, gives
-- positions without a gap, computes leaves and head. Answers one letter (a, c, r, k) for each staged row, in order.
-- Decisions and leaves come from a SELECT of their own, by EXECUTE: that one can use the other cores, an INSERT ... SELECT
-- and a SELECT INTO of PL/pgSQL cannot. Each leaf is worked out once, below the Gather. The insertion sorts nothing: a
-- row's place follows from its number, and the staging table was filled in the order of the numbers.
-- Nested loops only: the work then grows with the batch, never with the log, whatever the planner thinks of the sizes.
CREATE OR REPLACE FUNCTION log.append(
    OUT first_position bigint, OUT last_position bigint, OUT head bytea, OUT recorded_at timestamptz, OUT outcomes bytea
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET datestyle = 'ISO, YMD'
SET work_mem = '256MB'
SET enable_hashjoin = off
SET enable_mergejoin = off
SET jit = off
AS $$
DECLARE
    base bigint;
    previous bytea;
    places integer[];
    replaced bigint[];
    leaves bytea;
    digest bytea;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'the log is appended to in READ COMMITTED only, not %', current_setting('transaction_isolation')
            USING ERRCODE = 'invalid_transaction_state', CONSTRAINT = 'append_isolation';
    END IF;
    PERFORM pg_advisory_xact_lock(1735549292);

    SELECT b.last_position, b.head, b.recorded_at INTO base, previous, recorded_at
    FROM log.batches AS b ORDER BY b.last_position DESC LIMIT 1;
    base := coalesce(base, 0);
    previous := coalesce(previous, decode(repeat('00', 32), 'hex'));
    recorded_at := greatest(clock_timestamp(), recorded_at);

    EXECUTE $query$
        SELECT
            string_agg(d.letter, ''::bytea ORDER BY d.n),
            CASE WHEN count(d.supersedes) FILTER (WHERE d.leaf IS NOT NULL) > 0
                THEN array_agg(coalesce(d.supersedes, 0) ORDER BY d.n) FILTER (WHERE d.leaf IS NOT NULL) END,
            string_agg(d.leaf, ''::bytea ORDER BY d.n) FILTER (WHERE d.leaf IS NOT NULL)
        FROM (SELECT * FROM log.decided ORDER BY n) AS d
    $query$ INTO outcomes, replaced, leaves;
    head := previous;
    IF leaves IS NULL THEN
        recorded_at := NULL;
        RETURN;
    END IF;

    IF octet_length(leaves) / 32 < octet_length(outcomes) THEN -- something is known: the others move up
        SELECT array_agg(o.place ORDER BY o.n) INTO places FROM (
            SELECT g.n, count(*) FILTER (WHERE get_byte(outcomes, g.n) <> 107) OVER (ORDER BY g.n) AS place
            FROM generate_series(0, octet_length(outcomes) - 1) AS g (n)
        ) AS o;
    END IF;

    INSERT INTO log.events (
        position, id, type, type_version, action, fact_id, supersedes, subject, source, occurred_on, recorded_at,
        period, submission_id, sheet, "row", data, hash
    )
    SELECT
        base + s.i, s.id, coalesce(p.type, s.type), coalesce(p.type_version, s.type_version),
        CASE get_byte(outcomes, s.n) WHEN 97 THEN 'asserted' WHEN 99 THEN 'corrected' ELSE 'retracted' END,
        s.fact_id, nullif(replaced[s.i], 0), coalesce(p.subject, s.subject), s.source,
        coalesce(p.occurred_on, s.occurred_on), append.recorded_at, s.period, s.submission_id, s.sheet, s."row",
        coalesce(p.data, s.data), substr(leaves, s.i * 32 - 31, 32)
    FROM (
        SELECT t.*, CASE WHEN places IS NULL THEN t.n + 1 ELSE places[t.n + 1] END AS i FROM log.staging AS t
        WHERE get_byte(outcomes, t.n) <> 107
    ) AS s
    LEFT JOIN log.events AS p ON p.position = CASE WHEN s.is_retraction THEN replaced[s.i] END;

    first_position := base + 1;
    last_position := base + octet_length(leaves) / 32;
    INSERT INTO log.latest (fact_id, position)
    SELECT e.fact_id, e.position FROM log.events AS e
    WHERE e.position > base AND e.supersedes IS NULL ORDER BY e.fact_id; -- in key order: half the time
    IF replaced IS NOT NULL THEN
        UPDATE log.latest AS l SET position = e.position FROM log.events AS e
        WHERE e.supersedes IS NOT NULL AND e.position > base AND l.fact_id = e.fact_id;
    END IF;

    digest := sha256('\x01'::bytea || leaves);
    head := log.next_head(previous, digest, first_position, last_position, recorded_at);
    INSERT INTO log.batches (first_position, last_position, recorded_at, digest, head)
    VALUES (append.first_position, append.last_position, append.recorded_at, digest, append.head);
END $$;
