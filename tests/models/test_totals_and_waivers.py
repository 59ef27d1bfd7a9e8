"""Stated totals against the sum below, and what is expected, late, missing or waived: small logs, counted by hand."""

from decimal import Decimal

import pytest

from tests.models.conftest import Folded
from tests.models.synthetic_log import DISTRICT, LEAF, LEAF_2, OTHER_LEAF, OTHER_STREET, STREET, SyntheticLog, monthly

UNITS = {DISTRICT: "district", STREET: "street", OTHER_STREET: "street", LEAF: "federation", LEAF_2: "federation",
         OTHER_LEAF: "federation"}  # fmt: skip
LARGE, DISPUTES, QUOTA = "size100_union_rate", "disputes_jointly_mediated", "weekly321_min_visits"


def report(log: SyntheticLog, unit: str, period: str, received: str, *without: str) -> None:
    log.hand_in(unit, period, f"{received}T02:00:00.000000Z", contracts=monthly(UNITS[unit], *without))


def waive(log: SyntheticLog, number: int, unit: str, on: str, until: str, **more: str) -> None:
    log.state("waiver_granted", DISTRICT, on[:7], waiver_no=f"W{number}", unit_code=unit, waived_kind="hand_in",
              approver="district-leader", waiver_reason="epidemic", expires_on=until, waived_on=on, **more)  # fmt: skip


def total(log: SyntheticLog, unit: str, measure: str, period: str, value: str) -> str:
    return log.state("level_total_stated", unit, "2022-03", unit_code=unit, measure_id=measure, total_period=period,
                     stated_total=value, total_stated_on="2022-03-20")  # fmt: skip


def quarter() -> SyntheticLog:
    """December to March. LEAF reports all; LEAF_2 misses February and March; OTHER_LEAF misses March and is waived."""
    log = SyntheticLog().district()
    for unit in UNITS:
        report(log, unit, "2021-12", "2022-01-05")
    for month, day in (("2022-01", "2022-02-02"), ("2022-02", "2022-03-02"), ("2022-03", "2022-04-02")):
        for unit in (DISTRICT, STREET, OTHER_STREET, LEAF):
            report(log, unit, month, day)
    report(log, LEAF_2, "2022-01", "2022-02-04", "sites")
    report(log, LEAF_2, "2022-01", "2022-02-20", "rights", "services", "coverage", "workforce")
    report(log, OTHER_LEAF, "2022-01", "2022-02-02")
    report(log, OTHER_LEAF, "2022-02", "2022-03-02")
    log.enterprise("A", LEAF, headcount=200)
    log.enterprise("B", LEAF_2, headcount=200)
    log.enterprise("C", OTHER_LEAF, headcount=200)
    for number, unit in enumerate((LEAF, LEAF, OTHER_LEAF)):
        log.state("dispute_opened", unit, "2022-01", case_no=f"C{number}", workers_involved=1, opened_on="2022-01-03",
                  enterprise_code="C" if unit == OTHER_LEAF else "A")  # fmt: skip
        log.state("dispute_settled", unit, "2022-01", case_no=f"C{number}", outcome="mediated", settled_on="2022-01-09")
    waive(log, 1, OTHER_LEAF, "2022-03-01", "2022-04-03")
    waive(log, 2, LEAF_2, "2022-03-01", "2022-03-02", waived_period="2022-02")
    waive(log, 3, LEAF_2, "2022-03-01", "2022-12-31", waived_period="2022", waived_rule="sites")
    waive(log, 4, LEAF, "2022-03-01", "2022-12-31")
    return log


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Folded:
    warehouse = Folded(tmp_path_factory.mktemp("totals") / "warehouse.duckdb")
    log = quarter()
    total(log, STREET, DISPUTES, "2022-01", "2")
    total(log, OTHER_STREET, DISPUTES, "2022-01", "2")
    total(log, STREET, "disputes_settled", "2022-Q1", "1")
    total(log, OTHER_STREET, "no_such_figure", "2022-01", "7")
    total(log, DISTRICT, DISPUTES, "2023", "7")
    total(log, OTHER_STREET, QUOTA, "2022-01", "3")
    received = "2022-02-05T02:00:00.000000Z"
    log.hand_in("999999", "0000-00", received, "rejected", contracts="")
    note = {"code": "N-FILE-03", "severity": "note", "zh": "有公式", "en": "formulas", "count": 1}
    log.hand_in(LEAF, "2022-01", received, "rejected", [note])
    warehouse.build(log.seal(warehouse.path.parent / "segments"), tests=True)
    return warehouse


def states(built: Folded, unit: str, period: str) -> dict[object, object]:
    """Domain ► what became of it."""
    sql = f"select domain, state from marts.fct_expectation where unit_code = '{unit}' and period = '{period}'"
    return dict(built.rows(sql))


