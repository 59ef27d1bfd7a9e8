"""Two laws of the models (details 22): how a log is cut, in which order disjoint hand-ins come, changes nothing."""

import random
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.models.conftest import Folded
from tests.models.random_log import random_log, statements
from tests.models.synthetic_log import SyntheticLog

MARTS = (
    "dim_org_unit", "dim_indicator", "dim_period", "fct_indicator_value", "fct_own_value", "fct_target_progress",
    "fct_target_unit", "fct_submission", "fct_finding", "fct_reconciliation", "fct_measure_delta",
)  # fmt: skip
INDICATORS = """select indicator_id, unit_code, period, reading, value, numerator, denominator, previous_value,
    year_ago_value, target_status, completeness, bound_low, bound_high, is_suppressed
    from marts.fct_indicator_value order by all"""
PRAGMATIC = settings(
    max_examples=2, deadline=None, derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # an example is a minute of builds: shrinking one would take a night
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


def everything(warehouse: Folded) -> dict[str, list[tuple[object, ...]]]:
    return {mart: warehouse.rows(f"select * from marts.{mart} order by all") for mart in MARTS}


@PRAGMATIC
@given(seed=st.integers(0, 10_000), cuts=st.lists(st.integers(7, 230), min_size=1, max_size=3))
def test_any_cutting_of_one_log_gives_the_same_marts(
    warehouses: Callable[[str], Folded], seed: int, cuts: list[int]
) -> None:
    """Build after every segment, or once over all: every row of every mart is the same."""
    log = random_log(seed)
    name = f"{seed}-{'-'.join(map(str, cuts))}"
    at_once, in_steps = warehouses(f"whole {name}"), warehouses(f"steps {name}")
    segments = log.seal(at_once.path.parent / "segments", tuple(cuts))
    at_once.build(segments, full_refresh=True)
    for number in range(1, len(segments) + 1):
        in_steps.build(segments[:number])
    whole, stepwise = everything(at_once), everything(in_steps)
    for mart in MARTS:
        assert stepwise[mart] == whole[mart], mart


@PRAGMATIC
@given(seed=st.integers(0, 10_000))
def test_disjoint_hand_ins_in_any_order_give_the_same_indicators(
    warehouses: Callable[[str], Folded], seed: int
) -> None:
    """Facts that do not correct each other may arrive in any order, before their enterprise or their unit too."""
    rng = random.Random(seed)
    stated = SyntheticLog().district()
    for type_, source, period, fields in statements(rng, 200):
        stated.state(type_, source, period, **fields)
    facts = list(stated.latest.values())
    rng.shuffle(facts)
    shuffled = SyntheticLog()
    for event in facts:
        shuffled._append(
            str(event["type"]), "asserted", str(event["fact_id"]), None, str(event["source"]), str(event["period"]),
            (str(event["subject"]), event["occurred_on"], str(event["data"])),  # type: ignore[arg-type]
        )  # fmt: skip
    ordered, other = warehouses(f"ordered {seed}"), warehouses(f"shuffled {seed}")
    ordered.build(stated.seal(ordered.path.parent / "segments"))
    halves = shuffled.seal(other.path.parent / "segments", (len(facts) // 2,))
    other.build(halves[:1])
    other.build(halves)
    assert other.rows(INDICATORS) == ordered.rows(INDICATORS)
