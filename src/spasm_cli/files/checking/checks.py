"""What must be true of a knowledge file beyond its types. Each check returns every problem that it finds."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import (
    NONE,
    NOT_SURE,
    Condition,
    Level,
    When,
    alternatives,
    questions_named,
    split_reference,
)
from spasm_cli.errors import MOST_PROBLEMS
from spasm_cli.files.checking.briefs import at_once_is_safe, briefs_are_brief
from spasm_cli.files.checking.causes import causes_make_sense, findings_change_something, findings_make_sense
from spasm_cli.files.checking.dates import changed_after_review, dates_make_sense
from spasm_cli.files.checking.lines_asked import (
    cautions_say_whom_they_concern,
    lines_are_put_as_they_can_be,
    whom_they_concern_begins_as_it_must,
)
from spasm_cli.files.checking.numbers import (
    baselines_add_up,
    counts_of_one_answer_fit,
    numbers_claim_what_was_counted,
)
from spasm_cli.files.checking.poses import poses_are_shown, poses_resolve
from spasm_cli.files.checking.problems import Problem, unknown_reference
from spasm_cli.files.checking.safety import boxes_raise_something, flags_can_fire, left_in, routes_resolve
from spasm_cli.files.checking.sources import (
    copies_have_addresses,
    flags_rest_on_something,
    sources_are_cited,
    sources_resolve,
)
from spasm_cli.files.checking.texts import (
    numbers_stand_in_places,
    places_are_told_apart,
    places_are_whole,
    texts_fit_every_place,
)
from spasm_cli.files.words_file import say, suggest
from spasm_cli.text import shorten

MOST_GATES = 50
"""Questions that wait for each other in a row; conditions are followed through them by recursion."""


def check(knowledge: Knowledge, *, warnings: bool) -> list[Problem]:
    """Return the problems, in the order of the checks; on request the warnings of a file without problems."""
    problems = _first(_CHECKS, knowledge)
    return _first(_WARNINGS, knowledge) if warnings and not problems else problems


def _first(checks: Iterable["_Check"], knowledge: Knowledge) -> list[Problem]:
    found = chain.from_iterable(one(knowledge) for one in checks)
    # The same in several texts of an entry is one problem.
    return list(dict.fromkeys(islice(found, MOST_PROBLEMS + 1)))


def _tables(knowledge: Knowledge) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in ("questions", "flags", "causes", "steps", "poses", "sources"):
        yield name, tuple(entry.id for entry in getattr(knowledge, name))


def _repeated(ids: Iterable[str]) -> list[str]:
    return sorted(name for name, count in Counter(ids).items() if count > 1)


def _unique_ids(knowledge: Knowledge) -> Iterator[Problem]:
    for table, ids in _tables(knowledge):
        for name in _repeated(ids):
            yield Problem(table, name, say("check.id_twice", id=name), twice=True)
    for question in knowledge.questions:
        for name in _repeated(option.id for option in question.options):
            message = say("check.option_twice", id=name)
            yield Problem("questions", question.id, message, (f'id = "{name}"',), twice=True)
        for name in _repeated(option.label for option in question.options):
            message = say("check.label_twice", label=shorten(name))
            yield Problem("questions", question.id, message, (f'"{name}"',), twice=True)
    for question in knowledge.questions:
        for option in question.options:
            if option.id in (NONE, NOT_SURE):
                message = say("check.reserved", id=option.id)
                yield Problem("questions", question.id, message, (option.id,))


def conditions_of(knowledge: Knowledge) -> Iterator[tuple[str, str, When]]:
    """Yield every condition of the file, with the table and id that it stands in."""
    for question in knowledge.questions:
        yield "questions", question.id, question.when
        yield from (("questions", question.id, option.when) for option in question.options)
    for flag in knowledge.flags:
        yield "flags", flag.id, flag.when
    for cause in knowledge.causes:
        yield "causes", cause.id, cause.shown_when
        yield "causes", cause.id, cause.only
    for step in knowledge.steps:
        yield "steps", step.id, step.when
        yield from (("steps", step.id, brief.when) for brief in step.brief if brief.when)
        yield from (("steps", step.id, caution.when) for caution in step.cautions)
    for pose in knowledge.poses:
        yield "poses", pose.id, pose.when


def _most_of_any(knowledge: Knowledge, case: Condition, one: set[str]) -> int:
    """Return how many of `any` can be true at once: of a question with `one` answer one, and none beside another in `all`."""
    left = left_in(knowledge, case)
    questions = [
        question
        for name in dict.fromkeys(case.any)
        if (question := split_reference(name)[0]) not in one or name in left.get(question, {name})
    ]
    return sum(1 if question in one else count for question, count in Counter(questions).items())


def _references_resolve(knowledge: Knowledge) -> Iterator[Problem]:
    known = frozenset().union(*knowledge.references.values())
    one = {question.id for question in knowledge.questions if question.kind == "one"}
    for name, members in knowledge.sets.items():
        for member in members:
            if member not in known:
                yield Problem("sets", "", f"{name}: {unknown_reference(knowledge, member)}", (f'"{member}"',))
    # Once is enough, and there is where to mend it.
    known |= {member for members in knowledge.sets.values() for member in members}
    for table, entry_id, when in conditions_of(knowledge):
        for case in alternatives(when):
            for name in case.references:
                if name not in known:
                    yield Problem(table, entry_id, unknown_reference(knowledge, name), (name,))
            if case.any and case.at_least > (most := _most_of_any(knowledge, case, one)):
                message = say("check.too_many", count=case.at_least, most=most)
                yield Problem(table, entry_id, message, ("any",))
            if not case.references:
                yield Problem(table, entry_id, say("check.empty_condition"))


def _gates_have_no_cycle(knowledge: Knowledge) -> Iterator[Problem]:
    gates = {
        question.id: {
            name
            for when in (question.when, *(option.when for option in question.options))
            for name in questions_named(when)
        }
        for question in knowledge.questions
    }
    waiting = dict(gates)
    for _ in range(MOST_GATES):
        # Those that wait for nothing but what came before.
        waiting = {name: first for name, first in waiting.items() if not waiting.keys().isdisjoint(first)}
    few = len(waiting) <= MOST_PROBLEMS
    circular = [name for name in waiting if few and name in _behind(name, waiting)]
    message = say("check.circle" if circular else "check.long_row", most=MOST_GATES)
    for name in circular or waiting:
        yield Problem("questions", name, message, ("when",))


def _behind(start: str, gates: Mapping[str, set[str]]) -> set[str]:
    """Return all questions that one waits for."""
    reached, todo = set[str](), [*gates[start]]
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo += gates.get(name, ())
    return reached


def _steps_make_sense(knowledge: Knowledge) -> Iterator[Problem]:
    steps = {step.id: step for step in knowledge.steps}
    used = {name for cause in knowledge.causes for name in cause.steps}
    for cause in knowledge.causes:
        for name in cause.steps:
            if name not in steps:
                message = say("check.no_step", name=name, hint=suggest(name, list(steps)))
                yield Problem("causes", cause.id, message, (name,))
    for step in knowledge.steps:
        if step.id not in used and not step.if_no_pattern:
            yield Problem("steps", step.id, say("check.step_unused"))
        if step.up_to is Level.EMERGENCY:
            yield Problem("steps", step.id, say("check.step_at_emergency"), ("up_to",))
        for caution in step.cautions:
            if caution.unless_sure and not caution.drop:
                yield Problem("steps", step.id, say("check.unless_sure"), (caution.who,))
            if not caution.drop and not caution.say:
                yield Problem("steps", step.id, say("check.say"), (caution.who,))


def _options_are_used(knowledge: Knowledge) -> Iterator[Problem]:
    named = {
        n for _, _, when in conditions_of(knowledge) for case in alternatives(when) for n in case.references
    }
    weighed = {question_id for cause in knowledge.causes for question_id in cause.findings}
    listed = {f"{q}.{o}" for cause in knowledge.causes for q, found in cause.findings.items() for o in found}
    for question in knowledge.questions:
        references = {f"{question.id}.{option.id}" for option in question.options}
        if question.section == "safety" and question.kind == "many":
            continue  # boxes_raise_something asks more of these
        if question.kind == "one" and (question.id in weighed or references & named):
            continue
        for name in sorted(references - named - listed):
            message = say("check.option_unused", name=name)
            yield Problem("questions", question.id, message, (split_reference(name)[1],))


_Check = Callable[[Knowledge], Iterator[Problem]]
_CHECKS: tuple[_Check, ...] = (
    places_are_whole,
    places_are_told_apart,
    texts_fit_every_place,
    dates_make_sense,
    _unique_ids,
    _references_resolve,
    sources_resolve,
    copies_have_addresses,
    flags_can_fire,
    routes_resolve,
    boxes_raise_something,
    _gates_have_no_cycle,
    numbers_claim_what_was_counted,
    counts_of_one_answer_fit,
    baselines_add_up,
    findings_make_sense,
    _steps_make_sense,
    briefs_are_brief,
    at_once_is_safe,
    poses_resolve,
    causes_make_sense,
    _options_are_used,
    lines_are_put_as_they_can_be,
    cautions_say_whom_they_concern,
    whom_they_concern_begins_as_it_must,
)
_WARNINGS = (
    numbers_stand_in_places,
    poses_are_shown,
    sources_are_cited,
    flags_rest_on_something,
    findings_change_something,
    changed_after_review,
)
