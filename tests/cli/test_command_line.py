"""The command line: help with examples in both languages, exit codes 0 true, 1 false, 2 wrong call, quick to start."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipeline.cli import COMMANDS
from pipeline.cli_answer import _in_words
from pipeline.settings import Settings
from pipeline.steps.intake import _named
from pipeline.steps.result import WrongCallError

PROMISED = (
    "init", "sample", "template", "intake", "seal", "build", "gate", "publish", "figures", "reconcile", "findings",
    "targets", "report", "verify", "status", "doctor", "export", "submissions", "release", "serve", "stop",
)  # fmt: skip
HEAVY = ("airflow", "dbt", "great_expectations", "duckdb", "polars", "pyarrow", "pandas", "typst", "altair", "superset")


def grassroots(home: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRASSROOTS_")}
    return subprocess.run(
        [Path(sys.executable).parent / "grassroots", *words],
        env={**kept, "GRASSROOTS_HOME": str(home), **variables},
        cwd=home,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_every_promised_command_exists() -> None:
    assert set(PROMISED) <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_helps_in_both_languages_and_with_examples(tmp_path: Path, name: str) -> None:
    answer = grassroots(tmp_path, name, "--help")
    assert answer.returncode == 0
    assert re.search(r"[\u4e00-\u9fff].* · [a-zA-Z]", answer.stdout.replace("\n  ", " "))
    assert f"grassroots {name}" in answer.stdout.split("examples:")[1]


def test_a_wrong_call_ends_with_two(tmp_path: Path) -> None:
    assert grassroots(tmp_path, "no-such-command").returncode == 2
    assert grassroots(tmp_path, "figures", "--period", "2022").returncode == 2
    assert grassroots(tmp_path, "intake", "no-such-file.xlsx").returncode == 2
    assert grassroots(tmp_path, "status", "--format", "xml").returncode == 2


def test_what_is_true_ends_with_zero_and_an_empty_data_folder_says_what_to_do(tmp_path: Path) -> None:
    answer = grassroots(tmp_path, "status")
    assert answer.returncode == 0
    assert "grassroots run" in answer.stdout
    assert not (tmp_path / "pg").exists()


def test_what_is_false_ends_with_one(tmp_path: Path) -> None:
    """A key that others can read is an error of the doctor."""
    key = tmp_path / "keys" / "vault.key"
    key.parent.mkdir()
    key.write_bytes(b"secret")
    key.chmod(0o644)
    answer = grassroots(tmp_path, "doctor", "--format", "csv")
    assert answer.returncode == 1
    assert "vault.key,error" in answer.stdout


def test_an_unforeseen_error_is_one_sentence_for_a_person_and_a_trace_in_the_log(tmp_path: Path) -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/grassroots"
    answer = grassroots(tmp_path, "status", GRASSROOTS_DATABASE_URL=nowhere)
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert "出错" in answer.stderr
    assert "Traceback" in (tmp_path / "logs" / "errors.log").read_text(encoding="utf-8")


def test_a_list_for_programs_is_alone_on_standard_output(tmp_path: Path) -> None:
    answer = grassroots(tmp_path, "status", "--format", "csv")
    assert answer.stdout == "topic,item,value\n"
    assert "grassroots run" in answer.stderr


@pytest.mark.parametrize("words", [["--help"], ["status"], ["figures", "--help"]])
def test_help_and_status_import_nothing_heavy(tmp_path: Path, words: list[str]) -> None:
    """Half a second is only possible so; a timed test would measure the machine."""
    program = f"import sys\nfrom pipeline.cli import main\nmain({words!r})\nprint(sorted(sys.modules), file=sys.stderr)"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "GRASSROOTS_HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {name.strip("'[] ").split(".")[0] for name in answer.stderr.split(",")}
    assert "pipeline" in imported
    assert imported.isdisjoint(HEAVY)


def test_a_setting_that_cannot_be_read_is_a_wrong_call_that_names_it(tmp_path: Path) -> None:
    for command in ("status", "stop"):
        answer = grassroots(tmp_path, command, GRASSROOTS_SMTP_PORT="abc")
        assert answer.returncode == 2
        assert "smtp_port" in answer.stderr
        assert "Traceback" not in answer.stderr


def test_a_command_that_needs_data_says_in_an_empty_folder_what_to_do_first(tmp_path: Path) -> None:
    """Not what a driver says about a role; and a template can still be written afterwards."""
    home = Path(tempfile.mkdtemp(prefix="gr-"))
    home.chmod(0o755)
    try:
        answer = grassroots(home, "figures", "--unit", "440307", "--period", "2022")
        assert answer.returncode == 2
        assert "grassroots run" in answer.stderr
        for words in (["verify"], ["seal"], ["export", "--out", str(home / "log.txt")]):
            answer = grassroots(home, *words)
            assert (answer.returncode, "grassroots run" in answer.stderr) == (2, True), words
        assert grassroots(home, "template", "--unit", "440307015001", "--period", "2022-03").returncode == 0
    finally:
        grassroots(home, "stop")
        shutil.rmtree(home, ignore_errors=True)


def test_what_else_goes_wrong_in_an_empty_folder_is_told_as_it_is(tmp_path: Path) -> None:
    """Only a database that was never set up is answered with `grassroots run` first."""
    (tmp_path / "warehouse").write_text("a file where a folder should be", encoding="utf-8")
    answer = grassroots(tmp_path, "build")
    assert answer.returncode == 1
    assert "FileExistsError" in answer.stderr


def test_an_unforeseen_error_of_the_database_shows_no_statement_and_none_of_its_values() -> None:
    """Values may hold what a sender wrote; the log file has them, the screen has the reason."""
    error = sa.exc.IntegrityError("INSERT INTO t VALUES (:card)", {"card": "LG0000000001"}, ValueError("duplicate key"))
    said = _in_words(error)
    assert said == "ValueError: duplicate key"


def test_a_path_that_cannot_be_written_is_told_with_what_to_look_at(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where a folder should be", encoding="utf-8")
    answer = grassroots(tmp_path, "template", "--unit", "440307015001", "--period", "2022-03", "--out", str(taken))
    assert answer.returncode == 1
    assert str(taken) in answer.stderr
    assert "check that path" in answer.stderr


def test_a_sender_that_is_no_code_is_a_wrong_call_and_writes_nowhere(tmp_path: Path) -> None:
    """The code names a folder below drop/: with `../` in it the receipt would lie elsewhere."""
    settings = Settings(home=tmp_path / "home")
    for sender in ("../../evil", "/", "..", "a b"):
        with pytest.raises(WrongCallError, match="--as"):
            _named((tmp_path / "x.xlsx",), sender, settings)


def test_hand_ins_are_asked_for_by_a_state_that_exists(tmp_path: Path) -> None:
    """A misspelt state would list nothing and look like the answer."""
    answer = grassroots(tmp_path, "submissions", "--state", "hold")
    assert answer.returncode == 2
    assert "held" in answer.stderr
