"""Worked cases from a file."""

from collections import Counter

import msgspec

from spasm_cli.cases import Case
from spasm_cli.errors import SpasmError
from spasm_cli.files import decode, parse_toml, read_bytes, shown_name
from spasm_cli.lines import LineIndex
from spasm_cli.text import shorten, spelt, unsafe_message, unsafe_texts


def load_cases(path: str) -> tuple[Case, ...]:
    """Read a file of [[cases]].

    Raises:
        SpasmError: it cannot be read, or a case is not of the form.
    """
    name = shown_name(path)
    text = decode(read_bytes(path), path)
    raw = parse_toml(text, path)
    entries = raw.get("cases")
    if not isinstance(entries, list) or not entries or raw.keys() - {"cases"}:
        raise SpasmError(f"{name}: expected [[cases]] and nothing else.")
    for where, character in unsafe_texts(entries):
        line = LineIndex.of(text).line_of("cases", int(where[0]), spelt(character, text) or str(where[-1]))
        raise SpasmError(f"{name}:{line}: {unsafe_message(('cases', *where), character)}.")
    cases = []
    for place, entry in enumerate(entries, 1):
        try:
            cases.append(msgspec.convert(entry, Case))
        except msgspec.ValidationError as error:
            given = shorten(str(entry.get("id", "?"))) if isinstance(entry, dict) else "?"
            raise SpasmError(f"{name}: case {place} ({given}): {shorten(str(error), 200)}") from None
    twice = [case_id for case_id, count in Counter(case.id for case in cases).items() if count > 1]
    if twice:
        raise SpasmError(f"{name}: the case id {shorten(min(twice))!r} is used more than once.")
    return tuple(cases)
