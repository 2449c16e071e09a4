"""A result as a page of words: what to say, in order, before anything decides how it looks."""

from typing import Literal

from msgspec import Struct

from spasm_cli.knowledge import Source
from spasm_cli.plan import LeftOut
from spasm_cli.settings import Level

LOOKS_LIKE = "What it looks like"
FEEDING = "What may be feeding it"
FEEDING_NOTE = "Listed because your answers name it; the words say how well the rest of them fits."
TO_DO = "What to do"
LEFT_OUT = "Left out"
CHANGES = "Would change this"
GET_HELP = "When to get help"
IN_SHORT = "In short"
ANSWERS = "Your answers"
NOT_ASKED = "Safety question not answered"
WHY_URGENT = "Why this urgency"
ADDS_UP = "How the points add up"
SOURCES = "Sources"


class ReasonWords(Struct, frozen=True, kw_only=True):
    """Why it is urgent. `also` names the level of a reason that is less urgent than the result."""

    say: str
    also: str
    id: str
    may_be: str
    answers: tuple[str, ...]
    sources: tuple[str, ...]


class Row(Struct, frozen=True, kw_only=True):
    """One line of a ledger."""

    points: int
    words: str
    sources: tuple[str, ...]


class CauseWords(Struct, frozen=True, kw_only=True):
    """A cause. The points of `ledger`, the prior first, add up to `score`."""

    name: str
    kind: Literal["pattern", "contributor"]
    clinical_name: str
    icd10: tuple[str, ...]
    fit: str
    cells: int
    summary: str
    named_by: tuple[str, ...]
    """The answers that name it, where that is why it is shown."""
    speaks_for: tuple[str, ...]
    against: tuple[str, ...]
    see_someone: str
    claim: str
    sources: tuple[str, ...]
    shown: bool
    score: int
    ledger: tuple[Row, ...]


class StepWords(Struct, frozen=True, kw_only=True):
    """A step; `number` counts through all phases."""

    number: int
    title: str
    how: str
    follows_from: str
    grade: str
    """How good the evidence is, as a sentence."""
    figure: str
    """The key figure behind the grade; may be empty."""
    cautions: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def evidence(self) -> str:
        """Both, for a form that has room for them."""
        return f"{self.grade} {self.figure}".strip()


class Phase(Struct, frozen=True, kw_only=True):
    """Steps under one heading."""

    heading: str
    steps: tuple[StepWords, ...]


class Why(Struct, frozen=True, kw_only=True):
    """What stands behind a result, for somebody who wants to check it."""

    answers: tuple[tuple[str, str], ...]
    unasked: tuple[str, ...]
    """Safety questions that apply and were not asked."""
    ledgers: tuple[CauseWords, ...]
    bands: str
    sources: tuple[Source, ...]


class Page(Struct, frozen=True, kw_only=True):
    """Everything that a result says, in the order to say it; what is empty is not said."""

    level: Level
    tone: str
    title: str
    act: str
    start_with: str
    """The first step, as a sentence; empty where something else must come first."""
    reasons: tuple[ReasonWords, ...]
    meanwhile: str
    elsewhere: str
    note: str
    verdict: str
    patterns: tuple[CauseWords, ...]
    contributors: tuple[CauseWords, ...]
    phases: tuple[Phase, ...]
    left_out: tuple[LeftOut, ...]
    changes: tuple[str, ...]
    get_help: tuple[tuple[str, str], ...]
    """The safety net, then each cause by name and when to get it seen."""
    not_sure: str
    in_short: str
    purpose: str
    knowledge: str
    why: Why | None