def test_a_folder_of_nobody_and_a_note_of_a_reader_stop_no_build(built: Folded) -> None:
    """Both stand in the log for ever: one file in drop/999999/ or one cell with a formula must not cost the district
    its figures. The build of this log ran with all its tests."""
    assert built.rows("select count(*) from marts.fct_submission where unit_code = '999999'") == [(0,)]
    assert built.rows("select unit_code, severity from marts.fct_finding where code = 'N-FILE-03'") == [(LEAF, "info")]


def test_each_level_owes_the_domains_of_its_sheets(built: Folded) -> None:
    """A federation owes five domains a month, the district also its register of units; six units, four months."""
    domains = {"coverage", "rights", "services", "sites", "workforce"}
    assert set(states(built, LEAF, "2022-03")) == domains
    assert set(states(built, DISTRICT, "2022-03")) == domains | {"registry"}
    assert built.rows("select count(*) from marts.fct_expectation") == [(4 * (5 * 5 + 6),)]


def test_a_domain_is_in_time_late_or_missing_by_its_first_valid_hand_in(built: Folded) -> None:
    """LEAF_2's first January file came on the 4th, one day late, without its sites; they came on the 20th."""
    assert set(states(built, LEAF_2, "2022-01").values()) == {"late"}
    received = built.rows(f"""select domain, received_at::date::varchar from marts.fct_expectation
        where unit_code = '{LEAF_2}' and period = '2022-01' and domain in ('sites', 'rights') order by 1""")
    assert received == [("rights", "2022-02-04"), ("sites", "2022-02-20")]
    assert set(states(built, LEAF, "2022-01").values()) == {"on_time"}
    assert set(states(built, OTHER_LEAF, "2021-12").values()) == {"on_time"}, "the opening ledger has ten days"


def test_a_waiver_takes_a_unit_out_of_the_missing_ones_and_is_named(built: Folded) -> None:
    """OTHER_LEAF's March is waived until its very due day; the approver, reason and last day stand beside it."""
    assert set(states(built, OTHER_LEAF, "2022-03").values()) == {"waived"}
    assert built.rows(f"""select distinct waiver_no, approver, waiver_reason, expires_on::varchar
        from marts.fct_expectation where unit_code = '{OTHER_LEAF}' and state = 'waived'""") == [
        ("W1", "district-leader", "epidemic", "2022-04-03")
    ]
    assert built.rows(f"""select state, is_expected from marts.fct_submission
        where unit_code = '{OTHER_LEAF}' and period = '2022-03'""") == [("waived", False)]


def test_an_expired_waiver_does_not_count(built: Folded) -> None:
    """W2 names February and ended on 2 March, a day before February fell due: LEAF_2 is missing, and that is listed."""
    assert states(built, LEAF_2, "2022-02")["rights"] == "missing"
    found = built.rows("select subject, unit_code from findings.waiver_without_effect order by 1")
    assert found == [("W2", DISTRICT), ("W4", DISTRICT)], "W4 waives a unit that reported everything"


def test_a_waiver_of_one_domain_leaves_the_others_owed(built: Folded) -> None:
    assert states(built, LEAF_2, "2022-03") == {
        "coverage": "missing", "rights": "missing", "services": "missing", "workforce": "missing", "sites": "waived"
    }  # fmt: skip
    assert built.rows(f"""select state, is_expected from marts.fct_submission
        where unit_code = '{LEAF_2}' and period = '2022-03'""") == [("missing", True)]


def test_completeness_leaves_the_waived_out_and_the_bounds_do_not(built: Folded) -> None:
    """March: of six units five were expected and four came.

    What the waived one would have said is unknown all the same: its street's one large enterprise may have a union.
    """
    assert built.rows(f"""select expected, received from folds.completeness
        where domains = 'coverage' and unit_code = '{DISTRICT}' and period = '2022-03'""") == [(5, 4)]
    assert built.value(LARGE, OTHER_STREET, "2022-03", column="completeness") == 1
    assert built.value(LARGE, OTHER_STREET, "2022-03", column="bound_low") == 0
    assert built.value(LARGE, OTHER_STREET, "2022-03", column="bound_high") == 100
    assert built.value(LARGE, OTHER_STREET, "2022-02", column="bound_high") == 0


