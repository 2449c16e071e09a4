"""Breaking text into lines by the columns that it takes on a screen."""

import os
import sys
import textwrap
from typing import TextIO

from spasm_cli.widths import LEAST

_USUAL = 80
_FILLER = "\ue000"  # a private character: the second column of a wide letter


def columns(stream: TextIO, most: int = 1000) -> int:
    """Return how wide to write to a stream now, with a margin on the right that no terminal wraps in.

    What goes elsewhere than to a terminal is likely to be looked at in one, so no wider than that.
    """
    # What a shell exports was true once; a terminal knows.
    width = terminal_columns(stream) or _columns_named()
    if not width:
        others = (terminal_columns(each) for each in (sys.stderr, sys.stdout, sys.stdin))
        width = min(_USUAL, *(other or _USUAL for other in others))
    return min(most, max(LEAST, width - 2))


def _columns_named() -> int:
    try:
        return int(os.environ.get("COLUMNS", ""))
    except ValueError:
        return 0


def terminal_columns(stream: TextIO) -> int:
    """Return how wide the terminal behind a stream is now; 0 where there is none, or it does not know."""
    return _terminal_size(stream).columns


def terminal_rows(stream: TextIO) -> int:
    """Return how high the terminal behind a stream is now; 0 where there is none, or it does not know."""
    return _terminal_size(stream).lines


def _terminal_size(stream: TextIO) -> os.terminal_size:
    try:
        return os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        return os.terminal_size((0, 0))


def wrap(text: str, width: int, *, first: str = "", rest: str = "", hyphens: bool = True) -> list[str]:
    """Break a text between words, and words only where they must be; no line takes more than `width` columns.

    `first` and `rest` stand before the first line and the others; `hyphens` allows a break behind one.
    """
    wide = _double(text)
    if len(wide) > len(text):
        # A wide letter may reach one column over the end of its line.
        width -= 1
    lines = textwrap.wrap(
        wide, max(width, 1), initial_indent=first, subsequent_indent=rest, break_on_hyphens=hyphens
    )
    return [line.replace(_FILLER, "") for line in lines]


def fill(text: str, width: int, *, rest: str = "") -> str:
    """Return the same as one text."""
    return "\n".join(wrap(text, width, rest=rest))


def _double(text: str) -> str:
    """Put a filler behind each letter that takes two columns, which textwrap does not know."""
    if text.isascii():
        return text
    from unicodedata import east_asian_width  # noqa: PLC0415 - hardly a text needs it

    return "".join(letter + _FILLER * (east_asian_width(letter) in "WF") for letter in text)
