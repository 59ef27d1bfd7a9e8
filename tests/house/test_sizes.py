"""House rules in numbers (style.md): how long a module, a function, a task, a model and the README may be."""

import ast
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

Planted = Callable[[str, str], tuple[Path, list[Path]]]

PACKAGES = ("ingestion", "expectations", "reports", "pipeline", "superset", "benchmarks", "dags")
MODULE, FUNCTION, DAG_FILE, TASK_BODY, SQL_MODEL, README = 300, 50, 120, 6, 120, 200


def long_files(root: Path, files: Sequence[Path]) -> Iterator[str]:
    for path in files:
        limit = _limit(path)
        if limit and (count := len((root / path).read_text(encoding="utf-8").splitlines())) > limit:
            yield f"{path}: {count} lines, at most {limit}"


def _limit(path: Path) -> int | None:
    if path == Path("README.md"):
        return README
    if path.parts[0] == "dags" and path.suffix == ".py":
        return DAG_FILE
    if path.parts[0] in PACKAGES and path.suffix == ".py":
        return MODULE
    if path.parts[:2] == ("dbt", "models") and path.suffix == ".sql":
        return SQL_MODEL
    return None


def long_functions(root: Path, files: Sequence[Path]) -> Iterator[str]:
    for path in files:
        if path.suffix == ".py" and path.parts[0] in PACKAGES:
            for node in ast.walk(ast.parse((root / path).read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef) and (count := node.end_lineno - node.lineno + 1) > FUNCTION:
                    yield f"{path}:{node.lineno} {node.name}: {count} lines, at most {FUNCTION}"


def long_tasks(root: Path, files: Sequence[Path]) -> Iterator[str]:
    """Tasks are the decorated functions inside the DAG function; an empty line counts for nothing."""
    for path in files:
        if path.suffix == ".py" and path.parts[0] == "dags":
            text = (root / path).read_text(encoding="utf-8")
            lines = text.splitlines()
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef) and _is_task(node):
                    body = [line for line in lines[node.body[0].lineno - 1 : node.end_lineno] if line.strip()]
                    if len(body) > TASK_BODY:
                        yield f"{path}:{node.lineno} {node.name}: {len(body)} lines, at most {TASK_BODY}"


def _is_task(node: ast.FunctionDef) -> bool:
    return any("task" in ast.unparse(decorator) for decorator in node.decorator_list)


def test_no_module_model_dag_or_readme_is_longer_than_it_may_be(root: Path, files: Sequence[Path]) -> None:
    assert list(long_files(root, files)) == []


def test_no_function_is_longer_than_fifty_lines(root: Path, files: Sequence[Path]) -> None:
    assert list(long_functions(root, files)) == []


def test_a_task_of_a_dag_only_calls_a_step(root: Path, files: Sequence[Path]) -> None:
    assert list(long_tasks(root, files)) == []


def test_the_size_checks_have_been_seen_to_fail(planted: Planted) -> None:
    assert list(long_files(*planted("ingestion/a.py", "x = 1\n" * 301))) == ["ingestion/a.py: 301 lines, at most 300"]
    assert list(long_files(*planted("dags/a.py", "x = 1\n" * 121))) == ["dags/a.py: 121 lines, at most 120"]
    assert list(long_files(*planted("dbt/models/a.sql", "--\n" * 121))) == ["dbt/models/a.sql: 121 lines, at most 120"]
    assert list(long_files(*planted("README.md", "\n" * 201))) == ["README.md: 201 lines, at most 200"]
    function = "def f():\n" + "    x = 1\n" * 50
    assert list(long_functions(*planted("reports/a.py", function))) == ["reports/a.py:1 f: 51 lines, at most 50"]
    task = "@task\ndef f():\n" + "    x = 1\n" * 7
    assert list(long_tasks(*planted("dags/a.py", task))) == ["dags/a.py:2 f: 7 lines, at most 6"]
