# ruff: noqa: E501 -- a table of event kinds reads best with one a line
"""Ten million events of a plausible district, straight into segments (details 34): no intake, no server, DuckDB only.

The mix is the sample year's, a hundred times over: enterprises with growing head counts, unions, federation cover, members,
disputes, complaints, activities, injuries, contracts and sites; one head count in ten is corrected, some enterprises
close, some move. Positions are dealt out at random, so that arrival is not the order of the days.
"""

from itertools import pairwise
from pathlib import Path

import duckdb

STREETS, COMMUNITIES = 11, 111
SHARES = {  # events of ten million
    "enterprises": 1_200_000,
    "members": 1_700_000,
    "cases": 250_000,
    "tickets": 160_000,
    "activities": 200_000,
    "injuries": 120_000,
    "contracts": 60_000,
}
LEAF = "'440307' || lpad((1 + ({n} % 11))::varchar, 3, '0') || lpad((1 + ({n} // 11) % 10)::varchar, 3, '0')"
DAY = "(date '2022-01-01' + (hash({n}, '{salt}') % 365)::int)"


LEAF_I = LEAF.format(n="i")
ENTERPRISE = "'91980307MA' || lpad(i::varchar, 8, '0')"
OPENING = "date '2021-12-01'"
HEADCOUNT = (
    "(case when i % 20 = 0 then 80 + hash(i, '{s}') % 60 when i % 10 = 1 then 20 + hash(i, '{s}') % 80 "
    "else 1 + hash(i, '{s}') % 24 end)"
)
Kind = tuple[str, str, str, str, str, str, str]  # share, type, subject, data, day, where, rest of the key


def events_sql(scale: float) -> str:
    """One SELECT of (type, subject, key, source, occurred_on, data, is_correction) for the whole log."""
    counts = {name: max(20, int(count * scale)) for name, count in SHARES.items()}
    stated = [_select(counts, kind, "false") for kind in (*_enterprises(), *_cases())]
    corrections = _kind(
        "enterprises", "enterprise_headcount_reported", ENTERPRISE,
        f"{{enterprise_code: {ENTERPRISE}, headcount: {HEADCOUNT.format(s='fix')}, headcount_on: {_day('d2')}}}", _day("d2"),
        "i % 10 = 3", f"{_day('d2')}::varchar",
    )  # fmt: skip
    return " union all ".join([*stated, _select(counts, corrections, "true")])


def _day(salt: str) -> str:
    return DAY.format(n="i", salt=salt)


def _kind(share: str, type_: str, subject: str, data: str, on: str, where: str = "true", key: str = "''") -> Kind:
    return share, type_, subject, data, on, where, key


def _select(counts: dict[str, int], kind: Kind, is_correction: str) -> str:
    share, type_, subject, data, on, where, key = kind
    return f"""select '{type_}' as type, {subject} as subject, {key} as key, {LEAF_I} as source, {on} as occurred_on,
        to_json({data})::varchar as data, {is_correction} as is_correction from range({counts[share]}) as r(i) where {where}"""


def _enterprises() -> list[Kind]:
    """Registered, three head counts each, covers, moves and closures."""
    return [
        _kind("enterprises", "enterprise_registered", ENTERPRISE, f"{{enterprise_code: {ENTERPRISE}, enterprise_name: '某企业' || i, registered_on: {OPENING}, unit_code: {LEAF_I}}}", OPENING),
        *[
            _kind("enterprises", "enterprise_headcount_reported", ENTERPRISE, f"{{enterprise_code: {ENTERPRISE}, headcount: {HEADCOUNT.format(s=salt)}, headcount_on: {on}}}", on, key=f"{on}::varchar")
            for salt, on in (("h1", OPENING), ("h2", _day("d2")), ("h3", _day("d3")))
        ],
        _kind("enterprises", "enterprise_joined_federation", ENTERPRISE, f"{{enterprise_code: {ENTERPRISE}, federation_code: {LEAF_I}, joined_federation_on: {_day('j')}}}", _day("j"), "i % 3 <> 0", LEAF_I),
        _kind("enterprises", "enterprise_union_established", ENTERPRISE, f"{{enterprise_code: {ENTERPRISE}, union_established_on: {_day('u')}}}", _day("u"), "i % 10 < 2"),
        _kind("enterprises", "enterprise_type_assigned", ENTERPRISE, f"{{enterprise_code: {ENTERPRISE}, type_assigned_on: {_day('t')}, type_code: 'new_form'}}", _day("t"), "i % 11 = 0", "'new_form'"),
        _kind("enterprises", "consultation_mechanism_established", ENTERPRISE, f"{{enterprise_code: {ENTERPRISE}, mechanism_established_on: {_day('m')}, tier: 'enterprise'}}", _day("m"), "i % 20 = 0", "'enterprise'"),
        _kind("enterprises", "enterprise_closed", ENTERPRISE, f"{{closed_on: {_day('c')}, enterprise_code: {ENTERPRISE}}}", _day("c"), "i % 37 = 0"),
        _kind("enterprises", "enterprise_moved", ENTERPRISE, f"{{enterprise_code: {ENTERPRISE}, moved_on: {_day('mv')}, moved_to_unit_code: {LEAF.format(n='(i + 5)')}}}", _day("mv"), "i % 97 = 0", f"{_day('mv')}::varchar"),
    ]  # fmt: skip


