-- One letter for each staged row, in order: a(sserted), c(orrected), r(etracted), k(nown).
CREATE FUNCTION log.outcomes(base bigint, appended bigint) RETURNS text
LANGUAGE sql STABLE
RETURN (
    SELECT string_agg(coalesce(left(e.action, 1), 'k'), '' ORDER BY s.n)
    FROM log.staging AS s
    LEFT JOIN log.events AS e ON e.id = s.id AND e.position > base
);
