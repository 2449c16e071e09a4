"""A result as a page of words: what to say, in order, before anything decides how it looks."""

from typing import Literal

from msgspec import Struct

from spasm_cli.core.entries import Source
from spasm_cli.core.plan import LeftOut
from spasm_cli.core.vocabulary import Level

LOOKS_LIKE = "What it looks like"
FEEDING = "What may be feeding it"
FEEDING_NOTE = "Listed because your answers name it; the words say how well the rest of them fits."
TO_DO = "What to do"
LEFT_OUT = "Left out"
CHANGES = "Would change this"
GET_HELP = "When to get help"
IN_SHORT = "In short"
ANSWERS = "Your answers"
DATE = "Date"
NOT_ANSWERED = "Safety question not answered"
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
    codes: str
    """Of ICD-10, in brackets; may be empty."""
    fit: str
    cells: int
    summary: str
    sides: tuple[tuple[str, tuple[str, ...]], ...]
    """The answers that name it, that speak for it, and against it, each under its word; those that are there."""
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
    cautions: tuple[str, ...]
    follows_from: str
    grade: str
    """How good the evidence is, as a sentence."""
    figure: str
    """The key figure behind the grade; may be empty."""
    evidence: str
    """The grade, and in a page that says why the figure too."""
    sources: tuple[str, ...]


class Phase(Struct, frozen=True, kw_only=True):
    """Steps under one heading."""

    heading: str
    steps: tuple[StepWords, ...]


class Why(Struct, frozen=True, kw_only=True):
    """What stands behind a result, for somebody who wants to check it."""

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
    note: str
    meanwhile: str
    elsewhere: str
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
    answers: tuple[tuple[str, str], ...]
    """What was asked and answered; for the handout, and for whoever wants to know why."""
    unanswered: tuple[str, ...]
    """Safety questions that apply and were not answered."""
    why: Why | None
