"""What to do: the steps of the causes shown, with their cautions, and what was left out and why."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from spasm_cli.core.answers import Answers
from spasm_cli.core.conditions import holds, may_hold, possible, state
from spasm_cli.core.entries import Caution, Step
from spasm_cli.core.keeping import kept_for_knowledge
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Condition, Level, alternatives
from spasm_cli.core.words import Words

PHASES = ("now", "next_days", "prevent")
MOST_NAMED = 3
"""Lines that a caution names at most."""


class PlannedStep(Struct, frozen=True, gc=False, rename={"causes": "for"}):
    """A step to take, for which causes, and what to mind."""

    id: str
    phase: Literal["now", "next_days", "prevent"]
    title: str
    how: str
    brief: str
    """The same in few words, where the file has some for this person."""
    grade: str
    figure: str
    shown: bool
    """Among the first `steps_per_phase` of its phase."""
    causes: tuple[str, ...]
    because: tuple[str, ...]
    """The answers (`question.option`) that the step's own condition rests on."""
    cautions: tuple[str, ...]
    sources: tuple[str, ...]
    poses: tuple[str, ...] = ()
    """The drawings that show it, those for this person alone."""


class LeftOut(Struct, frozen=True, gc=False):
    """A step that would match, and why it is not for this person."""

    id: str
    title: str
    why: str


class Plan(Struct, frozen=True, gc=False):
    """The steps in the order to take them, and those left out."""

    steps: tuple[PlannedStep, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


_Found = Sequence[tuple[Caution, Literal[True] | None]]
"""A step's cautions that are not ruled out, each with whether it holds; None while that is open."""


def make_plan(knowledge: Knowledge, answers: Answers, shown: Sequence[str], level: Level) -> Plan:
    """Plan the steps that the shown causes (ids, best first) list.

    A step that this person's answers make unsafe is never among the steps. Order: phase, rank of the cause,
    place in the file.
    """
    may_be, told_of = possible(knowledge, answers), _told_of(knowledge)
    planned: list[PlannedStep] = []
    left_out: list[LeftOut] = []
    per_phase = dict.fromkeys(PHASES, 0)
    for step, causes in matching_steps(knowledge, answers, shown, level):
        names = knowledge.step_names[step.id]
        told = told_of(step.id, names & answers.said, names & may_be)
        if told.why_not:
            left_out.append(LeftOut(step.id, step.title, told.why_not))
            continue
        per_phase[step.phase] += 1
        shown_here = per_phase[step.phase] <= knowledge.scoring.steps_per_phase
        planned.append(_planned(step, told, causes, shown=shown_here))
    return Plan(tuple(planned), tuple(left_out))


class _Told(NamedTuple):
    """What a step is to somebody."""

    why_not: str
    """Why it is left out; empty where it is not."""
    brief: str
    because: tuple[str, ...]
    cautions: tuple[str, ...]
    poses: tuple[str, ...]


@kept_for_knowledge
def _told_of(knowledge: Knowledge, step_id: str, said: frozenset[str], may_be: frozenset[str]) -> _Told:
    """Work out what a step is to whoever said, or may yet say, these of the lines that it names."""
    step, words = knowledge.step[step_id], knowledge.words
    found = [
        (_addressed(knowledge, caution, said, may_be), holding)
        for caution in step.cautions
        if (holding := state(caution.when, said, may_be)) is not False
    ]
    named = (name for case in alternatives(step.when) for name in case.references if name not in case.none)
    return _Told(
        _why_not(words, found),
        next((brief.say for brief in step.brief if holds(brief.when, said)), step.how),
        tuple(dict.fromkeys(name for name in named if name in said)),
        tuple(_note(words, caution, sure=bool(holding)) for caution, holding in found),
        tuple(name for name in step.pose if holds(knowledge.pose[name].when, said)),
    )


def matching_steps(
    knowledge: Knowledge, answers: Answers, shown: Sequence[str], level: Level
) -> list[tuple[Step, tuple[str, ...]]]:
    """Return the steps that fit the shown causes and the level, safe or not, in order, each with its causes."""
    listed_by: dict[str, list[str]] = {}
    for name in shown:
        for step_id in knowledge.cause[name].steps:
            listed_by.setdefault(step_id, []).append(name)
    if not any(knowledge.cause[name].kind == "pattern" for name in shown):
        for step in knowledge.steps:
            if step.if_no_pattern:
                listed_by.setdefault(step.id, [])
    found = []
    for step_id, causes in listed_by.items():
        step = knowledge.step[step_id]
        if step.up_to.rank >= level.rank and holds(step.when, answers.said):
            rank = shown.index(causes[0]) if causes else len(shown)
            order = PHASES.index(step.phase), rank, knowledge.step_place[step_id]
            found.append((order, step, tuple(causes)))
    return [(step, causes) for _, step, causes in sorted(found, key=itemgetter(0))]


def _addressed(
    knowledge: Knowledge, caution: Caution, said: frozenset[str], may_be: frozenset[str]
) -> Caution:
    """Say whom a caution concerns: the lines that hold, else those that are open, so that none is named that was denied.

    Where it says so itself, that stays unless a few lines of their own words are all that is left of it.
    """
    left = [_left(case, said) for case in alternatives(caution.when) if may_hold(case, said, may_be)]
    names = list(dict.fromkeys(name for group in left for name in group or () if name in said | may_be))
    named = [name for name in names if name in said] or names
    yous = list(dict.fromkeys(knowledge.line(name).you for name in named))
    if caution.who and (None in left or not yous or not all(yous) or len(yous) > MOST_NAMED):
        return caution
    return replace(caution, who=knowledge.words("list.or").join(yous[:MOST_NAMED]))


def _left(case: Condition, said: frozenset[str]) -> tuple[str, ...] | None:
    """Return the lines of which any one is all that a case still needs, or that hold it; None where it needs more."""
    groups = [*case.groups, *([case.any] if case.any else [])]
    waiting = [group for group in groups if not said.intersection(group)]
    if len(waiting) > 1 or case.at_least > 1:
        return None
    return waiting[0] if waiting else groups[-1] if groups else None


def _why_not(words: Words, found: _Found) -> str:
    """Say why a step is left out, or nothing."""
    for caution, holding in found:
        if caution.drop and holding:
            return _joined(words("result.left_out_because", who=caution.who), caution.say)
        if caution.drop and caution.unless_sure and holding is None:
            return _joined(words("result.left_out_unknown", who=caution.who), caution.say)
    return ""


def _planned(step: Step, told: _Told, causes: tuple[str, ...], *, shown: bool) -> PlannedStep:
    # By place, which takes far less than by name.
    return PlannedStep(
        step.id,
        step.phase,
        step.title,
        step.how,
        told.brief,
        step.grade,
        step.figure,
        shown,
        causes,
        told.because,
        told.cautions,
        step.sources,
        told.poses,
    )


def _note(words: Words, caution: Caution, *, sure: bool) -> str:
    """Say what to mind: the caution itself where it holds, "not if" or "if" while it is open."""
    if caution.drop:
        return _joined(words("result.not_if", who=caution.who), caution.say)
    return caution.say if sure else words("result.if", who=caution.who, what=caution.say)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
