-- Units and enterprises as the log knows them now: what intake checks scope against (details 13).
-- A test holds it equal to the dbt registry. `kind` is unit or enterprise; `unit_code` is a unit's parent or the
-- community of an enterprise; `position` is the youngest event behind the row.
CREATE OR REPLACE VIEW log.registry_now AS
WITH live AS (
    SELECT f.position, f.type, f.subject, f.occurred_on, f.fact_id, f.data::json AS data
    FROM log.latest_facts AS f
    WHERE f.action <> 'retracted' AND f.type IN (
        'org_unit_registered', 'org_unit_moved', 'org_unit_merged', 'org_unit_split', 'org_unit_closed',
        'enterprise_registered', 'enterprise_moved'
    )
),
placed AS (
    SELECT DISTINCT ON (subject, kind) subject, kind, unit_code
    FROM (
        SELECT subject, occurred_on, fact_id, coalesce((data ->> 'move_no')::int, 1) AS move_no,
            CASE WHEN type LIKE 'org_unit%' THEN 'unit' ELSE 'enterprise' END AS kind,
            CASE type
                WHEN 'org_unit_registered' THEN 0 WHEN 'enterprise_registered' THEN 0
                WHEN 'org_unit_merged' THEN 3 WHEN 'org_unit_split' THEN 2 ELSE 1
            END AS type_rank,
            CASE type
                WHEN 'org_unit_registered' THEN data ->> 'parent_code'
                WHEN 'org_unit_moved' THEN data ->> 'new_parent_code'
                WHEN 'org_unit_merged' THEN data ->> 'merged_into_code'
                WHEN 'org_unit_split' THEN data ->> 'principal_successor_code'
                WHEN 'enterprise_registered' THEN data ->> 'unit_code'
                WHEN 'enterprise_moved' THEN data ->> 'moved_to_unit_code'
            END AS unit_code
        FROM live WHERE type <> 'org_unit_closed'
    ) AS steps
    ORDER BY subject, kind, type_rank > 0 DESC, occurred_on DESC, type_rank DESC, move_no DESC, fact_id DESC
),
youngest AS (
    SELECT subject, max(position) AS position,
        bool_or(type IN ('org_unit_closed', 'org_unit_merged', 'org_unit_split')) AS is_closed
    FROM live GROUP BY subject
)
SELECT p.kind, p.subject AS code, p.unit_code, r.data ->> 'unit_name' AS name, r.data ->> 'level' AS level,
    coalesce((r.data ->> 'is_reporting')::boolean, false) AS is_reporting, y.is_closed, y.position
FROM placed AS p
JOIN youngest AS y USING (subject)
LEFT JOIN live AS r ON r.subject = p.subject AND r.type = 'org_unit_registered';

GRANT SELECT ON log.registry_now TO grassroots_writer, grassroots_builder;
