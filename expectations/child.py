"""Gate 2 in a process of its own: ``python -m expectations.child``, one line of JSON in, one line of JSON out.

A process of its own can be killed when it hangs, does not spill the library's log lines into Airflow, and cannot reach
the verdict: it answers what was evaluated, and the parent, which never imports the library, decides.

in   {"url": SQLAlchemy address, "build_id": …, "sealed_position": …}
out  a Judgement (expectations/verdict.py)
"""

import json
import os
import sys

import sqlalchemy as sa

from expectations import judging
from expectations.suites.publication import SUITE
from expectations.verdict import Judgement


def judge(url: str, build_id: str, sealed_position: int) -> Judgement:
    """Evaluate the publication suite on the database behind ``url`` (role grassroots_gate)."""
    parameters: dict[str, str | int] = {"build_id": build_id, "sealed_position": sealed_position}
    checks = {check_id: check.filled_in(parameters) for check_id, check in SUITE.checks.items()}
    outcomes = judging.judge_tables(url, checks)
    return Judgement(SUITE.name, SUITE.fingerprint, build_id, tuple(outcomes), _count(url))


def _count(url: str) -> dict[str, int]:
    """Rows of each required table, counted by us; a missing table raises."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        counted = {table: connection.scalar(sa.text(f"select count(*) from {table}")) for table in SUITE.required}
    engine.dispose()
    return {table: int(number or 0) for table, number in counted.items()}


def main() -> int:
    """Answer on the real stdout; whatever a library prints goes to stderr."""
    answer = os.dup(1)
    os.dup2(2, 1)
    asked = json.loads(sys.stdin.readline())
    judgement = judge(asked["url"], asked["build_id"], asked["sealed_position"])
    with os.fdopen(answer, "w", encoding="utf-8") as stdout:
        stdout.write(judgement.to_json() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
