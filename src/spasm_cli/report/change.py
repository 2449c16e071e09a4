"""What moved between two results, as a document: rows with two sides."""

from collections.abc import Iterator

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.comparing import CauseMove, Changes, Standing
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.core.words import Words
from spasm_cli.report import wording
from spasm_cli.report.blocks import Cell, Compared, Document, Moved, Moves, Say, Section
from spasm_cli.words import answer_words

ORDINALS = {1: "first", 2: "second", 3: "third"}

_Lines = list[tuple[str, str]]


def change_document(knowledge: Knowledge, changes: Changes) -> Document:
    """Put what moved into words: the answers, the urgency, the causes, the steps."""
    words = knowledge.words
    nothing = "" if changes.anything else words("moved.nothing")
    note = "" if changes.note_before == changes.note_after else changes.note_after
    says = (Say(told) for told in (nothing, note) if told)
    causes = {
        key: tuple(_cause(knowledge, cause) for cause in changes.causes if cause.kind == kind)
        for key, kind in (("result.looks_like", "pattern"), ("result.feeding", "contributor"))
    }
    moves = Moves(tuple(_gone(words, changes)), tuple(_new(words, changes)))
    sections = (
        Section(
            words("moved.heading"), (*_answers(knowledge, changes), _urgency(words, changes), *says), "sides"
        ),
        *(Section(words(key), rows) for key, rows in causes.items() if rows),
        *([Section(words("result.to_do"), (moves,))] if moves.gone or moves.new else []),
    )
    return Document(sections)


def in_short(knowledge: Knowledge, changes: Changes) -> str:
    """Say in a few sentences what matters most of what moved."""
    words, before, after = knowledge.words, changes.before, changes.after
    if after.level is Level.EMERGENCY:
        return after.headline
    if not changes.anything:
        return words("moved.nothing")
    if before.title != after.title:
        urgent = words("moved.level", after=after.title, before=before.title)
    elif before.act != after.act:
        urgent = words("moved.act", level=after.title, act=after.act)
    else:
        urgent = words("moved.level_same", level=after.title)
    return " ".join(
        part for part in (urgent, _first_cause(words, changes), _step_count(words, changes)) if part
    )


def where_it_leads(knowledge: Knowledge, assessment: Assessment) -> str:
    """Say in a line or two where the answers lead: the urgency, and what comes first."""
    words, urgency = knowledge.words, assessment.urgency
    if not assessment.causes:
        return urgency.headline
    first = next(
        (cause for cause in assessment.shown if cause.kind == "pattern" and not cause.unchecked), None
    )
    if first is None:
        return f"{urgency.title}. {words('moved.no_pattern')}"
    told = words("moved.first_is", cause=first.name, fit=wording.fit_words(words, first))
    return f"{urgency.title}. {told}"


def _first_cause(words: Words, changes: Changes) -> str:
    patterns = [cause for cause in changes.causes if cause.kind == "pattern"]
    had = next((cause.name for cause in patterns if cause.before and cause.before.place == 1), "")
    has = next((cause.name for cause in patterns if cause.after and cause.after.place == 1), "")
    if has == had or all(cause.after is None and not cause.ruled_out for cause in patterns):
        return words("moved.first_same", cause=has) if has else ""
    if has:
        return words("moved.first_other" if had else "moved.first_new", cause=has, before=had)
    return words("moved.no_pattern_before" if had else "moved.no_pattern_now", before=had)


def _step_count(words: Words, changes: Changes) -> str:
    counts = {
        "moved.steps_in": len(changes.came_in),
        "moved.steps_out": len(changes.fell_away),
        "moved.steps_caution": sum(bool(step.new) for step in changes.cautions),
    }
    told = ", ".join(words(key, count=count) for key, count in counts.items() if count)
    if told:
        return words("moved.steps", counts=told)
    return "" if changes.steps_moved else words("moved.steps_same")


def _answers(knowledge: Knowledge, changes: Changes) -> Iterator[Compared]:
    words = knowledge.words
    for changed in changes.answers:
        before, after = (
            Cell(
                words=words(missing) if answer is None else answer_words(knowledge, changed.question, answer)
            )
            for answer, missing in ((changed.before, "moved.not_asked"), (changed.after, "moved.no_longer"))
        )
        yield _compared(words, knowledge.question[changed.question].ask, before, after)


def _compared(words: Words, name: str, before: Cell, after: Cell) -> Compared:
    sides = (words("moved.before"), words("moved.after"))
    heads = (words("moved.before_head"), words("moved.after_head"))
    return Compared(name, before, after, sides, heads, words("moved.same"))


def _urgency(words: Words, changes: Changes) -> Compared:
    before, after = changes.before, changes.after
    more = [after.act] if after.act != before.act else []
    more += [reason.say for reason in changes.new_reasons]
    more += [after.note] if after.note != before.note else []
    gone = tuple(reason.say for reason in changes.gone_reasons)
    return _compared(
        words,
        words("moved.urgency"),
        Cell(words=before.title, more=gone, tone=wording.tone(before)),
        Cell(words=after.title, more=tuple(told for told in more if told), tone=wording.tone(after)),
    )


def _cause(knowledge: Knowledge, cause: CauseMove) -> Compared:
    missing = knowledge.words("moved.ruled_out" if cause.ruled_out else "moved.not_compared")
    before, after = (
        _place(knowledge, cause, standing) if standing else Cell(words=missing)
        for standing in (cause.before, cause.after)
    )
    return _compared(knowledge.words, cause.name, before, after)


def _place(knowledge: Knowledge, cause: CauseMove, standing: Standing) -> Cell:
    words, pattern = knowledge.words, cause.kind == "pattern"
    fit = wording.fit_words(words, standing)
    told = words("moved.points", count=abs(standing.score), fit=fit, points=f"{standing.score:+d}")
    if standing.unchecked:
        return Cell(words=told)
    if standing.place is None:
        return Cell(words=words("moved.not_shown" if pattern else "moved.not_named", fit=told))
    if pattern:
        told = words(f"moved.{ORDINALS.get(standing.place, 'later')}", fit=told)
    return Cell(words=told, cells=wording.fit_cells(knowledge.scoring, standing))


def _gone(words: Words, changes: Changes) -> Iterator[Moved]:
    fell, way, out = _Lines(), _Lines(), _Lines()
    for step in changes.fell_away:
        (out if step.why else way if step.gave_way else fell).append((step.title, step.why))
    eased = [(step.title, "") for step in changes.cautions if not step.new]
    yield from _groups(
        (words("moved.fell_away"), "-", fell),
        (words("moved.gave_way"), "-", way),
        (words("result.left_out"), "x", out),
        (words("moved.eased"), "-", eased),
    )


def _new(words: Words, changes: Changes) -> Iterator[Moved]:
    came = [(step.title, "") for step in changes.came_in]
    care = [(step.title, " ".join(step.new)) for step in changes.cautions if step.new]
    out = [(step.title, step.why) for step in changes.left_out]
    yield from _groups(
        (words("moved.came_in"), "+", came),
        (words("moved.take_care"), "!", care),
        (words("result.left_out"), "x", out),
    )


def _groups(*groups: tuple[str, str, _Lines]) -> Iterator[Moved]:
    for heading, mark, lines in groups:
        if lines:
            yield Moved(heading, mark, tuple(lines))
