-- What a writer may know of the log: the last version of each fact (live unless its action is 'retracted').
CREATE VIEW log.latest_facts AS
SELECT
    l.fact_id,
    l.position,
    e.action,
    e.type,
    e.type_version,
    e.subject,
    e.source,
    e.occurred_on,
    e.period,
    e.submission_id,
    e.data
FROM log.latest AS l
INNER JOIN log.events AS e ON e.position = l.position;
