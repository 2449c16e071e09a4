"""The signature of a knowledge file: who reviewed it, when, and a hash of what it said, so that a later change shows."""

import re
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from spasm_cli.core.words import Words

Signature = Literal["signed", "changed", "none"]

_TABLE = re.compile(
    r"^[ \t]*\[[ \t]*review[ \t]*\][^\n]*\n((?:[ \t\r]*(?:#[^\n]*)?\n)*[ \t]*(?:reviewer|date|sha256)[ \t]*=[^\n]*(?:\n|\Z))*",
    re.MULTILINE,
)
"""The table as `spasm knowledge sign` writes it; a comment below it belongs to what follows."""


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal."""
    import hashlib  # noqa: PLC0415 - loads a large library, and a compiled file brings its hash along

    return hashlib.sha256(data).hexdigest()


def fingerprint(raw: Mapping[str, Any], words: Words) -> str:
    """Return the hash of what a parsed file says, without its own signature, and of its words; comments count for nothing."""
    said = {name: table for name, table in raw.items() if name != "review"}
    return digest(msgspec.json.encode([said, words], order="sorted"))


def signature(raw: Mapping[str, Any], words: Words) -> Signature:
    """Tell whether a file was reviewed, and whether it still says what it said then."""
    review = raw.get("review")
    if not isinstance(review, dict):
        return "none"
    return "signed" if review.get("sha256") == fingerprint(raw, words) else "changed"


def signed(text: str, *, reviewer: str, date: str, sha256: str) -> str:
    """Return the source of a file with a new signature at its end, instead of an older one."""
    quoted = msgspec.json.encode(reviewer).decode()
    bare = _TABLE.sub("", text).rstrip("\n")
    return f'{bare}\n\n[review]\nreviewer = {quoted}\ndate = "{date}"\nsha256 = "{sha256}"\n'


def is_signed(text: str, words: Words) -> bool:
    """Tell whether the source of a file bears its own signature; an older one may be written in a way that `signed` does not know."""
    import tomllib  # noqa: PLC0415 - a compiled file is not parsed

    try:
        return signature(tomllib.loads(text), words) == "signed"
    except tomllib.TOMLDecodeError:
        return False
