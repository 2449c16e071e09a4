"""What moved between two results, as a document: rows with two sides."""

from collections.abc import Iterator, Mapping

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.comparing import CauseMove, Changes, Standing
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.report import wording
from spasm_cli.report.blocks import Cell, Compared, Document, Moved, Moves, Say, Section
from spasm_cli.words import answer_words

MOVED = "What moved"
URGENCY = "Urgency"
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


def change_document(knowledge: Knowledge, changes: Changes) -> Document:
    """Put what moved into words: the answers, the urgency, the causes, the steps."""
    nothing = "" if changes.anything else NOTHING
    says = (Say(words) for words in (nothing, _verdict(changes)) if words)
    causes = {
        heading: tuple(_cause(knowledge, cause) for cause in changes.causes if cause.kind == kind)
        for heading, kind in ((wording.LOOKS_LIKE, "pattern"), (wording.FEEDING, "contributor"))
    }
    moves = Moves(tuple(_gone(changes)), tuple(_new(changes)))
    sections = (
        Section(MOVED, (*_answers(knowledge, changes), _urgency(changes), *says), "sides"),
        *(Section(heading, rows) for heading, rows in causes.items() if rows),
        *([Section(wording.TO_DO, (moves,))] if moves.gone or moves.new else []),
    )
    return Document(sections)


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
        urgent = f"Urgency {wording.SAME}: {after.title}." + (
            f" {after.act}" if before.act != after.act else ""
        )
    return " ".join(part for part in (urgent, _first_cause(changes), _step_count(changes)) if part)


def where_it_leads(assessment: Assessment) -> str:
    """Say in a line or two where the answers lead: the urgency, and what comes first."""
    urgency = assessment.urgency
    if not assessment.causes:
        return urgency.headline
    first = next((cause for cause in assessment.shown if cause.kind == "pattern"), None)
    told = f"First: {first.name}, {wording.FIT[first.fit]}." if first else "No pattern fits."
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
    return f"Steps: {', '.join(told)}." if told else "" if changes.steps_moved else f"Steps {wording.SAME}."


def _answers(knowledge: Knowledge, changes: Changes) -> Iterator[Compared]:
    for changed in changes.answers:
        before, after = (
            Cell(words=missing if answer is None else answer_words(knowledge, changed.question, answer))
            for answer, missing in ((changed.before, NOT_ASKED), (changed.after, NO_LONGER))
        )
        yield Compared(knowledge.question[changed.question].ask, before, after)


def _urgency(changes: Changes) -> Compared:
    before, after = changes.before, changes.after
    more = [after.act] if after.act != before.act else []
    more += [reason.say for reason in changes.new_reasons]
    more += [after.note] if after.note != before.note else []
    gone = tuple(reason.say for reason in changes.gone_reasons)
    return Compared(
        URGENCY,
        Cell(words=before.title, more=gone, tone=wording.tone(before)),
        Cell(words=after.title, more=tuple(words for words in more if words), tone=wording.tone(after)),
    )


def _verdict(changes: Changes) -> str:
    if changes.verdict_before == changes.verdict_after:
        return ""
    return wording.CLOSE if changes.verdict_after == "close" else changes.verdict_note


def _cause(knowledge: Knowledge, cause: CauseMove) -> Compared:
    before, after = (
        _standing(knowledge, cause, standing) if standing else Cell(words=NOT_COMPARED)
        for standing in (cause.before, cause.after)
    )
    return Compared(cause.name, before, after)


def _standing(knowledge: Knowledge, cause: CauseMove, standing: Standing) -> Cell:
    points = "point" if abs(standing.score) == 1 else "points"
    words = f"{wording.FIT[standing.fit]}, {standing.score:+d} {points}"
    if standing.place is None:
        unnamed = "not named by the answers" if cause.kind == "contributor" else "not shown"
        return Cell(words=f"{unnamed} ({words})")
    place = f"{ORDINALS.get(standing.place, 'later')}, " if cause.kind == "pattern" else ""
    return Cell(words=place + words, cells=wording.bar_cells(knowledge.scoring, standing.score))


def _gone(changes: Changes) -> Iterator[Moved]:
    fell, way, out = _Lines(), _Lines(), _Lines()
    for step in changes.fell_away:
        (out if step.why else way if step.gave_way else fell).append((step.title, step.why))
    eased = [(step.title, "") for step in changes.cautions if not step.new]
    yield from _groups(
        (FELL_AWAY, "-", fell), (GAVE_WAY, "-", way), (wording.LEFT_OUT, "x", out), (EASED, "-", eased)
    )


def _new(changes: Changes) -> Iterator[Moved]:
    came = [(step.title, "") for step in changes.came_in]
    care = [(step.title, " ".join(step.new)) for step in changes.cautions if step.new]
    out = [(step.title, step.why) for step in changes.left_out]
    yield from _groups((CAME_IN, "+", came), (TAKE_CARE, "!", care), (wording.LEFT_OUT, "x", out))


def _groups(*groups: tuple[str, str, _Lines]) -> Iterator[Moved]:
    for heading, mark, lines in groups:
        if lines:
            yield Moved(heading, mark, tuple(lines))
