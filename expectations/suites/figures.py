"""Rules of gate 2 about the figures themselves: ratios, sums over the tree of units, reconciliation.

A blanked cell has no value, so children cannot be added up from what is shown. Instead every shown figure of a street
and of the district is added up again from the deltas in ``evidence``, before blanking and independently of the models'
folds (details 26); stocks split by size band are not there under their own name: for them only *not more than* holds.
"""

from expectations.vocabulary import never

HALF_A_UNIT = "0.00005"  # values are kept to four decimals

RATIO_ROWS = """select v.*, i.above_100_zh from candidate.fct_indicator_value as v
    join candidate.dim_indicator as i on i.indicator_id = v.indicator_id where i.fold = 'ratio'"""

# The map at the head holds for the reading `today`; `as_was` is compared for the whole district only, whose streets
# never change hands. A district or a street may state facts of its own, hence "not less" and not "equal".
FAMILIES = """select p.indicator_id, p.period, p.reading, p.unit_code, p.value, sum(c.value) as children
    from candidate.fct_indicator_value as p
    join candidate.dim_indicator as i on i.indicator_id = p.indicator_id and i.fold in ('flow', 'stock')
    join candidate.dim_org_unit as u on u.parent_code = p.unit_code
    join candidate.fct_indicator_value as c on c.unit_code = u.unit_code and c.indicator_id = p.indicator_id
      and c.period = p.period and c.reading = p.reading
    where (p.reading = 'today' or p.unit_level = 'district') and p.value is not null
    group by 1, 2, 3, 4, 5"""

# Today's map: a delta belongs to the street in which its leaf lies at the head. Stocks are read at month ends only: of
# a running quarter or year the last month there is would have to be known.
EVIDENCE = """select v.indicator_id, v.value, coalesce(sum(m.amount), 0) as added_up
    from candidate.fct_indicator_value as v
    join candidate.dim_indicator as i on i.indicator_id = v.indicator_id and i.fold in ('flow', 'stock')
    join candidate.dim_period as p on p.period = v.period
    left join (
      select d.measure_id, u.street_code, date_trunc('month', d.occurred_on) as month_on, sum(d.delta) as amount
      from evidence.fct_measure_delta as d
      join candidate.dim_org_unit as u on u.unit_code = d.unit_code and u.level <> 'outside'
      group by 1, 2, 3) as m
      on m.measure_id = i.numerator and (v.unit_level = 'district' or m.street_code = v.unit_code)
      and m.month_on <= p.last_on and (i.fold = 'stock' or m.month_on >= p.first_on)
    where v.reading = 'today' and v.unit_level in ('district', 'street') and v.value is not null
      and (i.fold = 'flow' or p.grain = 'month')
      and i.numerator in (select d.measure_id from evidence.fct_measure_delta as d)
    group by v.indicator_id, v.unit_code, v.period, v.value"""

# What the units count themselves, added up by street and over everything, on both maps.
OWN = """select v.indicator_id, v.value, v.numerator, v.denominator,
      sum(o.value) as own_value, sum(o.numerator) as own_numerator, sum(o.denominator) as own_denominator
    from candidate.fct_indicator_value as v
    left join candidate.fct_own_value as o on o.indicator_id = v.indicator_id and o.period = v.period
      and o.reading = v.reading and (v.unit_level = 'district' or o.street_code = v.unit_code)
    where v.unit_level in ('district', 'street') and v.period_grain = 'year'
      and v.indicator_id in (select a.indicator_id from candidate.fct_own_value as a)
    group by v.indicator_id, v.unit_code, v.period, v.reading, v.value, v.numerator, v.denominator"""

