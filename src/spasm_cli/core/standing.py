"""Which causes are shown, and in what order, once each has its points."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from spasm_cli.core.answers import Answers
from spasm_cli.core.conditions import holds, in_doubt, open_questions
from spasm_cli.core.entries import Cause
from spasm_cli.core.knowledge import Knowledge

MOST_PATTERNS = 3
"""Patterns shown at most; more would not help a lay reader to choose."""


class Ranking(Struct, frozen=True, gc=False):
    """The causes that were weighed, in order, and what of them is shown."""

    order: tuple[Cause, ...]
    """Best first; a pattern that is held back stands behind the others that are shown."""
    shown: frozenset[str]
    unchecked: Mapping[str, tuple[str, ...]]
    """For each shown pattern that is held back, the questions that could tell it from something dangerous and did not."""

    @property
    def first(self) -> str | None:
        """The pattern that is put first; None where no pattern is shown, or each is held back."""
        patterns = (cause.id for cause in self.order if cause.kind == "pattern" and cause.id in self.shown)
        return next((name for name in patterns if name not in self.unchecked), None)


def rank(knowledge: Knowledge, answers: Answers, points: Mapping[str, int]) -> Ranking:
    """Put the causes that have points in order: by points, ties as in the file.

    Shown are the best patterns that fit at least partly, and the contributors that are present. A pattern of which
    something in `shown_if_asked` was not told is held back.
    """
    order = sorted(
        (cause for cause in knowledge.causes if cause.id in points), key=lambda cause: -points[cause.id]
    )
    least = knowledge.scoring.fits_partly
    fitting = [cause for cause in order if cause.kind == "pattern" and points[cause.id] >= least]
    patterns = fitting[:MOST_PATTERNS]
    unchecked = _unchecked(knowledge, answers, patterns)
    present = [
        cause for cause in order if cause.kind == "contributor" and holds(cause.shown_when, answers.said)
    ]
    shown = frozenset(cause.id for cause in (*patterns, *present))
    return Ranking(_held_back(order, patterns, unchecked), shown, unchecked)


def _unchecked(
    knowledge: Knowledge, answers: Answers, patterns: Sequence[Cause]
) -> dict[str, tuple[str, ...]]:
    named = {name for cause in patterns for name in cause.shown_if_asked}
    missing = {name for name in named if name in answers and in_doubt(answers[name])}
    if absent := named - answers.given.keys():
        missing |= absent & open_questions(knowledge, answers)
    found = {cause.id: tuple(name for name in cause.shown_if_asked if name in missing) for cause in patterns}
    return {name: questions for name, questions in found.items() if questions}


def _held_back(
    order: Sequence[Cause], patterns: Sequence[Cause], unchecked: Mapping[str, object]
) -> tuple[Cause, ...]:
    """Put the patterns that are held back behind the last of the others that are shown."""
    sure = [cause for cause in patterns if cause.id not in unchecked]
    if not sure or not unchecked:
        return tuple(order)
    behind = order.index(sure[-1]) + 1
    kept = [cause for cause in order[:behind] if cause.id not in unchecked]
    held = [cause for cause in order[:behind] if cause.id in unchecked]
    return (*kept, *held, *order[behind:])
