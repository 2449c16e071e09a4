"""What moved between two results, in words: rows with two sides, that every form of it draws."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.comparing import CauseMove, Changes, Standing
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.report.page import FEEDING, LEFT_OUT, LOOKS_LIKE
from spasm_cli.report.result_page import CLOSE
from spasm_cli.report.words import FIT, bar_cells, tone
from spasm_cli.words import answer_words

MOVED = "What moved"
URGENCY = "Urgency"
BEFORE, AFTER = "before", "after"
SAME = "as before"
NOTHING = "Nothing that is shown moved."
CAME_IN = "Came in"
FELL_AWAY = "Fell away"
TAKE_CARE = "Take care now"
EASED = "No longer to mind"
GAVE_WAY = "Still fits, but others come first"
NOT_ASKED = "not asked"
NO_LONGER = "no longer applies"
NOT_COMPARED = "not compared"
ORDINALS: Mapping[int, str] = {1: "first", 2: "second", 3: "third"}

_Lines = list[tuple[str, str]]


class Cell(Struct, frozen=True, kw_only=True):
    """One side of a row: its words, more lines below them, and how many cells of a bar to fill, if it has one."""

    words: str
    more: tuple[str, ...] = ()
    cells: int = 0


class ChangeRow(Struct, frozen=True, kw_only=True):
    """One thing on either side."""

    name: str
    before: Cell
    after: Cell

    @property
    def stays(self) -> bool:
        """Whether both sides are the same, so that one of them says it all."""
        return self.before == self.after


class StepGroup(Struct, frozen=True, kw_only=True):
    """Steps that went one way, each with what there is to say about it."""

    heading: str
    mark: str
    lines: tuple[tuple[str, str], ...]


class ChangePage(Struct, frozen=True, kw_only=True):
    """Everything that a comparison says, in the order to say it; what is empty is not said."""

    tones: tuple[str, str]
    """Of the result before and after."""
    answers: tuple[ChangeRow, ...]
    urgency: ChangeRow
    verdict: str
    causes: tuple[tuple[str, tuple[ChangeRow, ...]], ...]
    """By heading."""
    gone: tuple[StepGroup, ...]
    new: tuple[StepGroup, ...]
    nothing: str
    in_short: str


def make_change_page(knowledge: Knowledge, changes: Changes) -> ChangePage:
    """Put what moved into words."""
    causes = {
        heading: tuple(_cause(knowledge, cause) for cause in changes.causes if cause.kind == kind)
        for heading, kind in ((LOOKS_LIKE, "pattern"), (FEEDING, "contributor"))
    }
    return ChangePage(
        tones=(tone(changes.before), tone(changes.after)),
        answers=tuple(_answers(knowledge, changes)),
        urgency=_urgency(changes),
        verdict=_verdict(changes),
        causes=tuple((heading, rows) for heading, rows in causes.items() if rows),
        gone=tuple(_gone(changes)),
        new=tuple(_new(changes)),
        nothing="" if changes.anything else NOTHING,
        in_short=in_short(changes),
    )


def in_short(changes: Changes) -> str:
    """Say in a few sentences what matters most of what moved."""
    before, after = changes.before, changes.after
    if after.level is Level.EMERGENCY:
        return after.headline
    if not changes.anything:
        return NOTHING
    if before.title != after.title:
        urgent = f"Urgency: {after.title}, before: {before.title}."
    else:
        urgent = f"Urgency {SAME}: {after.title}." + (f" {after.act}" if before.act != after.act else "")
    return " ".join(part for part in (urgent, _first_cause(changes), _step_count(changes)) if part)


def where_it_leads(assessment: Assessment) -> str:
    """Say in a line or two where the answers lead: the urgency, and what comes first."""
    urgency = assessment.urgency
    if not assessment.causes:
        return urgency.headline
    first = next((cause for cause in assessment.shown if cause.kind == "pattern"), None)
    told = f"First: {first.name}, {FIT[first.fit]}." if first else "No pattern fits."
    return f"{urgency.title}. {told}"


def _first_cause(changes: Changes) -> str:
    patterns = [cause for cause in changes.causes if cause.kind == "pattern"]
    had = next((cause.name for cause in patterns if cause.before and cause.before.place == 1), "")
    has = next((cause.name for cause in patterns if cause.after and cause.after.place == 1), "")
    if has == had or all(cause.after is None for cause in patterns):
        return f"Still first: {has}." if has else ""
    instead = f", before: {had}" if had else ""
    return f"Now first: {has}{instead}." if has else f"No pattern fits now{instead}."


def _step_count(changes: Changes) -> str:
    counts = (
        (len(changes.came_in), "in"),
        (len(changes.fell_away), "out"),
        (sum(bool(step.new) for step in changes.cautions), "with a new caution"),
    )
    told = [f"{count} {words}" for count, words in counts if count]
    return f"Steps: {', '.join(told)}." if told else "" if changes.steps_moved else f"Steps {SAME}."


def _answers(knowledge: Knowledge, changes: Changes) -> Iterator[ChangeRow]:
    for changed in changes.answers:
        sides = (changed.before, changed.after)
        lost = (NOT_ASKED, NO_LONGER)
        before, after = (
            Cell(words=missing if answer is None else answer_words(knowledge, changed.question, answer))
            for answer, missing in zip(sides, lost, strict=True)
        )
        yield ChangeRow(name=knowledge.question[changed.question].ask, before=before, after=after)


def _urgency(changes: Changes) -> ChangeRow:
    before, after = changes.before, changes.after
    more = [after.act] if after.act != before.act else []
    more += [reason.say for reason in changes.new_reasons]
    more += [after.note] if after.note != before.note else []
    return ChangeRow(
        name=URGENCY,
        before=Cell(words=before.title, more=tuple(reason.say for reason in changes.gone_reasons)),
        after=Cell(words=after.title, more=tuple(words for words in more if words)),
    )


def _verdict(changes: Changes) -> str:
    if changes.verdict_before == changes.verdict_after:
        return ""
    return CLOSE if changes.verdict_after == "close" else changes.verdict_note


def _cause(knowledge: Knowledge, cause: CauseMove) -> ChangeRow:
    before, after = (
        _standing(knowledge, cause, standing) if standing else Cell(words=NOT_COMPARED)
        for standing in (cause.before, cause.after)
    )
    return ChangeRow(name=cause.name, before=before, after=after)


def _standing(knowledge: Knowledge, cause: CauseMove, standing: Standing) -> Cell:
    points = "point" if abs(standing.score) == 1 else "points"
    words = f"{FIT[standing.fit]}, {standing.score:+d} {points}"
    if standing.place is None:
        unnamed = "not named by the answers" if cause.kind == "contributor" else "not shown"
        return Cell(words=f"{unnamed} ({words})")
    place = f"{ORDINALS.get(standing.place, 'later')}, " if cause.kind == "pattern" else ""
    return Cell(words=place + words, cells=bar_cells(knowledge.scoring, standing.score))


def _gone(changes: Changes) -> Iterator[StepGroup]:
    fell, way, out = _Lines(), _Lines(), _Lines()
    for step in changes.fell_away:
        (out if step.why else way if step.gave_way else fell).append((step.title, step.why))
    eased = [(step.title, "") for step in changes.cautions if not step.new]
    yield from _groups(
        (FELL_AWAY, "-", fell), (GAVE_WAY, "-", way), (LEFT_OUT, "x", out), (EASED, "-", eased)
    )


def _new(changes: Changes) -> Iterator[StepGroup]:
    came = [(step.title, "") for step in changes.came_in]
    care = [(step.title, " ".join(step.new)) for step in changes.cautions if step.new]
    out = [(step.title, step.why) for step in changes.left_out]
    yield from _groups((CAME_IN, "+", came), (TAKE_CARE, "!", care), (LEFT_OUT, "x", out))


def _groups(*groups: tuple[str, str, _Lines]) -> Iterator[StepGroup]:
    for heading, mark, lines in groups:
        if lines:
            yield StepGroup(heading=heading, mark=mark, lines=tuple(lines))
