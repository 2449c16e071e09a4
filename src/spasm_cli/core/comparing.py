"""Changing one answer, and what that moves between two results."""

from typing import Literal

from msgspec import Struct

from spasm_cli.core.answers import Answers
from spasm_cli.core.assessment import Assessment, Urgency
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.plan import LeftOut, PlannedStep
from spasm_cli.core.scoring import Fit, RankedCause
from spasm_cli.core.triage import Reason, triage
from spasm_cli.core.vocabulary import Level


class ChangedAnswer(Struct, frozen=True):
    """An answer on either side, in the form of an answers file; None where there is none."""

    question: str
    before: str | list[str] | None
    after: str | list[str] | None


class Standing(Struct, frozen=True):
    """How a cause stands in one result."""

    fit: Fit
    score: int
    place: int | None
    """From 1, among the causes of its kind that are shown and not held back; else None."""
    unchecked: bool
    """Whether it is shown and held back."""
    known: str
    """What is known of its exposure, where it is shown."""


class CauseMove(Struct, frozen=True):
    """A cause that is shown on at least one side; None where the other side does not weigh it."""

    id: str
    name: str
    kind: Literal["pattern", "contributor"]
    before: Standing | None
    after: Standing | None
    ruled_out: bool
    """Whether the other side weighs causes, but not this one."""


class GoneStep(Struct, frozen=True):
    """A step that was shown and is not any more."""

    id: str
    title: str
    why: str
    """Why it is left out, where that is so."""
    gave_way: bool
    """It still fits, but others come before it."""


class CautionMove(Struct, frozen=True):
    """A step shown on both sides whose cautions differ."""

    id: str
    title: str
    new: tuple[str, ...]
    gone: tuple[str, ...]


class Changes(Struct, frozen=True):
    """Everything that moved from one result to another; what stayed is in it only to be compared with."""

    answers: tuple[ChangedAnswer, ...]
    before: Urgency
    after: Urgency
    new_reasons: tuple[Reason, ...]
    gone_reasons: tuple[Reason, ...]
    causes: tuple[CauseMove, ...]
    """Those shown after, best first; then those that were shown only before."""
    came_in: tuple[PlannedStep, ...]
    fell_away: tuple[GoneStep, ...]
    left_out: tuple[LeftOut, ...]
    """Steps that were not there before either, and are now left out."""
    cautions: tuple[CautionMove, ...]
    note_before: str
    note_after: str
    """What is said before the causes."""

    @property
    def steps_moved(self) -> bool:
        """Whether any step, or what to mind about one, is different."""
        return bool(self.came_in or self.fell_away or self.left_out or self.cautions)

    @property
    def anything(self) -> bool:
        """Whether anything is different but the answers."""
        causes_moved = any(cause.before != cause.after for cause in self.causes)
        return causes_moved or self.steps_moved or self.before != self.after


def compare(before: Assessment, after: Assessment) -> Changes:
    """Return what moved between two results from the same knowledge."""
    had, has = before.urgency.reasons, after.urgency.reasons
    fell_away, newly_left_out = _gone(before, after)
    return Changes(
        answers=tuple(
            ChangedAnswer(name, before.answers.get(name), after.answers.get(name))
            for name in {**before.answers, **after.answers}
            if before.answers.get(name) != after.answers.get(name)
        ),
        before=before.urgency,
        after=after.urgency,
        new_reasons=tuple(reason for reason in has if reason not in had),
        gone_reasons=tuple(reason for reason in had if reason not in has),
        causes=_causes(before, after),
        came_in=tuple(step for name, step in _shown(after).items() if name not in _shown(before)),
        fell_away=fell_away,
        left_out=newly_left_out,
        cautions=_cautions(before, after),
        note_before=before.verdict_note,
        note_after=after.verdict_note,
    )


def _causes(before: Assessment, after: Assessment) -> tuple[CauseMove, ...]:
    had, has = _standings(before), _standings(after)
    shown: dict[str, RankedCause] = {cause.id: cause for cause in (*after.shown, *before.shown)}
    weighed = bool(before.causes and after.causes)
    return tuple(
        CauseMove(
            name,
            cause.name,
            cause.kind,
            had.get(name),
            has.get(name),
            ruled_out=weighed and not (name in had and name in has),
        )
        for name, cause in shown.items()
    )


def _standings(assessment: Assessment) -> dict[str, Standing]:
    found, places = {}, {"pattern": 0, "contributor": 0}
    for cause in assessment.causes:
        held_back, placed = bool(cause.unchecked), cause.shown and not cause.unchecked
        places[cause.kind] += placed
        place = places[cause.kind] if placed else None
        found[cause.id] = Standing(cause.fit, cause.score, place, held_back, cause.known)
    return found


def _shown(assessment: Assessment) -> dict[str, PlannedStep]:
    return {step.id: step for step in assessment.steps if step.shown}


def _gone(before: Assessment, after: Assessment) -> tuple[tuple[GoneStep, ...], tuple[LeftOut, ...]]:
    had, has = _shown(before), _shown(after)
    out = {step.id: step.why for step in after.left_out}
    planned = {step.id for step in after.steps}
    gone = (
        GoneStep(name, step.title, out.get(name, ""), gave_way=name in planned)
        for name, step in had.items()
        if name not in has
    )
    was_out = {step.id for step in before.left_out}
    return tuple(gone), tuple(step for step in after.left_out if step.id not in {*had, *was_out})


def _cautions(before: Assessment, after: Assessment) -> tuple[CautionMove, ...]:
    had = _shown(before)
    return tuple(
        CautionMove(
            name,
            step.title,
            tuple(words for words in step.cautions if words not in had[name].cautions),
            tuple(words for words in had[name].cautions if words not in step.cautions),
        )
        for name, step in _shown(after).items()
        if name in had and set(step.cautions) != set(had[name].cautions)
    )


def opened_by(knowledge: Knowledge, before: Answers, after: Answers) -> str | None:
    """Return the first safety question that a change calls for; None where there is none, and at an emergency."""
    found = triage(knowledge, after)
    if found.level is Level.EMERGENCY:
        return None
    was_open = triage(knowledge, before).unanswered
    return next((name for name in found.unanswered if name not in was_open), None)
