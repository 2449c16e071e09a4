"""Reading a file that somebody named: with a size limit, and with a message for everything that goes wrong."""

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from spasm_cli.errors import SpasmError
from spasm_cli.text import harmless, shorten

MOST_BYTES = 1_000_000
"""Several times the shipped file; anything larger is a mistake and is refused unread."""
_LONG_NAME = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){20}""")
MOST_PARTS, MOST_TABLES = 20, 10_000
"""tomllib takes the square of the parts of a dotted name in time, and a lot of memory for each table."""


def read_bytes(name: str) -> bytes:
    """Read a file, or standard input for "-".

    Raises:
        SpasmError: missing, no ordinary file, unreadable or too large.
    """
    path = Path(name)
    try:
        if name == "-":
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
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SpasmError(f"{shown_name(name)}:{line}: not UTF-8 text; save the file as UTF-8.") from None


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """Parse TOML.

    Raises:
        SpasmError: with the line, and with the usual reason where it is a usual mistake.
    """
    if problem := _too_much(text):
        raise SpasmError(f"{shown_name(name)}: {problem}.")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = shorten(str(error), 200)
        raise SpasmError(f"{shown_name(name)}: not valid TOML: {reason}.{_hint(text, str(error))}") from None
    except ValueError:
        raise SpasmError(f"{shown_name(name)}: not valid TOML: a number has too many digits.") from None
    except RecursionError:
        raise SpasmError(f"{shown_name(name)}: brackets are nested too deeply.") from None


def _too_much(text: str) -> str:
    """Say what of a file would take too long to parse, or nothing."""
    tables = 0
    for line in text.split("\n"):
        tables += line.lstrip().startswith("[")
        if line.count(".") >= MOST_PARTS and _LONG_NAME.search(line):
            return f"a dotted name has over {MOST_PARTS} parts"
    return f"over {MOST_TABLES} tables" if tables > MOST_TABLES else ""


def _hint(text: str, message: str) -> str:
    """Explain the trap that catches most people: a line break inside { }."""
    place = message.rpartition("at line ")[2].partition(",")[0]
    number = int(place) if place.isdigit() else 0
    lines = text.split("\n")
    for line in lines[max(0, number - 2) : number]:
        code = line.split("#")[0]
        if code.count("{") > code.count("}"):
            return " A { ... } must stay on one line; break the line after a comma outside it."
    return ""


def shown_name(name: str) -> str:
    """Return the name of a file for a message: on one line, and harmless."""
    return "standard input" if name == "-" else harmless(re.sub(r"[\n\t]", "\r", name))
