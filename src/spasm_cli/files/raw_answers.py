"""A file of answers as it stands: TOML or JSON, or another file in its place."""

import re
from collections import Counter

from spasm_cli.errors import SpasmError
from spasm_cli.files.reading import decode, parse_toml, read_bytes, shown_name, stray
from spasm_cli.files.words_file import say
from spasm_cli.text import shorten

_JSON_LIST = r"""\s*\[\s*(?:[{"\d]|-\d|\])"""
"""What TOML would take for the name of a table."""


def read_raw(name: str, urgency: str) -> dict[str, object]:
    """Parse a file of answers; a result as plain text begins with the word for `urgency`.

    Raises:
        SpasmError: it cannot be read, or is neither TOML nor JSON.
    """
    text = decode(read_bytes(name), name)
    if not text.strip():
        raise SpasmError(say("answers_file.empty", file=shown_name(name)))
    if re.match(_JSON_LIST, text):
        raise SpasmError(say("answers_file.list", file=shown_name(name)))
    if text.lstrip().startswith("<") or text.startswith(f"{urgency}: "):
        raise SpasmError(say("answers_file.result", file=shown_name(name)))
    if not text.lstrip().startswith("{"):
        return parse_toml(text, name, value="toml.answer")
    import json  # noqa: PLC0415 - most sheets are TOML

    try:
        value: dict[str, object] = json.loads(text, object_pairs_hook=no_repeats, parse_int=float)
    except json.JSONDecodeError as error:
        place = {"file": shown_name(name), "line": error.lineno, "column": error.colno}
        wrong = say("answers_file.not_json", **place, reason=error.msg)
        raise SpasmError(f"{wrong} {stray(text[error.pos : error.pos + 1])}".rstrip()) from None
    except RecursionError:
        raise SpasmError(say("file.nested", file=shown_name(name))) from None
    except ValueError as error:
        raise SpasmError(say("answers_file.no_json", file=shown_name(name), reason=error)) from None
    return value


def no_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object of JSON, or raise ValueError: a name that stands twice would hide an answer."""
    seen = dict(pairs)
    if len(seen) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        twice = next(name for name in counts if counts[name] > 1)
        raise ValueError(say("answers_file.name_twice", name=shorten(twice)))
    return seen
