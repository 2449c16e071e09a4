"""Reading a file that somebody named: with a size limit, and with a message for everything that goes wrong."""

import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

from spasm_cli.errors import SpasmError
from spasm_cli.files.words_file import say
from spasm_cli.text import harmless, shorten

MOST_BYTES = 1_000_000
"""Several times the shipped file; anything larger is a mistake and is refused unread."""
_LONG_NAME = r"""(?<![\w-])(?:(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){20}"""
MOST_PARTS, MOST_TABLES = 20, 10_000
"""tomllib takes the square of the parts of a dotted name in time, and a lot of memory for each table."""
MOST_LETTERS = 1000
"""Of a line that is looked at for a hint."""
_OPEN_TEXT = r"illegal character .{0,2}\\[nr]|unterminated"
_TWICE = "twice|overwrite|mutate|duplicate"
_HINTS = (
    (_OPEN_TEXT, "[“”„]", "curly_at_ends"),
    ("unterminated", "^$", "open"),
    (_OPEN_TEXT, "", "open_on"),
    (_TWICE, r"^\s*\[\[?\s*(?P<name>[\w-]+)\s*\]", "one_bracket"),
    (_TWICE, r"^\s*id\s*=", "id_twice"),
    (_TWICE, r"(?P<name>[\w.-]+)", "twice"),
    ("", r"=\s*([0-9]*,[0-9]|[0-9.]+\s*%|\.[0-9])", "share"),
    ("", r"=\s*[0-9]+[./-][0-9]+[./-][0-9]", "date"),
    ("", r"=\s*(True|False|TRUE|FALSE)\b", "small_letters"),
    ("unescaped|hex value", r"\\", "backslash"),
    ("unclosed", "", "unclosed"),
    ("invalid value", r"=\s*(#.*)?$", "no_value"),
    ("invalid value", r"=\s*(yes|no|on|off)\b", "true_or_false"),
    ("invalid value", "", "quote"),
    ("statement|expected '='", r"(^|[\"'\w\]}]\s)\s*(//|--|;\s*\S)", "note"),
    ("after a statement", r"[,;]\s*(#.*)?$", "comma"),
    ("expected '='|invalid statement", "", "key"),
    ("after a statement", '".*"', "one_key"),
)
"""What Python says, what stands on the line, and the key of how to mend it; the first that fits counts."""


def read_bytes(name: str) -> bytes:
    """Read a file, or standard input for "-".

    Raises:
        SpasmError: missing, no ordinary file, unreadable or too large.
    """
    path = Path(name)
    try:
        if name == "-":
            data = _standard_input(sys.stdin)
        elif path.is_dir():
            raise SpasmError(say("file.directory", file=shown_name(name)))
        elif path.exists() and not path.is_file():
            # Opening a pipe that nobody writes to would wait for ever.
            raise SpasmError(say("file.not_ordinary", file=shown_name(name)))
        else:
            with path.open("rb") as stream:
                data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise SpasmError(say("file.missing", file=shown_name(name))) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SpasmError(say("file.unreadable", file=shown_name(name), reason=reason)) from None
    if len(data) > MOST_BYTES:
        raise SpasmError(say("file.too_large", file=shown_name(name), most=MOST_BYTES // 1_000_000))
    return data


@lru_cache(maxsize=1)
def _standard_input(stream: TextIO) -> bytes:
    """Read standard input, which can be read but once; a second look gets the same."""
    if stream.isatty():
        print(say("file.waiting"), file=sys.stderr)
    return stream.buffer.read(MOST_BYTES + 1)


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8, with or without a byte order mark.

    Raises:
        SpasmError: it is not UTF-8.
    """
    at = data.find(0)
    # UTF-16 without its mark is full of them.
    if at < 0:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            at = error.start
    line = data.count(b"\n", 0, at) + 1
    raise SpasmError(say("file.encoding", file=shown_name(name), line=line))


def parse_toml(text: str, name: str, *, value: str = "toml.text") -> dict[str, Any]:
    """Parse TOML; `value` says, by key, what a value mostly is.

    Raises:
        SpasmError: with the line, and with the usual reason where it is a usual mistake.
    """
    _refuse_too_much(text, name)
    import tomllib  # noqa: PLC0415 - most runs read no TOML but a compiled file

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        wrong = say("file.not_toml", file=shown_name(name), reason=shorten(str(error), 200))
        raise SpasmError(f"{wrong} {_hint(text, str(error), value)}".rstrip()) from None
    except ValueError:
        raise SpasmError(say("file.long_number", file=shown_name(name))) from None
    except RecursionError:
        raise SpasmError(say("file.nested", file=shown_name(name))) from None


def _refuse_too_much(text: str, name: str) -> None:
    """Raise what of a file would take too long to parse."""
    lines = text.split("\n")
    if any(line.count(".") >= MOST_PARTS and re.search(_LONG_NAME, line) for line in lines):
        raise SpasmError(say("file.long_name", file=shown_name(name), most=MOST_PARTS))
    if text.count("[") > MOST_TABLES < sum(line.lstrip().startswith("[") for line in lines):
        raise SpasmError(say("file.many_tables", file=shown_name(name), most=MOST_TABLES))


def _hint(text: str, message: str, value: str) -> str:
    """Say how to mend what catches most people; Python words its messages differently from version to version."""
    place = re.search("line ([0-9]+), column ([0-9]+)", message)
    number, column = (int(place[1]), int(place[2])) if place else (0, 0)
    lines = text.replace("\r\n", "\n").split("\n")[max(0, number - 2) : number]
    lines = [line[:MOST_LETTERS] for line in lines]
    last = lines[-1] if lines else ""
    if hint := stray(last[column - 1 : column]):
        return hint
    if not re.search(_OPEN_TEXT, message, re.IGNORECASE):
        for line in lines:
            code = line.split("#")[0]
            if code.count("{") > code.count("}"):
                return say("toml.one_line")
    for said, looks, hint in _HINTS:
        found = re.search(looks, last) if re.search(said, message, re.IGNORECASE) else None
        if found:
            twice = shorten(found.groupdict().get("name", ""))
            return say(f"toml.{hint}", number=number, value=say(value), name=twice)
    return ""


def stray(character: str) -> str:
    """Say how to mend a character at which a parser stopped, if it is no plain one; else nothing."""
    if re.match("[\u2018\u2019“”„]", character):
        return say("toml.curly")
    if character == "\r":
        return say("toml.line_ends")
    if character.isprintable() or character in "\t\n":
        return ""
    return say("toml.odd_space" if character.isspace() else "toml.unseen")


def shown_name(name: str) -> str:
    """Return the name of a file for a message: on one line, and harmless."""
    return say("file.standard_input") if name == "-" else harmless(re.sub(r"[\n\t]", "\r", name))


def unsafe_message(path: tuple[str | int, ...], character: str) -> str:
    """Say where an unsafe character stands, as in `options: entry 3: label`."""
    where = ": ".join(say("file.entry", number=part + 1) if isinstance(part, int) else part for part in path)
    lead = f"{shorten(where)}: " if where else ""
    return lead + say("file.unsafe", code=f"U+{ord(character):04X}")
