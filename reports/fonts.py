"""Where the Chinese fonts are: in the wheel of mplfonts, so that no machine needs a font of its own."""

from functools import cache
from pathlib import Path

SANS = "Noto Sans CJK SC"
SERIF = "Noto Serif CJK SC"


@cache
def folder() -> Path:
    """Folder with the font files (Noto Sans, Noto Serif and Source Han, regular weight)."""
    import mplfonts

    return Path(mplfonts.__file__).parent / "fonts"


@cache
def register_for_charts() -> None:
    """Make the fonts known to the chart renderer of this process, once."""
    import vl_convert

    vl_convert.register_font_directory(str(folder()))
