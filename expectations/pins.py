"""Pins: the suite names, fingerprints and counts that a gate accepts, committed in ``pins.yaml``.

A rule cannot be dropped or weakened in passing: the pin must be changed too, by hand, in the same commit:

    python -m expectations.pins          # show what differs; exit code 1 when something does
    python -m expectations.pins --write  # accept it; then read the diff of pins.yaml and say why in the commit
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from expectations.vocabulary import Suite

FILE = Path(__file__).parent / "pins.yaml"


@dataclass(frozen=True)
class Pin:
    """What the suite of that name must be."""

    suite: str
    fingerprint: str
    expectations: int


def load(suite: str, file: Path = FILE) -> Pin:
    """The pin of a suite; one without a pin gets an impossible one, so nothing passes."""
    found = (yaml.safe_load(file.read_text()) or {}).get(suite)
    return Pin(suite, found["fingerprint"], found["expectations"]) if found else Pin(suite, "", -1)


def of(suite: Suite) -> Pin:
    """The pin that would accept the suite as it is."""
    return Pin(suite.name, suite.fingerprint, len(suite.checks))


def main() -> int:
    """Compare the committed pins with the suites, or write them."""
    from expectations.suites import publication, submission

    parser = argparse.ArgumentParser(prog="python -m expectations.pins", description=main.__doc__)
    parser.add_argument("--write", action="store_true", help="accept the suites as they are")
    suites = (submission.SUITE, publication.SUITE)
    if parser.parse_args().write:
        plain = {s.name: {"fingerprint": s.fingerprint, "expectations": len(s.checks)} for s in suites}
        FILE.write_text(
            "# Written by `python -m expectations.pins --write`; say in the commit why a rule changed.\n"
            + yaml.safe_dump(plain, sort_keys=False)
        )
    differing = [suite.name for suite in suites if load(suite.name) != of(suite)]
    sys.stdout.write(f"differing: {', '.join(differing) or 'none'}\n")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