def _cases() -> list[Kind]:
    """Members, disputes, tickets, activities, injuries, contracts and sites."""
    return [
        _kind("members", "member_enrolled", "'m' || i", f"{{enrolled_on: {_day('e')}, is_new_form: i % 5 = 0, member_id: 'm' || i, unit_code: {LEAF_I}}}", _day("e"), key=LEAF_I),
        _kind("members", "membership_ended", "'m' || i", f"{{member_id: 'm' || i, membership_ended_on: date '2022-12-15', unit_code: {LEAF_I}}}", "date '2022-12-15'", "i % 9 = 0", LEAF_I),
        _kind("cases", "dispute_opened", "'c' || i", f"{{case_no: 'c' || i, enterprise_code: '91980307MA' || lpad((i * 3)::varchar, 8, '0'), opened_on: {_day('o')}, workers_involved: 1 + i % 40}}", _day("o")),
        _kind("cases", "dispute_settled", "'c' || i", f"{{case_no: 'c' || i, outcome: 'mediated', settled_on: {_day('s')}}}", _day("s")),
        _kind("cases", "economic_benefit_recovered", "'c' || i", f"{{benefit_yuan: (100 + i % 900)::varchar || '.50', case_no: 'c' || i, recovered_on: {_day('b')}}}", _day("b")),
        _kind("tickets", "complaint_received", "'t' || i", f"{{channel: 'online', received_on: {_day('r')}, ticket_no: 't' || i, unit_code: {LEAF_I}}}", _day("r")),
        _kind("tickets", "complaint_resolved", "'t' || i", f"{{resolved_on: {_day('rs')}, result: 'solved', ticket_no: 't' || i}}", _day("rs")),
        _kind("tickets", "prelitigation_case_accepted", "'p' || i", f"{{accepted_on: {_day('a')}, court: 'district_court', mediation_no: 'p' || i, unit_code: {LEAF_I}}}", _day("a")),
        _kind("tickets", "prelitigation_case_closed", "'p' || i", f"{{benefit_yuan: (50 + i % 500)::varchar || '.25', closed_case_on: {_day('pc')}, mediation_no: 'p' || i, outcome: 'mediated'}}", _day("pc")),
        _kind("activities", "service_activity_held", "'a' || i", f"{{activity_no: 'a' || i, channel: 'on_site', held_on: {_day('h')}, series: ['new_year_care', 'summer_cool', 'online_care', 'key_group_service'][1 + i % 4], unit_code: {LEAF_I}}}", _day("h")),
        _kind("activities", "activity_attendance_reported", "'a' || i", f"{{activity_no: 'a' || i, held_on: {_day('h')}, people: i % 300, person_times: i % 400}}", _day("h")),
        _kind("activities", "training_project_delivered", "'j' || i", f"{{delivered_on: {_day('td')}, project_no: 'j' || i, theme: 'skill', unit_code: {LEAF_I}}}", _day("td"), "i % 4 = 0"),
        _kind("activities", "training_attendance_reported", "'j' || i", f"{{delivered_on: {_day('td')}, person_times: i % 500, project_no: 'j' || i}}", _day("td"), "i % 4 = 0"),
        _kind("injuries", "injured_worker_visited", "'w' || i // 2", f"{{injured_on: date '2022-01-01', member_id: 'w' || i // 2, unit_code: {LEAF.format(n='(i // 2)')}, visit_no: 1 + i % 2, visited_on: {_day('v')}}}", _day("v"), key="'2022-01-01' || i % 2"),
        _kind("injuries", "consolation_paid", "'w' || i", f"{{consolation_yuan: '500.00', consoled_on: {_day('cp')}, injured_on: date '2022-01-01', member_id: 'w' || i, unit_code: {LEAF_I}}}", _day("cp"), "i % 3 = 0"),
        _kind("injuries", "injury_legal_consultation_given", "'z' || i", f"{{consultation_no: 'z' || i, consulted_on: {_day('z')}, unit_code: {LEAF_I}}}", _day("z"), "i % 3 = 0"),
        _kind("contracts", "collective_contract_signed", "'h' || i", f"{{contract_kind: 'enterprise', contract_no: 'h' || i, enterprise_code: '91980307MA' || lpad((i // 2 * 20)::varchar, 8, '0'), signed_on: {_day('sg')}, valid_to: date '2024-12-31', workers_covered: 50 + i % 400}}", _day("sg")),
        _kind("contracts", "service_site_opened", "'s' || i", f"{{site_name: '站', site_no: 's' || i, site_opened_on: {_day('so')}, site_type: ['centre', 'warm_bee', 'love_corner'][1 + i % 3], unit_code: {LEAF_I}}}", _day("so"), "i % 10 = 0"),
    ]  # fmt: skip


