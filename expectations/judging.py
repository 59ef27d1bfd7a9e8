"""The one place that calls Great Expectations: checks in, outcomes out; it decides nothing.

The library is imported inside functions (it takes six seconds) and silenced first. Results are BOOLEAN_ONLY, so that no
value of a person can end up in a result. A result counts for a check only if it carries the check's id.
"""

import gc
import logging
import os
import warnings
from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Any

from expectations.verdict import Outcome
from expectations.vocabulary import Check


@cache
def warm() -> ModuleType:
    """Import the library, silent and without telemetry; at once when it has been imported before."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    import great_expectations

    gc.freeze()  # half a million objects that stay: the collector need not walk them with every hand-in
    return great_expectations


def context() -> Any:
    """A throw-away context that writes nothing and draws no progress bars."""
    made = warm().get_context(mode="ephemeral")
    made.variables.progress_bars = {"globally": False}
    return made


def judge_tables(url: str, checks: Mapping[str, Check]) -> list[Outcome]:
    """Run the checks inside PostgreSQL; targets are ``schema.table`` or a query. Order of outcomes is not fixed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would rather have its own PostgreSQL source, which refuses unix sockets
        source = context().data_sources.add_sql(
            "candidate", connection_string=url.replace("$", r"\$"), create_temp_table=False
        )  # a bare $ in a password would be taken for a template
    outcomes: list[Outcome] = []
    for n, (target, group) in enumerate(_by_target(checks).items()):
        schema, dot, table = target.partition(".")
        if dot and " " not in target:
            asset = source.add_table_asset(f"{n}", table_name=table, schema_name=schema)
        else:
            asset = source.add_query_asset(f"{n}", query=target)
        outcomes += _judge(asset.add_batch_definition(name="all").get_batch(), group)
    return outcomes


def judge_frames(frames: Mapping[str, object], checks: Mapping[str, Check]) -> list[Outcome]:
    """Run the checks on pandas frames; targets are their names."""
    outcomes: list[Outcome] = []
    for target, group in _by_target(checks).items():
        batch = _frame_definition(target).get_batch(batch_parameters={"dataframe": frames[target]})
        outcomes += _judge(batch, group)
    return outcomes


@cache
def _frame_definition(target: str) -> Any:
    """How a frame of that name becomes a batch; made once a process, because every context leaves a folder behind."""
    asset = context().data_sources.add_pandas("hand_in").add_dataframe_asset(target)
    return asset.add_batch_definition_whole_dataframe("all")


def _by_target(checks: Mapping[str, Check]) -> dict[str, dict[str, Check]]:
    """One batch a table or query."""
    groups: dict[str, dict[str, Check]] = {}
    for check_id, check in checks.items():
        groups.setdefault(check.target, {})[check_id] = check
    return groups


def _judge(batch: Any, checks: Mapping[str, Check]) -> list[Outcome]:
    """Validate one batch; an answer without results gives no outcomes, and the verdict notices."""
    gx = warm()
    wanted = [
        getattr(gx.expectations, check.kind)(**check.arguments, meta={"check": check_id})
        for check_id, check in checks.items()
    ]
    suite = gx.ExpectationSuite(name="checks", expectations=wanted)
    answer = batch.validate(suite, result_format="BOOLEAN_ONLY")
    return [
        Outcome(str(result.expectation_config.meta["check"]), result.success is True, _error(result.exception_info))
        for result in answer.results
    ]


def _error(info: Mapping[str, Any] | None) -> str | None:
    """Message of the exception behind a result. The library gives one dict, or one for each metric that failed."""
    if not info:
        return None
    each = [info] if "raised_exception" in info else list(info.values())
    return next((str(one.get("exception_message"))[:300] for one in each if one.get("raised_exception")), None)
