"""Take in everything that waits in the drop folder, then seal the new events into the lake.

Where no event is new, nothing is announced. A held or rejected workbook is an answer to its sender, not a failure of
the run: the others go on.
"""

from datetime import UTC, datetime

from airflow.sdk import CronTriggerTimetable, dag, task
from assets import SEGMENTS


@dag(
    schedule=CronTriggerTimetable("*/10 * * * *", timezone="Asia/Shanghai"),
    start_date=datetime(2022, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    tags=["grassroots"],
    doc_md=__doc__,
)
def intake() -> None:
    """Take in what waits, then seal."""

    @task
    def take_in() -> dict[str, object]:
        from pipeline.performing import perform

        return perform("intake", must_hold=False)

    @task(outlets=[SEGMENTS])
    def seal() -> dict[str, object]:
        from pipeline.performing import perform

        return perform("seal", only_if="sealed")

    take_in() >> seal()


intake()
