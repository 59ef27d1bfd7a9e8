"""Verifies an export of the log with the standard library alone: no database, no network, no other file.

    python verifier.py EXPORT [HEAD]

Re-derives every leaf, batch digest and head from the records themselves. HEAD is a head that was printed earlier (64
hex digits, on a report): it must lie on the chain. Exit code 0 when all is true, 1 when not, 2 for a wrong call.
"""

import hashlib
import sys
from dataclasses import dataclass, field
from pathlib import Path

HEADER = b"grassroots-log 1\n"
FIELDS = 14


class DamagedError(Exception):
    """The export is not the log that it says it is; the message names the position."""


@dataclass
class Chain:
    """What has been re-derived so far."""

    position: int = 0
    head: bytes = bytes(32)
    leaves: list[bytes] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)

    def record(self, line: bytes) -> None:
        """One more event: leaf = sha256(0x00 ‖ record)."""
        self.position += 1
        if line.count(b"\x1f") != FIELDS - 1:
            raise DamagedError(f"position {self.position}: not a record of {FIELDS} fields")
        self.leaves.append(hashlib.sha256(b"\x00" + line).digest())

    def batch(self, line: bytes) -> None:
        """One more batch: digest = sha256(0x01 ‖ leaves), head = sha256(0x02 ‖ previous ‖ digest ‖ positions ‖ at)."""
        first = self.position - len(self.leaves) + 1
        parts = line.split(b" ")
        if len(parts) != 6 or parts[1:3] != [b"%d" % first, b"%d" % self.position] or not self.leaves:
            raise DamagedError(f"position {first}: the batch line does not fit the records before it")
        digest = hashlib.sha256(b"\x01" + b"".join(self.leaves)).digest()
        if digest.hex().encode() != parts[4]:
            raise DamagedError(f"position {first}: events {first} to {self.position} are not those that were appended")
        positions = first.to_bytes(8, "big") + self.position.to_bytes(8, "big")
        self.head = hashlib.sha256(b"\x02" + self.head + digest + positions + parts[3]).digest()
        if self.head.hex().encode() != parts[5]:
            raise DamagedError(f"position {first}: the head does not follow from the one before")
        self.heads.add(self.head.hex())
        self.leaves.clear()

    def end(self, line: bytes) -> None:
        """The last line says how many events there are and the head; without it an export was cut."""
        if self.leaves:
            raise DamagedError(f"position {self.position - len(self.leaves) + 1}: events that belong to no batch")
        if line != b"#end %d %s" % (self.position, self.head.hex().encode()):
            raise DamagedError(f"position {self.position}: the last line is not that of this log")


def verify(path: Path) -> Chain:
    """Read an export and re-derive its chain; raises DamagedError."""
    chain, ended = Chain(), False
    with path.open("rb") as lines:
        if lines.readline() != HEADER:
            raise DamagedError("position 0: not an export of this version")
        for raw in lines:
            line = raw.removesuffix(b"\n")
            if ended or line == raw:
                raise DamagedError(f"position {chain.position}: something stands after the end, or a line was cut")
            if line.startswith(b"#batch "):
                chain.batch(line)
            elif line.startswith(b"#end "):
                chain.end(line)
                ended = True
            else:
                chain.record(line)
    if not ended:
        raise DamagedError(f"position {chain.position}: the export was cut, its last line is missing")
    return chain


def main(arguments: list[str]) -> int:
    """The command; prints one line."""
    if len(arguments) not in {1, 2}:
        sys.stderr.write("usage: verifier.py EXPORT [HEAD]\n")
        return 2
    try:
        chain = verify(Path(arguments[0]))
        if len(arguments) == 2 and arguments[1] not in chain.heads:
            raise DamagedError(f"position {chain.position}: the head {arguments[1]} is not on the chain")
    except DamagedError as damaged:
        sys.stdout.write(f"损坏 damaged: {damaged}\n")
        return 1
    sys.stdout.write(f"完好 verified: {chain.position} events, head {chain.head.hex()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
