"""Write every report edition that is due: monthly, quarterly and yearly, in four formats, on the 5th of the month."""

from datetime import UTC, datetime

from airflow.sdk import CronTriggerTimetable, dag, task
from assets import EDITIONS, PUBLISHED


@dag(
    schedule=CronTriggerTimetable("0 8 5 * *", timezone="Asia/Shanghai"),
    start_date=datetime(2022, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    tags=["grassroots"],
    doc_md=__doc__,
)
def reports() -> None:
    """Write the editions that are due."""

    @task(inlets=[PUBLISHED], outlets=[EDITIONS])
    def report() -> dict[str, object]:
        from pipeline.performing import perform

        return perform("report")

    report()


reports()
