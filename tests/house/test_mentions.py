"""What no committed file may mention: the folder beside the repository, a path of one machine, a package host.

The patterns are put together from pieces, so that this file does not mention them either.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

Planted = Callable[[str, str], tuple[Path, list[Path]]]

MAY_MENTION_SHARED = {Path("tests/house/test_copies.py")}
SHARED = re.compile(r"\.\./" + "shared")
MACHINE = re.compile(r"(?<![\w./{}\-])/(?:" + "|".join(("work", "ro" + "ot", "ho" + "me")) + r")/\w")
PIECES = (
    ("py", "pi.org"),
    ("python", "hosted.org"),
    ("registry.", "npmjs"),
    ("conda.", "anaconda"),
    ("crates", ".io"),
    ("docker", ".io"),
    ("--index", "-url"),
    ("--extra-index", "-url"),
    ("--find", "-links"),
    ("--trusted", "-host"),
)
HOSTS = re.compile("|".join(re.escape(first + second) for first, second in PIECES))


def mentions(pattern: re.Pattern[str], root: Path, files: Sequence[Path]) -> Iterator[str]:
    """`file:line: text` of every match in files that are text; workbooks and pictures are not."""
    for path in files:
        try:
            lines = (root / path).read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, start=1):
            if pattern.search(line):
                yield f"{path}:{number}: {line.strip()[:120]}"


def addresses_in_requirements(root: Path, files: Sequence[Path]) -> Iterator[str]:
    return mentions(re.compile(r"https?://|git\+"), root, [path for path in files if path.parts[0] == "requirements"])


def test_nothing_reads_the_folder_beside_the_repository(root: Path, files: Sequence[Path]) -> None:
    assert list(mentions(SHARED, root, [path for path in files if path not in MAY_MENTION_SHARED])) == []


def test_no_file_names_a_path_of_one_machine(root: Path, files: Sequence[Path]) -> None:
    assert list(mentions(MACHINE, root, files)) == []


def test_no_file_names_a_package_host(root: Path, files: Sequence[Path]) -> None:
    assert list(mentions(HOSTS, root, files)) == []


def test_the_locked_requirements_hold_no_address(root: Path, files: Sequence[Path]) -> None:
    assert list(addresses_in_requirements(root, files)) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (SHARED, "see .." + "/shared/seed"),
        (MACHINE, "cd /" + "work/main"),
        (MACHINE, 'path = "/' + 'root/x"'),
        (HOSTS, "https://" + "pypi" + ".org/simple"),
        (HOSTS, "--index" + "-url x"),
    ],
)
def test_each_ban_on_words_has_been_seen_to_fail(planted: Planted, pattern: re.Pattern[str], text: str) -> None:
    assert len(list(mentions(pattern, *planted("docs/a.md", text)))) == 1


def test_the_ban_on_addresses_in_requirements_has_been_seen_to_fail(planted: Planted) -> None:
    assert (
        len(list(addresses_in_requirements(*planted("requirements/a.txt", "x @ https://example.invalid/x.whl")))) == 1
    )
