"""Singular and plural as data: ``[one/many]`` in a text is the word for the figure that stands before it.

    {missing} [is/are] missing      1 is missing, 2 are missing, 0 are missing

Both forms are written out where the text stands (``words.yaml``, ``sentences.yaml``); no ending is ever guessed.
Chinese has no plural, and its texts no such words.
"""

import re
from collections.abc import Callable

TOKEN = re.compile(r"\{(?P<figure>\w+)[^}]*\}|\[(?P<one>[^][/]*)/(?P<many>[^][/]*)\]")


def chosen(text: str, is_one: Callable[[str], bool]) -> str:
    """The text with its forms chosen and its figures left in; ``is_one`` says whether the figure of that name is 1."""
    figure = ""

    def choose(found: re.Match[str]) -> str:
        nonlocal figure
        if found["figure"]:
            figure = found["figure"]
            return found[0]
        return found["one"] if is_one(figure) else found["many"]

    return TOKEN.sub(choose, text)
