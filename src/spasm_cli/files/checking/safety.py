"""What must be true of danger signs: each can be said, each raises something, and each route leads somewhere."""

from collections.abc import Iterator

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Condition, Level, alternatives, split_reference
from spasm_cli.files.checking.problems import Problem
from spasm_cli.files.words_file import say, suggest


def flags_can_fire(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield flags that no answer can raise, or that raise nothing."""
    for flag in knowledge.flags:
        cases = alternatives(flag.when)
        if not cases:
            yield Problem("flags", flag.id, say("check.flag_never"), ("when",))
        if any(case.none for case in cases):
            yield Problem("flags", flag.id, say("check.flag_none"), ("none",))
        for case in cases:
            if not all(left_in(knowledge, case).values()):
                yield Problem("flags", flag.id, say("check.flag_contradicts"), ("all",))
        if flag.urgency is Level.SELF_CARE:
            yield Problem("flags", flag.id, say("check.flag_raises_nothing"), ("urgency",))


def routes_resolve(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield routes that are named and not there."""
    for flag in knowledge.flags:
        if flag.route and flag.route not in knowledge.levels[flag.urgency].routes:
            yield Problem("flags", flag.id, _no_route(knowledge, flag.urgency, flag.route), ("route",))
    everywhere = dict.fromkeys(name for text in knowledge.levels.values() for name in text.routes)
    for question in knowledge.questions:
        name = question.unsure_route
        if name and name not in everywhere:
            message = say("check.no_route_anywhere", name=name, hint=suggest(name, list(everywhere)))
            yield Problem("questions", question.id, message, ("unsure_route",))
    for level, text in knowledge.levels.items():
        for name in text.only_alone:
            if name not in text.routes:
                yield Problem(f"levels.{level}", "", _no_route(knowledge, level, name), ("only_alone",))


def _no_route(knowledge: Knowledge, level: Level, name: str) -> str:
    near = suggest(name, list(knowledge.levels[level].routes))
    return say("check.no_route", name=name, table=f"levels.{level}", hint=near)


def left_in(knowledge: Knowledge, case: Condition) -> dict[str, frozenset[str]]:
    """Return for each question with one answer that `all` speaks of, alone or in a list, which answers it leaves."""
    left: dict[str, frozenset[str]] = {}
    for group in case.groups:
        asked = {split_reference(name)[0] for name in group}
        question = knowledge.question.get(next(iter(asked))) if len(asked) == 1 else None
        if question and question.kind == "one":
            left[question.id] = left.get(question.id, frozenset(group)) & frozenset(group)
    return left


def boxes_raise_something(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield safety boxes that no flag reads and no question waits for."""
    gates = {
        name
        for question in knowledge.questions
        for case in alternatives(question.when)
        for name in case.references
        if name not in case.none
    }
    for question in knowledge.questions:
        if question.section != "safety" or question.kind != "many":
            continue
        for option in question.options:
            name = f"{question.id}.{option.id}"
            if name not in gates and name not in knowledge.flagged:
                yield Problem(
                    "questions", question.id, say("check.box_unread", name=name), (f'"{option.id}"',)
                )