UNITS = """
    select '440307' as code, 'district' as level, null as parent, 0 as n
    union all select '440307' || lpad(s::varchar, 3, '0'), 'street', '440307', s from range(1, 12) as t(s)
    union all select '440307' || lpad(s::varchar, 3, '0') || lpad(c::varchar, 3, '0'), 'federation',
        '440307' || lpad(s::varchar, 3, '0'), 100 * s + c from range(1, 12) as t(s), range(1, 11) as u(c)"""
NUMBERED = """
create or replace table numbered as
with units as (
    select 'org_unit_registered' as type, code as subject, '' as key, '440307' as source, date '2021-12-01' as occurred_on,
        to_json({{is_reporting: true, level: level, official_order: n, parent_code: parent, unit_code: code,
            unit_name: code, unit_registered_on: date '2021-12-01'}})::varchar as data, -1 as place
    from ({units})
),
facts as (
    select type, subject, key, source, occurred_on, data,
        case when is_correction then 2 else hash(subject, type, key) / 18446744073709551616.0 end as place
    from ({events})
)
select row_number() over (order by place, subject, key) as position, *, md5(type || subject || key)::uuid as fact_id
from (select * from units union all select * from facts)"""
SEGMENT = """
copy (
    select n.position, n.fact_id as id, n.type, 1::int as type_version,
        case when before.supersedes is null then 'asserted' else 'corrected' end as action, n.fact_id,
        before.supersedes, n.subject, n.source, n.occurred_on,
        timestamp '2022-01-05 01:00:00' + to_seconds(n.position // 1000) as recorded_at,
        case when n.occurred_on < date '2022-01-01' then '2021-12' else strftime(n.occurred_on, '%Y-%m') end as period,
        md5(n.source)::uuid as submission_id, null::varchar as sheet, null::int as row, n.data, ''::blob as hash
    from numbered as n
    join versions as before using (position)
    where n.position between {first} and {last}
    union all by name
    select position, fact_id as id, type, 1::int as type_version, 'asserted' as action, fact_id, null::bigint as supersedes,
        subject, source, occurred_on, timestamp '2022-01-05 01:00:00' + to_seconds(position // 1000) as recorded_at,
        case when occurred_on < date '2022-01-01' then '2021-12' else strftime(occurred_on, '%Y-%m') end as period,
        md5(source)::uuid as submission_id, null::varchar as sheet, null::int as row, data, ''::blob as hash
    from numbered where type not in ({corrected}) and position between {first} and {last}
    order by type, position
) to '{path}' (format parquet, compression snappy)"""
CORRECTED = "'enterprise_headcount_reported'"
VERSIONS = """
create or replace table versions as
select position, lag(position) over (partition by fact_id order by position) as supersedes
from numbered where type in ({corrected})"""
MORE = """
copy (
    select {last} + row_number() over () as position, uuid() as id, type, type_version,
        'corrected' as action, fact_id, position as supersedes, subject, source, occurred_on,
        timestamp '2023-01-03 01:00:00' as recorded_at, '2022-12' as period, submission_id, sheet, row,
        replace(data, '"headcount":', '"headcount":1') as data, hash
    from read_parquet({segments}) where type = 'enterprise_headcount_reported' and supersedes is null
        and position not in (select supersedes from read_parquet({segments}) where supersedes is not null)
        and subject > '91980307MA000' limit {number}
) to '{path}' (format parquet, compression snappy)"""


def write(folder: Path, scale: float = 1.0, segments: int = 10) -> list[Path]:
    """The whole log as `segments` files; scale 1 is about ten million events."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    with duckdb.connect(str(folder / "making.duckdb"), config={"threads": 2, "memory_limit": "4GB"}) as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.execute(NUMBERED.format(units=UNITS, events=events_sql(scale)))
        connection.execute(VERSIONS.format(corrected=CORRECTED))
        total = connection.execute("select count(*) from numbered").fetchall()[0][0]
        bounds = [total * k // segments for k in range(segments + 1)]
        for before, last in pairwise(bounds):
            path = folder / f"{before + 1:012d}-{last:012d}.parquet"
            connection.execute(SEGMENT.format(corrected=CORRECTED, first=before + 1, last=last, path=path))
            paths.append(path)
    (folder / "making.duckdb").unlink()
    return paths


def write_more(paths: list[Path], number: int = 10_000) -> Path:
    """A further segment: `number` head counts corrected."""
    last = int(paths[-1].stem.split("-")[1])
    path = paths[-1].parent / f"{last + 1:012d}-{last + number:012d}.parquet"
    with duckdb.connect(config={"threads": 2}) as connection:
        listed = str([str(p) for p in paths])
        connection.execute(MORE.format(last=last, segments=listed, number=number, path=path))
    return path
