"""A plausible year of the whole district as real workbooks: final facts are planned first, noise is derived from them.

quotas ► plan (enterprises, members, rights, services, …: rows that are true) ► hand-ins (who hands in what, when, with
which mistakes) ► .xlsx files in a drop folder. Nothing of the plan is ever written anywhere but as workbooks.
"""

from collections.abc import Callable
from pathlib import Path

from pipeline.sample.files import Written, write_all
from pipeline.sample.noise import hand_ins
from pipeline.sample.plan import make_plan

__all__ = ["Written", "generate"]


def generate(
    folder: Path,
    year: int = 2022,
    seed: int = 1,
    scale: str = "full",
    *,
    processes: int = 2,
    progress: Callable[[str], None] = lambda _line: None,
) -> Written:
    """Write the sample year below `folder` (the drop folder); equal arguments give equal bytes and file times.

    `scale` is `full` (123 units, twelve months, every published figure of 2022) or `small` (one street, three months).
    """
    plan = make_plan(year, seed, scale)
    return write_all(folder, hand_ins(plan), processes if scale == "full" else 1, progress)