# A share above 100 is wrong unless the catalogue says why it may be (seed shares_above_100): not all parts lie inside.
FIGURE_RULES = (
    never(
        "ratio_in_percent",
        "比率不在 0 到 100 之间，目录也没有说明它为何可以超过",
        "a ratio lies outside 0 to 100 percent, and the catalogue gives no reason why it may",
        f"""select r.indicator_id from ({RATIO_ROWS}) as r
            where r.value < 0 or (r.value > 100 and r.above_100_zh is null)""",
        f"select r.indicator_id from ({RATIO_ROWS}) as r where r.value is not null",
    ),
    never(
        "ratio_is_explained",
        "比率不等于分子除以分母",
        "a ratio is not its numerator over its denominator",
        f"""select r.indicator_id from ({RATIO_ROWS}) as r
            where r.value is not null and (r.numerator is null or r.denominator is null or r.denominator <= 0
              or abs(r.value - 100 * r.numerator / nullif(r.denominator, 0)) > {HALF_A_UNIT})""",
    ),
    never(
        "never_negative",
        "数量为负",
        "a quantity is negative",
        """select v.indicator_id from candidate.fct_indicator_value as v
           where v.value < 0 or v.numerator < 0 or v.denominator < 0""",
        "select v.indicator_id from candidate.fct_indicator_value as v where v.value is not null",
    ),
    never(
        "bounds_hold",
        "数值不在其上下界之间",
        "a value lies outside its own bounds",
        """select v.indicator_id from candidate.fct_indicator_value as v
           where v.bound_low > v.bound_high or v.value < v.bound_low or v.value > v.bound_high""",
    ),
    never(
        "children_sum_to_parents",
        "下级之和大于上级",
        "children add up to more than their parent",
        f"select f.indicator_id from ({FAMILIES}) as f where f.children > f.value + {HALF_A_UNIT}",
        f"select f.indicator_id from ({FAMILIES}) as f",
    ),
    never(
        "own_values_add_up",
        "各单位本级数之和与街道或全区的数值不符",
        "what the units count themselves does not add up to the figure of their street or of the district",
        f"""select w.indicator_id from ({OWN}) as w
            where w.numerator is distinct from w.own_numerator or w.denominator is distinct from w.own_denominator
              or (w.numerator is null and w.value is distinct from w.own_value)""",
        f"select w.indicator_id from ({OWN}) as w",
    ),
    never(
        "figures_follow_from_evidence",
        "街道或全区的数值与明细变化之和不符",
        "a figure of a street or of the district is not the sum of the changes behind it",
        f"select e.indicator_id from ({EVIDENCE}) as e where abs(e.value - e.added_up) > {HALF_A_UNIT}",
        f"select e.indicator_id from ({EVIDENCE}) as e",
    ),
    never(
        "quantities_sum_to_the_year",
        "月度之和与年度不符",
        "the months of a flow do not add up to its year",
        f"""select y.indicator_id from candidate.fct_indicator_value as y
            join candidate.dim_indicator as i on i.indicator_id = y.indicator_id and i.fold = 'flow'
            join candidate.fct_indicator_value as m on m.indicator_id = y.indicator_id and m.unit_code = y.unit_code
              and m.reading = y.reading and m.period_grain = 'month' and left(m.period, 4) = y.period
            where y.period_grain = 'year' and y.value is not null
            group by y.indicator_id, y.unit_code, y.reading, y.period, y.value
            having count(m.value) = 12 and abs(sum(m.value) - y.value) > {HALF_A_UNIT}""",
    ),
    *(
        never(
            f"no_finer_than_said:{mart}",
            "指标公布到了目录所定最细层级以下",
            "a figure is shown below the finest level that the catalogue gives its indicator",
            f"""select v.indicator_id from candidate.{mart} as v
                join candidate.dim_indicator as i on i.indicator_id = v.indicator_id
                where ((i.finest_level = 'district' and v.unit_level <> 'district')
                  or (i.finest_level = 'street' and v.unit_level = 'federation')) and {told}""",
            f"select v.indicator_id from candidate.{mart} as v",
        )
        # What is tested one by one (a pilot, a week) is no figure of the indicator.
        for mart, told in (("fct_indicator_value", "true"), ("fct_target_unit", "v.test not like 'each%'"))
    ),
    never(
        "district_is_complete",
        "要点指标缺少全区数值",
        "a headline indicator has no figure for the district",
        """select i.indicator_id from candidate.dim_indicator as i where i.is_headline and not exists (
             select 1 from candidate.fct_indicator_value as v where v.indicator_id = i.indicator_id
               and v.unit_level = 'district' and v.period_grain = 'year' and v.value is not null)""",
        "select i.indicator_id from candidate.dim_indicator as i where i.is_headline",
    ),
    never(
        "reconciliation_is_true",
        "核对结论与数值不符",
        "a reconciliation verdict contradicts its own figures",
        """select r.indicator_id from candidate.fct_reconciliation as r where r.verdict <> case
             when r.recomputed is null then 'missing'
             when r.recomputed < r.low or r.recomputed > r.high then 'outside'
             when r.is_high_exclusive and r.recomputed >= r.high then 'outside'
             else 'within' end""",
    ),
    never(
        "reconciliation_reads_the_mart",
        "核对所用的数值与指标表不一致",
        "reconciliation compares another figure than the one that is shown",
        """select r.indicator_id from candidate.fct_reconciliation as r
           join candidate.fct_indicator_value as v on v.indicator_id = r.indicator_id and v.period = r.period
             and v.unit_level = 'district' and v.reading = 'as_was'
           where r.recomputed is distinct from v.value""",
        """select r.indicator_id from candidate.fct_reconciliation as r
           join candidate.fct_indicator_value as v on v.indicator_id = r.indicator_id and v.period = r.period
             and v.unit_level = 'district' and v.reading = 'as_was'""",
    ),
)
