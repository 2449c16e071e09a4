"""Worked cases: what a person says, the answers to it, and what a fair clinician would expect. One format for all."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from spasm_cli.errors import SpasmError
from spasm_cli.files import decode, parse_toml, read_bytes
from spasm_cli.knowledge import Level


class Case(Struct, frozen=True, forbid_unknown_fields=True):
    """One person."""

    id: str
    presentation: str
    answers: Mapping[str, Any]
    urgency: Level
    cause: str = ""
    """The expected cause; one that is not in the knowledge file (`other:…`) counts for urgency only."""
    acceptable: tuple[str, ...] = ()
    """Others that a fair clinician takes among the first three."""
    acceptable_urgency: tuple[Level, ...] = ()
    source: str = ""


def load_cases(path: str) -> tuple[Case, ...]:
    """Read a file of [[cases]].

    Raises:
        SpasmError: it cannot be read, or a case is not of the form.
    """
    raw = parse_toml(decode(read_bytes(path), path), path)
    entries = raw.get("cases")
    if not isinstance(entries, list) or not entries or raw.keys() - {"cases"}:
        raise SpasmError(f"{path}: expected [[cases]] and nothing else.")
    cases = []
    for place, entry in enumerate(entries, 1):
        try:
            cases.append(msgspec.convert(entry, Case))
        except msgspec.ValidationError as error:
            name = entry.get("id", "?") if isinstance(entry, dict) else "?"
            raise SpasmError(f"{path}: case {place} ({name}): {error}") from None
    ids = [case.id for case in cases]
    twice = {name for name in ids if ids.count(name) > 1}
    if twice:
        raise SpasmError(f"{path}: the case id {min(twice)!r} is used more than once.")
    return tuple(cases)
