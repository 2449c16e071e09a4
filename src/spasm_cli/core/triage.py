"""How urgent it is. Reads answers and flags, never a score, so that no weight can hide a danger sign."""

from msgspec import Struct

from spasm_cli.core.answers import Answers
from spasm_cli.core.conditions import applies, holds
from spasm_cli.core.entries import Flag, Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import NOT_SURE, Level


class Reason(Struct, frozen=True):
    """One thing that raised the urgency."""

    id: str
    """A flag's id; for a box that the person was unsure of, `question.option?` or `question.not_sure`."""
    level: Level
    say: str
    may_be: str
    sources: tuple[str, ...]
    route: str = ""


class Triage(Struct, frozen=True):
    """The level, why, and what was left unasked."""

    level: Level
    reasons: tuple[Reason, ...]
    """Most urgent first; within a level in the order of the file."""
    unanswered: tuple[str, ...]
    """Questions of the first two sections that apply and were not asked."""
    stopped: str | None
    """The flag that puts this person out of scope."""


def triage(knowledge: Knowledge, answers: Answers) -> Triage:
    """Return the highest level that any flag or unsure box raises.

    Every answer given counts, gated or not. Adding answers or ticks never lowers the level.
    """
    raised = _flags(knowledge, answers)
    reasons = _reasons(knowledge, answers, raised)
    return Triage(
        level=_highest(reasons),
        reasons=tuple(sorted(reasons, key=lambda reason: -reason.level.rank)),
        unanswered=tuple(
            question.id
            for question in knowledge.safety_questions
            if question.id not in answers and applies(question, answers)
        ),
        stopped=next((flag.id for flag in raised if flag.stops), None),
    )


def level_of(knowledge: Knowledge, answers: Answers) -> Level:
    """Return the level that `triage` finds, without the rest of it."""
    return _highest(_reasons(knowledge, answers, _flags(knowledge, answers)))


def _highest(reasons: list[Reason]) -> Level:
    return max((reason.level for reason in reasons), key=lambda level: level.rank, default=Level.SELF_CARE)


def _reasons(knowledge: Knowledge, answers: Answers, raised: list[Flag]) -> list[Reason]:
    flags = [
        Reason(flag.id, flag.urgency, flag.say, flag.may_be, flag.sources, flag.route) for flag in raised
    ]
    return flags + _unsure(knowledge, answers)


def _flags(knowledge: Knowledge, answers: Answers) -> list[Flag]:
    """Return the flags that are raised, in the order of the file."""
    index = knowledge.flags_by_reference
    found = {place: flag for name in answers.said for place, flag in index.get(name, ())}
    return [found[place] for place in sorted(found) if holds(found[place].when, answers.said)]


def _unsure(knowledge: Knowledge, answers: Answers) -> list[Reason]:
    reasons = []
    for question in knowledge.questions:
        answer = answers.given.get(question.id)
        if answer is None or not (answer.unsure or answer.not_sure):
            continue
        for option in question.options:
            level = option.if_unsure or question.if_unsure
            if option.id in answer.unsure and level:
                said = knowledge.words(
                    "result.unsure_line", lead=knowledge.levels[level].unsure, line=option.label
                )
                reasons.append(_unsure_reason(knowledge, question, f"{option.id}?", level, said))
        if answer.not_sure and question.if_unsure:
            lead = knowledge.levels[question.if_unsure].unsure
            said = knowledge.words("result.unsure_vague", lead=lead, question=question.ask)
            reasons.append(_unsure_reason(knowledge, question, NOT_SURE, question.if_unsure, said))
    return [reason for reason in reasons if reason.level != Level.SELF_CARE]


def _unsure_reason(knowledge: Knowledge, question: Question, part: str, level: Level, said: str) -> Reason:
    routes = knowledge.levels[level].routes
    route = question.unsure_route if question.unsure_route in routes else ""
    return Reason(f"{question.id}.{part}", level, said, "", (), route)
