"""Ask gate 2 about the candidate; only a build that passes is published and shown on the dashboards.

A failing gate fails its task, so nothing behind it runs and `published` stays as it was. Reconciliation informs: a
figure outside its range is a finding for people, the gate has already decided what may be read.
"""

from datetime import UTC, datetime

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, dag, task
from assets import CANDIDATE, PUBLISHED


@dag(
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("45 * * * *", timezone="Asia/Shanghai"), assets=[CANDIDATE]
    ),
    start_date=datetime(2022, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    tags=["grassroots"],
    doc_md=__doc__,
)
def publication() -> None:
    """Gate 2, publication, reconciliation, dashboards."""

    @task
    def gate() -> dict[str, object]:
        from pipeline.performing import perform

        return perform("gate")

    @task(outlets=[PUBLISHED])
    def publish() -> dict[str, object]:
        from pipeline.performing import perform

        return perform("publish")

    @task
    def reconcile() -> dict[str, object]:
        from pipeline.performing import perform

        return perform("reconcile", must_hold=False, period="2022")

    @task
    def dashboards() -> dict[str, object]:
        from pipeline.performing import perform

        return perform("dashboards")

    gate() >> publish() >> reconcile() >> dashboards()


publication()
