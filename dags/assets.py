"""The one registry of assets: what announces that something is new, and who listens.

An announcement is a hint, never the only way: each DAG processes everything that is pending when it runs, and a
timetable runs it also when an announcement was lost.

| asset     | what is new                                          | Emitted by           | Consumed by     |
|-----------|------------------------------------------------------|----------------------|-----------------|
| SEGMENTS  | sealed Parquet segments of the event log             | intake.seal          | models          |
| CANDIDATE | a whole build of the marts in schema `candidate`     | models.load          | publication     |
| PUBLISHED | a build that passed gate 2, in schema `published`    | publication.publish  | reports (reads) |
| EDITIONS  | report editions with frozen figures, in four formats | reports.report       | delivery (reads)|
"""

from airflow.sdk import Asset

SEGMENTS = Asset(name="segments", uri="grassroots://lake/segments")
CANDIDATE = Asset(name="candidate", uri="grassroots://database/candidate")
PUBLISHED = Asset(name="published", uri="grassroots://database/published")
EDITIONS = Asset(name="editions", uri="grassroots://editions")
