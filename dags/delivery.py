"""Go on with the mails that wait: put off by a server, interrupted by a crash, withheld and out now.

Every hour, because DAG `reports` runs once a month. Nothing is sent twice: the ledger has one row for each edition and
recipient, and one run sends at a time. Where nothing waits and nothing is due, it ends within a second.
"""

from datetime import UTC, datetime

from airflow.sdk import CronTriggerTimetable, dag, task
from assets import EDITIONS


@dag(
    schedule=CronTriggerTimetable("15 * * * *", timezone="Asia/Shanghai"),
    start_date=datetime(2022, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    tags=["grassroots"],
    doc_md=__doc__,
)
def delivery() -> None:
    """Mail what is due and what waits."""

    @task(inlets=[EDITIONS])
    def deliver() -> dict[str, object]:
        from pipeline.performing import perform

        return perform("deliver")

    deliver()


delivery()
