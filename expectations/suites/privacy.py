"""Rules of gate 2 about people: no small cell may leave the house (details 26).

Figures about persons stop at the street and the quarter; above that, cells of 1-4 people are blanked, and with them one
partner, so that no blanked cell can be had by subtraction. Money paid per head counts as a figure about persons.
"""

from expectations.vocabulary import never

SMALLEST_CELL = 5
PERSONS = (
    "injured_workers_visited",
    "injured_workers_consoled",
    "nef_members_developed",
    "mutual_aid_insured",
    "hardship_relief_households",
    "nef_accident_covers_gifted",
)
SHARES_OF_PERSONS = ("legal_aid_zero_threshold_rate", "mutual_aid_coverage_rate")
MONEY_PER_PERSON = {"injury_consolation_yuan": "injured_workers_consoled"}

_PERSONAL = ", ".join(f"'{name}'" for name in (*PERSONS, *SHARES_OF_PERSONS, *MONEY_PER_PERSON))
_COUNTED = ", ".join(f"'{name}'" for name in PERSONS)
_SHARES = ", ".join(f"'{name}'" for name in SHARES_OF_PERSONS)
_PAIRS = " union all ".join(
    f"select '{money}' as money, '{people}' as people" for money, people in MONEY_PER_PERSON.items()
)

PRIVACY_RULES = (
    never(
        "no_small_cell",
        "少于 5 人的数字未隐去",
        "a cell of fewer than five people is shown",
        f"""select v.indicator_id from candidate.fct_indicator_value as v where v.indicator_id in ({_COUNTED}) and (
              v.value between 1 and {SMALLEST_CELL - 1} or v.previous_value between 1 and {SMALLEST_CELL - 1}
              or v.year_ago_value between 1 and {SMALLEST_CELL - 1})""",
        f"select v.indicator_id from candidate.fct_indicator_value as v where v.indicator_id in ({_COUNTED})",
    ),
    never(
        "no_share_of_a_few",
        "以少于 5 人为基数的比率未隐去",
        "a share of fewer than five people is shown",
        f"""select v.indicator_id from candidate.fct_indicator_value as v where v.indicator_id in ({_SHARES})
              and v.denominator between 1 and {SMALLEST_CELL - 1}""",
        f"select v.indicator_id from candidate.fct_indicator_value as v where v.indicator_id in ({_SHARES})",
    ),
    never(
        "persons_stop_at_street_and_quarter",
        "涉及个人的指标公布到了工联会或月份",
        "a figure about persons is shown below street or quarter",
        f"""select v.indicator_id from candidate.fct_indicator_value as v where v.indicator_id in ({_PERSONAL})
              and (v.unit_level not in ('district', 'street') or v.period_grain = 'month')
              and (v.value is not null or v.numerator is not null or v.previous_value is not null)""",
    ),
    never(
        "persons_are_not_taken_apart",
        "涉及个人的指标被拆到了单位本级",
        "a figure about persons is taken apart by unit",
        f"select o.indicator_id from candidate.fct_own_value as o where o.indicator_id in ({_PERSONAL})",
        "select o.indicator_id from candidate.fct_own_value as o",
    ),
    never(
        "blanked_is_blank",
        "标为隐去的格子仍有数值",
        "a cell marked as blanked still holds a figure",
        """select v.indicator_id from candidate.fct_indicator_value as v where v.is_suppressed
             and coalesce(v.value, v.numerator, v.denominator, v.bound_low, v.bound_high) is not null""",
    ),
    never(
        "money_follows_people",
        "人数已隐去，而对应金额未隐去",
        "a head count is blanked, the money that gives it away is not",
        f"""select m.indicator_id from ({_PAIRS}) as pair
            join candidate.fct_indicator_value as p on p.indicator_id = pair.people and p.is_suppressed
            join candidate.fct_indicator_value as m on m.indicator_id = pair.money and m.unit_code = p.unit_code
              and m.period = p.period and m.reading = p.reading and m.value is not null""",
    ),
    never(
        "no_lone_blank",
        "同组只隐去一格，可由合计减出",
        "a single blanked cell in its group can be had by subtraction",
        """select c.indicator_id from candidate.fct_indicator_value as c
           join candidate.dim_org_unit as u on u.unit_code = c.unit_code
           join candidate.fct_indicator_value as p on p.unit_code = u.parent_code and p.indicator_id = c.indicator_id
             and p.period = c.period and p.reading = c.reading and p.value is not null
           where c.unit_level = 'street'
           group by c.indicator_id, c.period, c.reading, u.parent_code
           having count(*) filter (where c.is_suppressed) = 1""",
    ),
    never(
        "no_lone_blank_quarter",
        "一年中只隐去一个季度，可由全年减出",
        "a single blanked quarter can be had by subtraction from its year",
        """select q.indicator_id from candidate.fct_indicator_value as q
           join candidate.dim_indicator as i on i.indicator_id = q.indicator_id and i.fold = 'flow'
           join candidate.fct_indicator_value as y on y.unit_code = q.unit_code and y.indicator_id = q.indicator_id
             and y.reading = q.reading and y.period = left(q.period, 4) and y.period_grain = 'year'
             and y.value is not null
           where q.period_grain = 'quarter'
           group by q.indicator_id, q.unit_code, q.reading, y.period
           having count(*) filter (where q.is_suppressed) = 1""",
    ),
    never(
        "blanked_nowhere_else",
        "隐去的数字出现在核对表或目标表中",
        "a blanked figure stands in the reconciliation or among the targets",
        f"""select v.indicator_id from candidate.fct_indicator_value as v
            join candidate.fct_reconciliation as r on r.indicator_id = v.indicator_id and r.period = v.period
            where v.unit_level = 'district' and v.is_suppressed and r.recomputed is not null
            union all
            select t.indicator_id from candidate.fct_target_progress as t
            where t.indicator_id in ({_COUNTED}) and t.value between 1 and {SMALLEST_CELL - 1}""",
    ),
)
