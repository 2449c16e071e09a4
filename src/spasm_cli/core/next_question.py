"""What to ask next, worked out from the answers alone."""

from typing import Literal

from spasm_cli.core.answers import Answers
from spasm_cli.core.choosing import by_information
from spasm_cli.core.conditions import applies, lines_shown, may_hold, open_questions
from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.plan import make_plan
from spasm_cli.core.scoring import rank_causes
from spasm_cli.core.settled import is_settled, may_change
from spasm_cli.core.triage import Triage, triage
from spasm_cli.core.vocabulary import Condition, Level, alternatives, questions_named, split_reference

End = Literal["emergency", "stopped", "complete"]


def next_step(knowledge: Knowledge, answers: Answers, *, ask_all: bool) -> tuple[Question | None, End | None]:
    """Return the question that comes next, or why there is none."""
    found = triage(knowledge, answers)
    if found.level is Level.EMERGENCY:
        return None, "emergency"
    question = _unanswered(knowledge, found)
    if question is None and found.stopped:
        return None, "stopped"
    if question is None and not ask_all:
        question = _informative(knowledge, answers)
    if question is None:
        rest = _open(knowledge, answers) if ask_all else _needed(knowledge, answers, found.level)
        question = rest[0] if rest else None
    return question, None if question else "complete"


def _unanswered(knowledge: Knowledge, found: Triage) -> Question | None:
    """Return the first question of the sections that come before all else."""
    return knowledge.question[found.unanswered[0]] if found.unanswered else None


def _informative(knowledge: Knowledge, answers: Answers) -> Question | None:
    """Return the question that tells most about the cause, of those that tell enough and could change what is shown."""
    if is_settled(knowledge, answers):
        return None
    telling = (
        question
        for question, bits in by_information(knowledge, answers)
        if bits >= knowledge.scoring.min_bits and may_change(knowledge, answers, question)
    )
    return next(telling, None)


def _open(knowledge: Knowledge, answers: Answers) -> list[Question]:
    """Return everything that applies and was not asked, in the order of the file."""
    return [q for q in knowledge.questions if q.id not in answers and applies(q, answers)]


def _needed(knowledge: Knowledge, answers: Answers, level: Level) -> list[Question]:
    """Return what is still open that a flag could fire on, that could drop a step to be shown, or that holds a pattern back.

    What can do so by itself comes first: its answer often spares the others.
    """
    still_open = open_questions(knowledge, answers)
    whens = [flag.when for flag in knowledge.flags if flag.urgency.rank > level.rank]
    causes = [cause for cause in rank_causes(knowledge, answers) if cause.shown]
    for planned in make_plan(knowledge, answers, [cause.id for cause in causes], level).steps:
        if planned.shown:
            whens += [caution.when for caution in knowledge.step[planned.id].cautions if caution.drop]
    lines = {name: lines_shown(knowledge, name, answers) for name in still_open}
    # What a person was not sure of is not asked again, so it counts as never said.
    askable = answers.said.union(*lines.values())
    alone, wanted = set[str](), set[str]()
    for case in (case for when in whens for case in alternatives(when)):
        if may_hold(case, answers.said, askable):
            open_here = _open_in(case, still_open, askable - answers.said)
            wanted |= open_here
            alone |= {name for name in open_here if may_hold(case, answers.said, answers.said | lines[name])}
    alone |= still_open.intersection(name for cause in causes for name in cause.unchecked)
    for names in (alone, wanted | alone):
        reached = _with_gates(knowledge, names, still_open)
        if found := [q for q in knowledge.questions if q.id in reached and applies(q, answers)]:
            return found
    return []


def _open_in(case: Condition, still_open: frozenset[str], askable: frozenset[str]) -> set[str]:
    """Return the open questions whose lines a condition names, of those that are shown."""
    return {split_reference(name)[0] for name in case.references if name in askable} & still_open


def _with_gates(knowledge: Knowledge, wanted: set[str], still_open: frozenset[str]) -> set[str]:
    """Add the open questions whose answers decide whether a wanted one applies."""
    found, todo = set(wanted), list(wanted)
    while todo:
        gates = (questions_named(knowledge.question[todo.pop()].when) & still_open) - found
        found |= gates
        todo += gates
    return found
