"""Rules in the union's words: each has a name, a sentence in Chinese and English, and the checks that decide it.

A check names a Great Expectations class and its arguments as plain data; nothing here imports the library, so a suite
can be read, counted and fingerprinted anywhere. ``$name`` in an argument or a query is a value known only at run time
(the build, the head of the log); the fingerprint is taken before it is filled in.

Great Expectations says success on an empty table and on a query that selects nothing. So a rule of the form *never*
comes with the rows it is about (``among``), and there must be some.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Value = str | int | float | bool | None | list[str]
PARAMETER = re.compile(r"\$([a-z_]+)")
SAFE = re.compile(r"[\w.:+-]*")


@dataclass(frozen=True)
class Check:
    """One expectation: its class in Great Expectations, the table or query it looks at, its arguments."""

    kind: str
    target: str
    arguments: Mapping[str, Value]

    def filled_in(self, parameters: Mapping[str, str | int]) -> "Check":
        """The check with its run-time values; a value that could not stand in SQL raises ValueError."""
        arguments = {name: _fill(value, parameters) for name, value in self.arguments.items()}
        return Check(self.kind, str(_fill(self.target, parameters)), arguments)


@dataclass(frozen=True)
class Rule:
    """A named rule; ``zh`` and ``en`` say what is wrong when it does not hold."""

    name: str
    zh: str
    en: str
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Suite:
    """Rules of one gate, and the tables that must hold rows (schema-qualified)."""

    name: str
    rules: tuple[Rule, ...]
    required: tuple[str, ...] = ()

    @property
    def checks(self) -> dict[str, Check]:
        """Every check by its id, ``rule#n``."""
        return {f"{rule.name}#{n}": check for rule in self.rules for n, check in enumerate(rule.checks, 1)}

    @property
    def fingerprint(self) -> str:
        """sha256 over name, rules, checks and required tables: any change of what is demanded changes it."""
        plain = [self.name, list(self.required)] + [
            [rule.name, [[check.kind, check.target, dict(check.arguments)] for check in rule.checks]]
            for rule in self.rules
        ]
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def sentence(self, check_id: str) -> tuple[str, str]:
        """Chinese and English sentence of the rule that a check belongs to."""
        name = check_id.partition("#")[0]
        rule = next(rule for rule in self.rules if rule.name == name)
        return rule.zh, rule.en


def filled(table: str, minimum: int = 1) -> Rule:
    """The table holds at least so many rows."""
    return Rule(
        f"filled:{_short(table)}",
        f"{_short(table)} 少于 {minimum} 行",
        f"{_short(table)} has fewer than {minimum} rows",
        (Check("ExpectTableRowCountToBeBetween", table, {"min_value": minimum}),),
    )


def keyed(table: str, *columns: str) -> Rule:
    """The columns are the key: never empty, never twice."""
    unique = (
        Check("ExpectColumnValuesToBeUnique", table, {"column": columns[0]})
        if len(columns) == 1
        else Check("ExpectCompoundColumnsToBeUnique", table, {"column_list": list(columns)})
    )
    present = tuple(Check("ExpectColumnValuesToNotBeNull", table, {"column": column}) for column in columns)
    key = ", ".join(columns)
    return Rule(
        f"keyed:{_short(table)}",
        f"{_short(table)} 的主键（{key}）为空或重复",
        f"the key of {_short(table)} ({key}) is empty or repeated",
        (unique, *present),
    )


def worded(table: str, column: str, words: Iterable[str]) -> Rule:
    """The column is filled with agreed words only."""
    agreed = list(words)
    return Rule(
        f"worded:{_short(table)}.{column}",
        f"{_short(table)}.{column} 为空或有约定之外的值（约定：{'、'.join(agreed)}）",
        f"{_short(table)}.{column} is empty or holds a word outside {', '.join(agreed)}",
        (
            Check("ExpectColumnValuesToBeInSet", table, {"column": column, "value_set": agreed}),
            Check("ExpectColumnValuesToNotBeNull", table, {"column": column}),
        ),
    )


def ranged(table: str, column: str, low: float | None, high: float | None) -> Rule:
    """Where the column is filled it lies in the closed range."""
    return Rule(
        f"ranged:{_short(table)}.{column}",
        f"{_short(table)}.{column} 超出范围 [{low}, {high}]",
        f"{_short(table)}.{column} lies outside [{low}, {high}]",
        (Check("ExpectColumnValuesToBeBetween", table, {"column": column, "min_value": low, "max_value": high}),),
    )


def one_build(table: str) -> Rule:
    """Every row carries the build that is judged."""
    return Rule(
        f"one_build:{_short(table)}",
        f"{_short(table)} 含有其他构建的行",
        f"{_short(table)} holds rows of another build",
        (
            Check("ExpectColumnValuesToBeInSet", table, {"column": "build_id", "value_set": ["$build_id"]}),
            Check("ExpectColumnValuesToNotBeNull", table, {"column": "build_id"}),
        ),
    )


def never(name: str, zh: str, en: str, offenders: str, among: str | None = None) -> Rule:
    """The query ``offenders`` selects nothing, while ``among`` (the rows it is about) selects something."""
    checks = [Check("ExpectTableRowCountToEqual", _flat(offenders), {"value": 0})]
    if among is not None:
        checks.append(Check("ExpectTableRowCountToBeBetween", _flat(among), {"min_value": 1}))
    return Rule(name, zh, en, tuple(checks))


def refers(table: str, column: str, to_table: str, to_column: str) -> Rule:
    """Where the column is filled it names a row of the other table."""
    return never(
        f"refers:{_short(table)}.{column}",
        f"{_short(table)}.{column} 在 {_short(to_table)} 中找不到",
        f"{_short(table)}.{column} is not found in {_short(to_table)}",
        f"""select x.{column} from {table} as x left join {to_table} as y on y.{to_column} = x.{column}
            where x.{column} is not null and y.{to_column} is null""",
    )


def _short(table: str) -> str:
    """Table without its schema."""
    return table.rpartition(".")[2]


def _flat(query: str) -> str:
    """A query on one line, so that the fingerprint does not depend on indentation."""
    return " ".join(query.split())


def _fill(value: Value, parameters: Mapping[str, str | int]) -> Value:
    """Run-time values into a text or a list of texts."""
    if isinstance(value, list):
        return [str(_fill(item, parameters)) for item in value]
    if not isinstance(value, str):
        return value
    return PARAMETER.sub(lambda found: _safe(parameters[found[1]]), value)


def _safe(value: str | int) -> str:
    """A value that may stand inside quotes in SQL: letters, digits and a few signs."""
    text = str(value)
    if not SAFE.fullmatch(text):
        message = f"not a value that may stand in a rule: {text!r}"
        raise ValueError(message)
    return text
