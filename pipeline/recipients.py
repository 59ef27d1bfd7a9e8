"""The list of recipients: a YAML file that people maintain, read whole or refused whole.

::

    recipients:
      - address: office@union.example    # a mailbox inside an allowed domain
        name: 区总工会办公室               # a post or an office, never a person's name (optional)
        unit: "440307"                   # the district, or one street: this unit's reports and no other's
        kinds: [monthly, quarterly, yearly]

Every fault of the file is named with its line, and a list with any fault lets nothing out: a mail to the wrong mailbox
cannot be called back.

Errors: Exception
        └── RecipientsError   the list has faults; ``faults`` are (line, sentence)
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

KINDS = ("monthly", "quarterly", "yearly")
LEVELS = ("district", "street")
KEYS = {"address", "name", "unit", "kinds"}
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?P<domain>[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*)")
Fault = tuple[int, str]


class RecipientsError(Exception):
    """The list of recipients has faults, so nothing is sent.

    path    the file
    faults  (line, what is wrong and what to do), in the order of the file
    """

    def __init__(self, path: Path, faults: Sequence[Fault]) -> None:
        self.path, self.faults = path, list(faults)
        says = "\n".join(f"  {path.name} 第 {line} 行 · line {line}: {fault}" for line, fault in self.faults)
        super().__init__(f"收件人名单有错，一封也没有寄 · the list of recipients has faults, nothing was sent\n{says}")


@dataclass(frozen=True)
class Recipient:
    """A mailbox and what it gets: editions of one unit (the district or one street), of these kinds.

    address  in small letters    name  a post or an office, may be empty    line  where it stands in the file
    """

    address: str
    name: str
    unit_code: str
    kinds: tuple[str, ...]
    line: int

    def gets(self, kind: str, unit_code: str) -> bool:
        """Whether an edition of this kind and unit is for this mailbox."""
        return kind in self.kinds and unit_code == self.unit_code


def is_control(text: str) -> bool:
    """Whether a text holds a line break or another control character: such a text may stand in no header."""
    return any(unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"} for sign in text)


def is_address(text: str) -> bool:
    """Whether a text is one plain mailbox address, without a display name."""
    return ADDRESS.fullmatch(text) is not None and len(text) <= 254


def read(path: Path, domains: Sequence[str], levels: Mapping[str, str]) -> list[Recipient]:
    """The recipients of the file.

    domains  allowed domains; a subdomain of one is not allowed unless it is listed itself
    levels   unit code ► level, of every unit that exists
    Raises RecipientsError for a file that is missing, no YAML, or has any fault.
    """
    faults: list[Fault] = []
    found: list[Recipient] = []
    for line, item in _items(path):
        wrong = list(_faults(item, {domain.lower() for domain in domains}, levels))
        faults += [(line, sentence) for sentence in wrong]
        if not wrong:
            found.append(_recipient(item, line))
    faults += _repeated(found)
    if faults:
        raise RecipientsError(path, sorted(faults))
    return found


def _items(path: Path) -> list[tuple[int, Any]]:
    """(line, entry) of each entry below ``recipients``."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        says = "读不了，应为 UTF-8 文本 · cannot be read, UTF-8 text is expected"
        raise RecipientsError(path, [(1, f"{says} ({type(error).__name__})")]) from error
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        whole = loader.construct_document(node) if node is not None else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise RecipientsError(path, [(line, "不是合法的 YAML · not valid YAML")]) from error
    if (
        node is None
        or not isinstance(whole, dict)
        or set(whole) != {"recipients"}
        or not isinstance(whole["recipients"], list)
    ):
        says = "最上层应只有 recipients: 和它的列表 · the file is one list below `recipients:`"
        raise RecipientsError(path, [(1, says)])
    places = next(value for key, value in node.value if key.value == "recipients").value
    return [(place.start_mark.line + 1, item) for place, item in zip(places, whole["recipients"], strict=True)]


def _faults(item: Any, domains: set[str], levels: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with one entry."""
    if not isinstance(item, dict) or not {"address", "unit", "kinds"} <= set(item) <= KEYS:
        yield "每项须有 address、unit、kinds，可有 name · an entry has address, unit, kinds, and maybe name"
        return
    address, name = str(item["address"]), str(item.get("name") or "")
    if is_control(address) or is_control(name):
        yield "地址或名称里有换行等控制符 · a line break or control character in the address or name"
    elif not is_address(address):
        yield f"不是邮箱地址：{address!r} · not an address of a mailbox"
    elif (domain := address.rpartition("@")[2].lower()) not in domains:
        known = "、".join(sorted(domains)) or "（一个也没有 none）"
        yield (
            f"{address} 不在允许的域内：{known}；改地址，或在 GRASSROOTS_MAIL_DOMAINS 里加上 {domain} · "
            "outside the allowed domains: correct the address or allow the domain"
        )
    if levels.get(str(item["unit"])) not in LEVELS:
        yield f"unit {item['unit']!r} 不是区或街道代码 · unit is neither the district's nor a street's code"
    kinds = item["kinds"]
    if not isinstance(kinds, list) or not kinds or not all(kind in KINDS for kind in kinds):
        yield f"kinds 只能是 {', '.join(KINDS)} · kinds is a list of these"


def _recipient(item: dict[str, Any], line: int) -> Recipient:
    name = str(item.get("name") or "")
    return Recipient(str(item["address"]).lower(), name, str(item["unit"]), tuple(dict.fromkeys(item["kinds"])), line)


def _repeated(found: Sequence[Recipient]) -> Iterator[Fault]:
    """Two entries for the same mailbox and unit would contradict each other."""
    seen: dict[tuple[str, str], int] = {}
    for each in found:
        first = seen.setdefault((each.address, each.unit_code), each.line)
        if first != each.line:
            yield each.line, f"{each.address} 与第 {first} 行重复 · the same mailbox and unit as in line {first}"
