"""Build every mart from the sealed segments with dbt, then load the whole build into schema `candidate`.

dbt runs as one task: it orders its own models, and a task a model would cost minutes where dbt costs seconds.
"""

from datetime import UTC, datetime

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, dag, task
from assets import CANDIDATE, SEGMENTS


@dag(
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("30 * * * *", timezone="Asia/Shanghai"), assets=[SEGMENTS]
    ),
    start_date=datetime(2022, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    tags=["grassroots"],
    doc_md=__doc__,
)
def models() -> None:
    """Build the marts, then load them into `candidate`."""

    @task
    def build() -> dict[str, object]:
        from pipeline.performing import perform

        return perform("build")

    @task(outlets=[CANDIDATE])
    def load() -> dict[str, object]:
        from pipeline.performing import perform

        return perform("load")

    build() >> load()


models()
