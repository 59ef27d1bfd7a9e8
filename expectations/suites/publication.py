"""Gate 2: may this build be shown to readers? Judged in PostgreSQL, on the very tables (``candidate``) they would see.

Parameters: ``build_id`` (the build that candidate should hold), ``sealed_position`` (last sealed position of the log).
"""

from expectations.suites.figures import FIGURE_RULES
from expectations.suites.identities import IDENTITY_RULES
from expectations.suites.privacy import PRIVACY_RULES
from expectations.vocabulary import Suite, filled, keyed, never, one_build, ranged, refers, worded

FIGURES = 95  # figures of the yearly report, all of them reconciled
TARGETS = 100  # commitments of the plan: all of them are shown, or nothing is
UNITS = 123  # one district, 11 streets, 111 communities' federations report

MARTS = (
    "candidate.dim_org_unit",
    "candidate.dim_indicator",
    "candidate.dim_period",
    "candidate.fct_indicator_value",
    "candidate.fct_own_value",
    "candidate.fct_target_progress",
    "candidate.fct_target_unit",
    "candidate.fct_submission",
    "candidate.fct_expectation",
    "candidate.fct_finding",
    "candidate.fct_reconciliation",
)
MAY_BE_EMPTY = ("candidate.fct_finding",)  # a year without a single finding is unlikely, not wrong
REQUIRED = (*(mart for mart in MARTS if mart not in MAY_BE_EMPTY), "evidence.fct_measure_delta")

VOLUME = (
    filled("candidate.dim_org_unit", UNITS),
    filled("candidate.dim_indicator", FIGURES),
    filled("candidate.dim_period", 3),  # a month, its quarter, its year
    filled("candidate.fct_indicator_value"),
    filled("candidate.fct_own_value"),
    filled("candidate.fct_target_progress", TARGETS),
    filled("candidate.fct_target_unit"),
    filled("candidate.fct_submission", UNITS),
    filled("candidate.fct_expectation", UNITS),
    filled("candidate.fct_finding", 0),
    filled("candidate.fct_reconciliation", FIGURES),
    filled("evidence.fct_measure_delta"),
)

KEYS = (
    keyed("candidate.dim_org_unit", "unit_code"),
    keyed("candidate.dim_indicator", "indicator_id"),
    keyed("candidate.dim_period", "period"),
    keyed("candidate.fct_indicator_value", "indicator_id", "unit_code", "period", "reading"),
    keyed(
        "candidate.fct_own_value",
        *("indicator_id", "unit_code", "street_name", "federation_name", "period", "reading"),
    ),
    keyed("candidate.fct_target_progress", "target_id"),
    keyed("candidate.fct_target_unit", "target_id", "unit_code"),
    keyed("candidate.fct_finding", "finding_id"),
    keyed("candidate.fct_expectation", "unit_code", "period", "domain"),
    keyed("candidate.fct_reconciliation", "indicator_id", "period"),
    never(
        "keyed:fct_submission",
        "一次报送出现两行，或同一应报单位同一期间有两行未报",
        "a hand-in stands twice, or an expected one that is missing does",
        """select unit_code from candidate.fct_submission
           group by unit_code, coalesce(submission_id, period) having count(*) > 1""",
        "select 1 as one from candidate.fct_submission",
    ),
)

STATES = ("met", "on_track", "behind", "not_started", "no_level_set", "no_baseline")
WITH_LEVEL = ("printed", "counted", "full_coverage_wording")
BASES = (*WITH_LEVEL, "baseline_direction", "milestone", "assumed")

WORDS = (
    worded("candidate.dim_org_unit", "level", ("district", "street", "federation", "outside")),
    worded("candidate.dim_indicator", "fold", ("flow", "stock", "ratio", "constant", "latest_value", "named_items")),
    worded("candidate.dim_indicator", "finest_level", ("district", "street", "federation")),
    worded("candidate.dim_period", "grain", ("month", "quarter", "year")),
    worded("candidate.fct_indicator_value", "reading", ("as_was", "today")),
    worded("candidate.fct_indicator_value", "period_grain", ("month", "quarter", "year")),
    worded("candidate.fct_own_value", "reading", ("as_was", "today")),
    worded("candidate.fct_target_progress", "state", STATES),
    worded("candidate.fct_target_progress", "value_basis", BASES),
    worded("candidate.fct_target_unit", "state", STATES),
    worded("candidate.fct_finding", "severity", ("error", "warning", "info")),
    worded("candidate.fct_expectation", "state", ("on_time", "late", "missing", "waived")),
    never(
        "waived_by_somebody",
        "已豁免的应报没有批准角色或到期日",
        "something is waived without approver or last day",
        """select unit_code from candidate.fct_expectation
           where state = 'waived' and (approver is null or expires_on is null or expires_on < due_on)""",
        "select 1 as one from candidate.fct_expectation",
    ),
    worded("candidate.fct_reconciliation", "verdict", ("within", "outside", "missing")),
)

REFERENCES = (
    refers("candidate.dim_org_unit", "parent_code", "candidate.dim_org_unit", "unit_code"),
    refers("candidate.fct_target_unit", "target_id", "candidate.fct_target_progress", "target_id"),
    refers("candidate.fct_target_unit", "unit_code", "candidate.dim_org_unit", "unit_code"),
    refers("candidate.fct_own_value", "unit_code", "candidate.dim_org_unit", "unit_code"),
    refers("candidate.fct_indicator_value", "unit_code", "candidate.dim_org_unit", "unit_code"),
    refers("candidate.fct_indicator_value", "indicator_id", "candidate.dim_indicator", "indicator_id"),
    refers("candidate.fct_indicator_value", "period", "candidate.dim_period", "period"),
)

RANGES = (
    ranged("candidate.fct_indicator_value", "completeness", 0, 1),
    ranged("candidate.dim_indicator", "decimals", 0, 4),
)

LEVELS = tuple(
    never(
        f"level_of_the_source:{mart}",
        "原文没有写明的数值被当作目标值，或推定的目标被说成达标与否",
        "a level that the source does not print is shown, or an assumed one is called met or missed",
        f"""select t.target_id from candidate.{mart} as t
            where (t.level is not null) <> (t.value_basis in {WITH_LEVEL})
              or (t.value_basis = 'assumed') <> (t.state = 'no_level_set')""",
        f"select t.target_id from candidate.{mart} as t",
    )
    for mart in ("fct_target_progress", "fct_target_unit")
)

FRESH = never(
    "fresh",
    "候选数据不是由最新封存的事件构建的",
    "candidate was not built from the newest sealed events",
    """select 1 as stale where not exists (
         select 1 from ops.builds where build_id = '$build_id' and last_position = $sealed_position)""",
    "select 1 as one from ops.builds where build_id = '$build_id'",
)

SUITE = Suite(
    "publication",
    (
        *VOLUME,
        *KEYS,
        *WORDS,
        *REFERENCES,
        *RANGES,
        *LEVELS,
        *FIGURE_RULES,
        *IDENTITY_RULES,
        *PRIVACY_RULES,
        *(one_build(mart) for mart in MARTS),
        FRESH,
    ),
    REQUIRED,
)
