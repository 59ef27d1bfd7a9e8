-- What each staged row becomes. Nothing is `known` that differs in type_version, subject, occurred_on or data from the
-- last version; a retraction repeats what it takes back, so that measures can be undone without a join.
-- letter: a(sserted), c(orrected), r(etracted), k(nown); leaf is NULL for what is known.
CREATE VIEW log.decided AS
SELECT
    v.n,
    v.supersedes,
    convert_to(left(v.action, 1), 'UTF8') AS letter,
    CASE
        WHEN v.action <> 'known'
            THEN log.leaf(log.record(
                v.id, v.type, v.type_version, v.action, v.fact_id, v.supersedes, v.subject, v.source,
                v.occurred_on, v.period, v.submission_id, v.sheet, v."row", v.data
            ))
    END AS leaf
FROM (
    SELECT
        s.n,
        s.id,
        s.fact_id,
        s.source,
        s.period,
        s.submission_id,
        s.sheet,
        s."row",
        p.position AS supersedes,
        CASE WHEN s.is_retraction THEN p.type ELSE s.type END AS type,
        CASE WHEN s.is_retraction THEN p.type_version ELSE s.type_version END AS type_version,
        CASE WHEN s.is_retraction THEN p.subject ELSE s.subject END AS subject,
        CASE WHEN s.is_retraction THEN p.occurred_on ELSE s.occurred_on END AS occurred_on,
        CASE WHEN s.is_retraction THEN p.data ELSE s.data END AS data,
        CASE
            WHEN s.is_retraction AND (p.position IS NULL OR p.action = 'retracted') THEN 'known'
            WHEN s.is_retraction THEN 'retracted'
            WHEN p.position IS NULL OR p.action = 'retracted' THEN 'asserted'
            WHEN
                p.type_version = s.type_version AND p.subject = s.subject
                AND p.occurred_on = s.occurred_on AND p.data = s.data
                THEN 'known'
            ELSE 'corrected'
        END AS action
    FROM log.staging AS s
    LEFT JOIN log.latest AS l ON l.fact_id = s.fact_id
    LEFT JOIN log.events AS p ON p.position = l.position
) AS v;
