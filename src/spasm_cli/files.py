"""Reading a file that somebody named: with a size limit, and with a message for everything that goes wrong."""

import sys
import tomllib
from pathlib import Path
from typing import Any

from spasm_cli.errors import SpasmError

MOST_BYTES = 2_000_000
"""Ten times the shipped file; anything larger is a mistake and is refused unread."""


def read_bytes(name: str) -> bytes:
    """Read a file, or standard input for "-".

    Raises:
        SpasmError: missing, a directory, unreadable or too large.
    """
    path = Path(name)
    try:
        if name == "-":
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        elif path.is_dir():
            raise SpasmError(f"{name}: this is a directory; name a file.")
        else:
            with path.open("rb") as stream:
                data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise SpasmError(f"{name}: there is no such file.") from None
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
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SpasmError(f"{shown_name(name)}: not valid TOML: {error}.{_hint(text, str(error))}") from None
    except RecursionError:
        raise SpasmError(f"{shown_name(name)}: brackets are nested too deeply.") from None


def _hint(text: str, message: str) -> str:
    """Explain the trap that catches most people: a line break inside { }."""
    place = message.rpartition("at line ")[2].partition(",")[0]
    number = int(place) if place.isdigit() else 0
    lines = text.splitlines()
    for line in lines[max(0, number - 2) : number]:
        code = line.split("#")[0]
        if code.count("{") > code.count("}"):
            return " A { ... } must stay on one line; break the line after a comma outside it."
    return ""


def shown_name(name: str) -> str:
    """Return the name of a file for a message."""
    return "standard input" if name == "-" else name
