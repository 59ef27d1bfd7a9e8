-- Appends what lies in log.staging as one batch: decides asserted, corrected, retracted or known under the lock, gives
-- positions without a gap, computes leaves and head. Answers one letter (a, c, r, k) for each staged row, in order.
-- Nested loops only: the work then grows with the batch, never with the log, whatever the planner thinks of the sizes.
CREATE FUNCTION log.append(
    OUT first_position bigint, OUT last_position bigint, OUT head bytea, OUT recorded_at timestamptz, OUT outcomes text
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET datestyle = 'ISO, YMD'
SET work_mem = '256MB'
SET enable_hashjoin = off
SET enable_mergejoin = off
SET enable_seqscan = on
AS $$
DECLARE
    base bigint;
    previous bytea;
    appended bigint;
    leaves bytea;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'the log is appended to in READ COMMITTED only, not %', current_setting('transaction_isolation')
            USING ERRCODE = 'invalid_transaction_state', CONSTRAINT = 'append_isolation';
    END IF;
    PERFORM pg_advisory_xact_lock(1735549292);

    SELECT b.last_position, b.head, greatest(clock_timestamp(), b.recorded_at)
    INTO base, previous, recorded_at
    FROM log.batches AS b ORDER BY b.last_position DESC LIMIT 1;
    IF NOT FOUND THEN
        base := 0;
        previous := decode(repeat('00', 32), 'hex');
        recorded_at := clock_timestamp();
    END IF;

    INSERT INTO log.events (
        position, id, type, type_version, action, fact_id, supersedes, subject, source, occurred_on, recorded_at,
        period, submission_id, sheet, "row", data, hash
    )
    SELECT
        base + row_number() OVER (ORDER BY d.n), d.id, d.type, d.type_version, d.action, d.fact_id, d.supersedes,
        d.subject, d.source, d.occurred_on, append.recorded_at, d.period, d.submission_id, d.sheet, d."row", d.data,
        log.leaf(log.record(
            d.id, d.type, d.type_version, d.action, d.fact_id, d.supersedes, d.subject, d.source,
            d.occurred_on, d.period, d.submission_id, d.sheet, d."row", d.data
        ))
    FROM log.decided AS d
    WHERE d.action <> 'known';
    GET DIAGNOSTICS appended = ROW_COUNT;
    outcomes := log.outcomes(base, appended);
    head := previous;
    IF appended = 0 THEN
        recorded_at := NULL;
        RETURN;
    END IF;

    first_position := base + 1;
    last_position := base + appended;
    INSERT INTO log.latest (fact_id, position)
    SELECT e.fact_id, e.position FROM log.events AS e
    WHERE e.position > base AND e.supersedes IS NULL;
    UPDATE log.latest AS l SET position = e.position FROM log.events AS e
    WHERE e.position > base AND e.supersedes IS NOT NULL AND l.fact_id = e.fact_id;

    SELECT string_agg(e.hash, ''::bytea ORDER BY e.position) INTO leaves FROM log.events AS e WHERE e.position > base;
    head := log.next_head(previous, sha256('\x01'::bytea || leaves), first_position, last_position, recorded_at);
    INSERT INTO log.batches (first_position, last_position, recorded_at, digest, head)
    VALUES (
        append.first_position, append.last_position, append.recorded_at, sha256('\x01'::bytea || leaves), append.head
    );
END $$;
