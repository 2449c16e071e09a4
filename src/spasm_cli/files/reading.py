"""Reading a file that somebody named: with a size limit, and with a message for everything that goes wrong."""

import re
import sys
from pathlib import Path
from typing import Any

from spasm_cli.errors import SpasmError
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
    (_OPEN_TEXT, "[“”„]", 'Text needs straight quotes ("), not curly ones, at both ends.'),
    ("unterminated", "^$", "A closing quote is missing."),
    (_OPEN_TEXT, "", "A closing quote is missing on line {number}."),
    (
        _TWICE,
        r"^\s*\[\[?\s*(?P<name>[\w-]+)\s*\]",
        '"{name}" is given twice; did you mean [[{name}]] with two brackets? Else keep one.',
    ),
    (_TWICE, r"^\s*id\s*=", '"id" is given twice: is a line such as [[steps]] missing above it?'),
    (_TWICE, r"(?P<name>[\w.-]+)", '"{name}" is given twice; keep one.'),
    ("", r"=\s*([0-9]*,[0-9]|[0-9.]+\s*%|\.[0-9])", "Write a share as 0.12: with a point, and without %."),
    ("", r"=\s*[0-9]+[./-][0-9]+[./-][0-9]", 'Put the date in quotes, such as "2026-11-24".'),
    ("", r"=\s*(True|False|TRUE|FALSE)\b", "Write true and false with small letters."),
    ("unescaped|hex value", r"\\", r"Write \\ for each \ in a text."),
    ("unclosed", "", "A quote, comma or bracket is missing before here."),
    ("invalid value", r"=\s*(#.*)?$", "A value is missing after the =."),
    ("invalid value", r"=\s*(yes|no|on|off)\b", "Write true or false."),
    ("invalid value", "", 'Put {value} in straight quotes, such as "calf".'),
    ("statement|expected '='", r"(^|[\"'\w\]}]\s)\s*(//|--|;\s*\S)", "A note starts with #."),
    ("after a statement", r"[,;]\s*(#.*)?$", "Take the , or ; at the end of the line out."),
    ("expected '='|invalid statement", "", 'Write a key, then =, then its value, such as title = "…".'),
    ("after a statement", '".*"', "Keep one key to a line, and inside a text use ' and not \"."),
)
"""What Python says, what stands on the line, and how to mend it; the first that fits counts."""


def read_bytes(name: str) -> bytes:
    """Read a file, or standard input for "-".

    Raises:
        SpasmError: missing, no ordinary file, unreadable or too large.
    """
    path = Path(name)
    try:
        if name == "-":
            if sys.stdin.isatty():
                print("Waiting for what you type; Ctrl-D on a line of its own ends it.", file=sys.stderr)
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        elif path.is_dir():
            raise SpasmError(f"{shown_name(name)}: this is a directory; name a file.")
        elif path.exists() and not path.is_file():
            # Opening a pipe that nobody writes to would wait for ever.
            raise SpasmError(f"{shown_name(name)}: not an ordinary file; - reads from a pipe.")
        else:
            with path.open("rb") as stream:
                data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise SpasmError(f"{shown_name(name)}: there is no such file.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SpasmError(f"{shown_name(name)}: cannot be read ({reason}).") from None
    if len(data) > MOST_BYTES:
        raise SpasmError(f"{shown_name(name)}: larger than {MOST_BYTES // 1_000_000} MB, so not read.")
    return data


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
    raise SpasmError(f"{shown_name(name)}:{line}: not UTF-8 text; save the file as UTF-8.")


def parse_toml(text: str, name: str, *, value: str = "text") -> dict[str, Any]:
    """Parse TOML; `value` says what a value mostly is.

    Raises:
        SpasmError: with the line, and with the usual reason where it is a usual mistake.
    """
    if problem := _too_much(text):
        raise SpasmError(f"{shown_name(name)}: {problem}.")
    import tomllib  # noqa: PLC0415 - most runs read no TOML but a compiled file

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = shorten(str(error), 200)
        hint = _hint(text, str(error), value)
        raise SpasmError(f"{shown_name(name)}: not valid TOML: {reason}.{hint}") from None
    except ValueError:
        raise SpasmError(f"{shown_name(name)}: not valid TOML: a number has too many digits.") from None
    except RecursionError:
        raise SpasmError(f"{shown_name(name)}: brackets are nested too deeply.") from None


def _too_much(text: str) -> str:
    """Say what of a file would take too long to parse, or nothing."""
    lines = text.split("\n")
    if any(line.count(".") >= MOST_PARTS and re.search(_LONG_NAME, line) for line in lines):
        return f"a dotted name has over {MOST_PARTS} parts"
    if text.count("[") > MOST_TABLES < sum(line.lstrip().startswith("[") for line in lines):
        return f"over {MOST_TABLES} tables"
    return ""


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
                return " A { ... } must stay on one line, with its } at the end; break the line after a comma outside it."
    for said, looks, hint in _HINTS:
        found = re.search(looks, last) if re.search(said, message, re.IGNORECASE) else None
        if found:
            words = hint.format(number=number, value=value, name=shorten(found.groupdict().get("name", "")))
            return f" {words}"
    return ""


def stray(character: str) -> str:
    """Say how to mend a character at which a parser stopped, if it is no plain one; else nothing."""
    if re.match("[\u2018\u2019“”„]", character):
        return ' Text needs straight quotes ("), not curly ones.'
    if character == "\r":
        return " The lines end with CR alone; save the file with the line ends of Windows or Unix."
    if character.isprintable() or character in "\t\n":
        return ""
    if character.isspace():
        return " A space on this line is not a plain one; take it out and type it again."
    return " A character on this line does not show; take it out, or type the line again."


def shown_name(name: str) -> str:
    """Return the name of a file for a message: on one line, and harmless."""
    return "standard input" if name == "-" else harmless(re.sub(r"[\n\t]", "\r", name))