def test_a_missing_sheet_opens_the_figures_of_its_domain_and_no_other(warehouse: Folded) -> None:
    """LEAF leaves out coverage, LEAF_2 rights; each has a large enterprise with a union, LEAF_2's has a mechanism.

    The union rate of LEAF may be anything, that of LEAF_2 is known; the rate of mechanisms is open at both. What nobody
    owes (the special workbook's) has no completeness.
    """
    log = SyntheticLog().district()
    for code, unit in (("A", LEAF), ("B", LEAF_2)):
        log.enterprise(code, unit, headcount=200)
        log.state("enterprise_union_established", unit, enterprise_code=code, union_established_on="2022-01-05")
    log.state("consultation_mechanism_established", LEAF_2, enterprise_code="B", tier="enterprise",
              mechanism_established_on="2022-01-06")  # fmt: skip
    for unit in UNITS:
        report(log, unit, "2021-12", "2022-01-05")
        left_out = {LEAF: ("coverage",), LEAF_2: ("rights",)}.get(unit, ())
        report(log, unit, "2022-01", "2022-02-02", *left_out)
    warehouse.build(log.seal(warehouse.path.parent / "segments"), tests=True)

    def told(indicator: str, unit: str) -> list[object]:
        columns = ("bound_low", "value", "bound_high", "completeness")
        return [warehouse.value(indicator, unit, "2022-01", column=column) for column in columns]

    assert told(LARGE, LEAF) == [0, 100, 100, 0]
    assert told(LARGE, LEAF_2) == [100, 100, 100, 1]
    assert told(LARGE, STREET) == [50, 100, 100, Decimal("0.6667")], (
        "the street and its two federations, one is missing"
    )
    assert told("size100_mechanism_rate", LEAF) == [0, 0, 100, Decimal("0.5")]
    assert told("size100_mechanism_rate", LEAF_2) == [0, 100, 100, Decimal("0.5")]
    assert told(DISPUTES, LEAF) == [None, 0, None, 1]
    assert told(DISPUTES, LEAF_2) == [None, 0, None, 0]
    assert told("nef_brand_projects", STREET) == [None, 0, None, None]


def test_a_stated_total_is_held_against_the_units_below(built: Folded) -> None:
    """Right totals leave no row; a wrong one is answered by who stated it, or by who has not handed in below."""
    found = built.rows("""select total_unit_code, total_period, reason, unit_code, stated_total, computed_total,
        missing_hand_ins from findings.level_total_differs order by reason""")
    assert [tuple(map(str, row)) for row in found] == [
        (OTHER_STREET, "2022-01", "catalogue_constant", OTHER_STREET, "3.00", "None", "0"),
        (OTHER_STREET, "2022-01", "differs", OTHER_STREET, "2.00", "1.00", "0"),
        (STREET, "2022-Q1", "hand_ins_missing", LEAF_2, "1.00", "2.00", "2"),
        (DISTRICT, "2023", "no_figure", DISTRICT, "7.00", "None", "0"),
        (OTHER_STREET, "2022-01", "unknown_measure", OTHER_STREET, "7.00", "None", "0"),
    ]


def test_what_units_state_is_published_with_the_unit_that_must_act(built: Folded) -> None:
    """Both kinds of finding flow into the published ones; whoever is asked for a hand-in is not told the totals."""
    found = built.rows("""select rule_id, unit_code, subject, severity, is_resolved, message_zh, message_en
        from marts.fct_finding where rule_id in ('level_total_differs', 'waiver_without_effect') order by all""")
    assert [row[:3] for row in found] == [
        ("level_total_differs", DISTRICT, f"{DISTRICT} {DISPUTES} 2023"),
        ("level_total_differs", LEAF_2, f"{STREET} disputes_settled 2022-Q1"),
        ("level_total_differs", OTHER_STREET, f"{OTHER_STREET} {DISPUTES} 2022-01"),
        ("level_total_differs", OTHER_STREET, f"{OTHER_STREET} no_such_figure 2022-01"),
        ("level_total_differs", OTHER_STREET, f"{OTHER_STREET} {QUOTA} 2022-01"),
        ("waiver_without_effect", DISTRICT, "W2"),
        ("waiver_without_effect", DISTRICT, "W4"),
    ]
    assert {row[3:5] for row in found} == {("warning", False)}
    assert str(found[2][5]).startswith(f"自报总数与下级合计不一致：{OTHER_STREET} {DISPUTES} 2022-01（")
    assert "：自报2.00，合计1.00。" in str(found[2][5])
    assert "hand-ins are missing there; let the missing unit hand in first" in str(found[1][6])
    assert "1.00" not in str(found[1][5:])
    assert "2.00" not in str(found[1][5:])


def test_a_unit_that_states_a_constant_of_the_catalogue_is_told_that_it_is_not_its_to_state(built: Folded) -> None:
    """The code is known: "no such code" would send the clerk looking for a slip of the pen that is not there."""
    ((zh, en),) = built.rows(f"""select message_zh, message_en from marts.fct_finding
        where subject = '{OTHER_STREET} {QUOTA} 2022-01'""")
    assert "（“周321”每周实地走访站点次数下限）由指标目录规定，不由单位报送。请用更正报送撤销这一行" in str(zh)
    assert "is given by the catalogue, units do not report it; take the row back with a 更正" in str(en)
