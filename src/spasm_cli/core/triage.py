"""How urgent it is. Reads answers and flags, never a score, so that no weight can hide a danger sign."""

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from spasm_cli.core.answers import Answers
from spasm_cli.core.conditions import applies, holds, in_doubt, needed
from spasm_cli.core.entries import Flag, Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import NOT_SURE, Level


class Reason(Struct, frozen=True, gc=False):
    """One thing that raised the urgency."""

    id: str
    """A flag's id; where one rests on a box that the person was unsure of, `question.option?`; else `question.not_sure`."""
    level: Level
    say: str
    may_be: str
    sources: tuple[str, ...]
    route: str = ""
    within: Literal["now", "today"] | None = None


class Triage(Struct, frozen=True, gc=False):
    """The level, why, and what was left unasked."""

    level: Level
    reasons: tuple[Reason, ...]
    """Most urgent first; within a level in the order of the file."""
    unanswered: tuple[str, ...]
    """Questions of the first two sections that apply and were not asked."""
    stopped: str | None
    """The flag that puts this person out of scope."""


class Raised(Struct, frozen=True, gc=False):
    """A flag that holds, how far it raises, and the unsure boxes (`question.option`) that it rests on."""

    flag: Flag
    level: Level
    doubts: frozenset[str] = frozenset()
    """None where what was said is enough."""


def triage(knowledge: Knowledge, answers: Answers) -> Triage:
    """Return the highest level that any flag raises, and that not being sure of a whole question does.

    Every answer given counts, gated or not. Adding answers or ticks never lowers the level, and an unsure box raises
    no less than a blank one and no more than a ticked one.
    """
    raised, given = raised_flags(knowledge, answers), answers.given
    reasons = [_told(one.flag) for one in raised if not one.doubts]
    if any(map(in_doubt, given.values())):
        reasons += _unsure(knowledge, answers, raised)
    return Triage(
        level=_highest([reason.level for reason in reasons]),
        reasons=tuple(sorted(reasons, key=lambda reason: -reason.level.rank)),
        unanswered=tuple(
            question.id
            for question in knowledge.safety_questions
            if question.id not in given and (not question.when or applies(question, answers))
        ),
        # Doubt alone sends nobody away.
        stopped=next((one.flag.id for one in raised if one.flag.stops and not one.doubts), None),
    )


def level_of(knowledge: Knowledge, answers: Answers) -> Level:
    """Return the level that `triage` finds, without the rest of it."""
    vague = [level for _, level in _vague(knowledge, answers)]
    return _highest([one.level for one in raised_flags(knowledge, answers)] + vague)


def raised_flags(knowledge: Knowledge, answers: Answers) -> list[Raised]:
    """Return the flags that are raised, surely or thanks to unsure boxes, in the order of the file."""
    rules, ceilings = knowledge.rules_by_reference, _ceilings(knowledge, answers)
    counted = answers.said.union(ceilings)
    found = {place for name in counted for place, rule in rules.get(name, ()) if holds(rule, counted)}
    raised = (_raised(knowledge.flags[place], answers.said, ceilings) for place in sorted(found))
    return [one for one in raised if one]


def _ceilings(knowledge: Knowledge, answers: Answers) -> dict[str, Level]:
    """Return for each unsure box how far it can help to raise."""
    return {
        f"{name}.{option.id}": option.if_unsure or question.if_unsure or Level.SAME_DAY
        for name, answer in answers.given.items()
        if answer.unsure
        for question in (knowledge.question[name],)
        for option in question.options
        if option.id in answer.unsure
    }


def _raised(flag: Flag, said: frozenset[str], ceilings: Mapping[str, Level]) -> Raised | None:
    """Tell how far a flag raises: to its own level, or to the highest that unsure boxes may help it to."""
    if holds(flag.when, said):
        return Raised(flag, flag.urgency)
    if not ceilings:
        return None
    for level in Level:
        if Level.SELF_CARE.rank < level.rank <= flag.urgency.rank:
            counted = said.union(name for name, most in ceilings.items() if most.rank >= level.rank)
            if holds(flag.when, counted):
                return Raised(flag, level, needed(flag.when, said, counted))
    return None


def _highest(levels: Sequence[Level]) -> Level:
    return max(levels, key=lambda level: level.rank, default=Level.SELF_CARE)


def _told(flag: Flag) -> Reason:
    return Reason(flag.id, flag.urgency, flag.say, flag.may_be, flag.sources, flag.route, flag.within)


def _vague(knowledge: Knowledge, answers: Answers) -> list[tuple[Question, Level]]:
    """Return the questions that somebody was not sure of, without saying of which line, with the level that this raises to."""
    return [
        (question, question.if_unsure)
        for question in knowledge.questions
        if question.if_unsure and question.id in answers.given and answers.given[question.id].not_sure
    ]


def _unsure(knowledge: Knowledge, answers: Answers, raised: list[Raised]) -> list[Reason]:
    """Return a reason for each box that a flag rests on and the person was unsure of, and for each question so answered."""
    found, vague = [], {question.id: level for question, level in _vague(knowledge, answers)}
    for question in knowledge.questions:
        answer = answers.given.get(question.id)
        for option_id in answer.unsure if answer else ():
            name = f"{question.id}.{option_id}"
            resting = [one for one in raised if name in one.doubts]
            if resting:
                most = max(resting, key=lambda one: one.level.rank)
                found.append(_doubt(knowledge, question, name, most))
        if question.id in vague:
            level = vague[question.id]
            said = knowledge.words(
                "result.unsure_vague", lead=knowledge.levels[level].unsure, question=question.ask
            )
            route = _route(knowledge, level, question.unsure_route)
            found.append(Reason(f"{question.id}.{NOT_SURE}", level, said, "", (), route))
    return [reason for reason in found if reason.level != Level.SELF_CARE]


def _doubt(knowledge: Knowledge, question: Question, name: str, most: Raised) -> Reason:
    """Name an unsure box in the person's words, at the level that it helps a flag to."""
    lead = knowledge.levels[most.level].unsure
    said = knowledge.words("result.unsure_line", lead=lead, line=knowledge.label(name))
    route = _route(knowledge, most.level, question.unsure_route or most.flag.route)
    return Reason(f"{name}?", most.level, said, "", (), route)


def _route(knowledge: Knowledge, level: Level, route: str) -> str:
    return route if route in knowledge.levels[level].routes else ""
