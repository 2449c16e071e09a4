"""A worked case: what a person says, the answers to it, and what a fair clinician would expect. One format for all."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from spasm_cli.core.vocabulary import Level


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
