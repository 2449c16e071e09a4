"""Characters: which ones no message, page or knowledge file may hold, and what stands for those that a terminal lacks."""

import codecs
import os
import re
from collections.abc import Iterator
from functools import cache

_UNSAFE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters (but for tab and newline), marks that change direction or do not show, and lone surrogates."""
_ESCAPE = r"\\[bfruUxe]"
_PLAIN = b"\n\t" + bytes(range(ord(" "), ord("~") + 1))
"""What most of a file is made of, and never unsafe."""
_IN_ASCII = str.maketrans(
    {
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}", "'"),
        **dict.fromkeys("\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}\N{NON-BREAKING HYPHEN}·", "-"),
        **dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}", " "),
        "…": "...",
        "\N{MULTIPLICATION SIGN}": "x",
        "→": "->",
        "•": "*",
    }
)
LOOKALIKE = "spasm_cli.lookalike"
"""How a stream takes what its encoding lacks: the ASCII form, else "?"."""


@cache
def _unsafe() -> re.Pattern[str]:
    # It takes longer to compile than everything else here, and printable text does not want it.
    return re.compile(_UNSAFE)


def unsafe_in(text: str) -> str:
    """Return the first unsafe character of a text, or nothing."""
    found = None if text.isprintable() else _unsafe().search(text)
    return found[0] if found else ""


def may_be_unsafe(source: str) -> bool:
    """Tell whether the source of a TOML file could stand for unsafe characters, as they are or as escapes."""
    odd = source.encode().translate(None, _PLAIN).decode()
    return not odd.isprintable() or re.search(_ESCAPE, source) is not None


def harmless(text: str) -> str:
    """Return text as it is, but for unsafe characters: these show as a replacement mark."""
    return text if text.isprintable() else _unsafe().sub("\N{REPLACEMENT CHARACTER}", text)


def in_ascii(text: str) -> str:
    """Replace typographic quotes, dashes and signs by their ASCII forms; other letters stay."""
    return text.translate(_IN_ASCII)


def _lookalike(error: UnicodeEncodeError) -> tuple[str, int]:
    lacking = in_ascii(error.object[error.start : error.end])
    return lacking.encode("ascii", "replace").decode(), error.end


codecs.register_error(LOOKALIKE, _lookalike)  # type: ignore[arg-type]  # only asked at encoding


def fitting(text: str, encoding: str) -> str:
    """Return text as an encoding can write it."""
    return text.encode(encoding, LOOKALIKE).decode(encoding)


def font_is_poor() -> bool:
    """Tell whether a Linux console draws the characters: its font has little more than cp437, whatever the encoding."""
    return os.environ.get("TERM", "").startswith("linux")


def clean(text: str) -> str:
    """Return text on one line; unsafe characters show as a replacement mark."""
    return harmless(" ".join(text.split()))


def shorten(text: str, most: int = 60) -> str:
    """Make text from outside safe and short enough for a message."""
    safe = clean(text)
    return safe if len(safe) <= most else safe[: most - 1] + "…"


def unsafe_texts(value: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield where in a parsed file an unsafe character stands, by keys and places, and the character."""
    todo: list[tuple[tuple[str | int, ...], object]] = [((), value)]
    while todo:
        path, inner = todo.pop()
        if isinstance(inner, str):
            if found := unsafe_in(inner):
                yield path, found
        elif isinstance(inner, dict):
            todo += reversed([((*path, key), part) for key, part in inner.items()])
            todo += [((*path, key), key) for key in inner if unsafe_in(key)]
        elif isinstance(inner, list):
            todo += reversed([((*path, place), part) for place, part in enumerate(inner)])


def spelt(character: str, source: str) -> str:
    """Return a character the way the source of a TOML file first spells it: itself, or an escape; nothing if not at all."""
    code, short = ord(character), {"\b": "\\b", "\f": "\\f", "\r": "\\r"}
    escapes = (
        f"\\u{code:04x}",
        f"\\u{code:04X}",
        f"\\U{code:08x}",
        f"\\U{code:08X}",
        short.get(character, character),
    )
    return next((form for form in (character, *escapes) if form in source), "")
