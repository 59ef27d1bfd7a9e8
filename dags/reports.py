"""Write and mail the editions that are due, in four formats: monthly on the 5th, quarterly and yearly after their time.

A run of the 5th of a month stands for the periods that ended with the month before: always the month, after a third
month the quarter, after December the year. `report` writes the district's editions, `deliver` mails them (a street's
are written there, for the streets that have a recipient). `deliver` also runs when `report` could not, because then it
says to the recipients why the report is withheld; the run is then a failed one all the same, because `complete`, its
last task, needs both.

Periods of the past, a run for each 5th in between, both days included:

    grassroots airflow backfill create --dag-id reports --from-date 2022-02-01 --to-date 2023-01-31 --max-active-runs 1

(`--dry-run` only lists them; without `--max-active-runs 1` ten would typeset at once.) Such a run writes the edition of
its period from what is published *today* and mails it once: the ledger knows what each mailbox has, so
`--reprocess-behavior completed` writes again and mails nothing twice. There is no catch-up: after a time without a
scheduler only the newest missed 5th is made up for, older ones are a backfill. A run by hand for another day (its
logical date) is the run of that day; a run by hand for today takes the newest month with figures. Backfills mail
people: `grassroots deliver --due-on 2022-04-05 --dry-run` says whom.
"""

from datetime import UTC, datetime

from airflow.providers.standard.operators.empty import EmptyOperator
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
    """Write the editions that are due, then mail them."""

    @task(inlets=[PUBLISHED], outlets=[EDITIONS])
    def report() -> dict[str, object]:
        from pipeline.performing import due_on, perform

        return perform("report", due_on=due_on())

    @task(trigger_rule="all_done")
    def deliver() -> dict[str, object]:
        from pipeline.performing import due_on, perform

        return perform("deliver", due_on=due_on())

    written, mailed = report(), deliver()
    written >> mailed
    [written, mailed] >> EmptyOperator(task_id="complete")  # Airflow judges a run by its last tasks only


reports()
