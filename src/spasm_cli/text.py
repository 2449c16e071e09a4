"""Text from outside: which characters no message, page or knowledge file may hold."""

import re

_UNSAFE = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"

UNSAFE = re.compile(_UNSAFE)
"""Control characters (but for tab and newline), marks that change direction or do not show, and lone surrogates."""

MAY_BE_UNSAFE = re.compile(rf"{_UNSAFE}|\\[bfuUxe]")
"""The same in the source of a TOML file, where an escape may stand for one."""


def clean(text: str) -> str:
    """Return text on one line; unsafe characters show as a replacement mark."""
    return UNSAFE.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def shorten(text: str, most: int = 60) -> str:
    """Make text from outside safe and short enough for a message."""
    safe = clean(text)
    return safe if len(safe) <= most else safe[: most - 1] + "…"
