"""How firm the first place is: the chance that it stays before the second if the numbers of both were drawn anew.

docs/method.md, section 3, derives the closed form that is worked out here.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from msgspec import Struct

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.conditions import as_shown
from spasm_cli.core.entries import Cause
from spasm_cli.core.keeping import kept_for_knowledge
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Name
from spasm_cli.core.weighing import Part, clamp, parts_told, prior_part, weights_of

Ahead = Literal["well_ahead", "a_little_ahead", "about_equal"]


class Firmness(Struct, frozen=True, gc=False):
    """How firm the first place is."""

    chance: float
    """That the first pattern stays above the second, from 0 to 1, to three decimals."""
    word: Ahead


class Doubt(Struct, frozen=True):
    """How far one number may move the difference of two scores, as a standard deviation in decibans."""

    part: Part
    spread: float


class Lead(NamedTuple):
    """By how much one cause scores more than another before anything is rounded, and how far that may be off, in decibans."""

    difference: float
    spread: float
    """A standard deviation."""


def firmness(knowledge: Knowledge, answers: Answers, first: str, second: str) -> Firmness:
    """Return how firmly one cause stands above another, each by its id."""
    scoring, found = knowledge.scoring, lead(knowledge, answers, first, second)
    # Rounded before it is put into words, so that the two never disagree.
    chance = round(0.5 * (1 + math.erf(found.difference / found.spread / math.sqrt(2))), 3)
    if chance >= scoring.well_ahead:
        return Firmness(chance, "well_ahead")
    return Firmness(chance, "a_little_ahead" if chance >= scoring.a_little_ahead else "about_equal")


def lead(knowledge: Knowledge, answers: Answers, first: str, second: str) -> Lead:
    """Return how far one cause stands above another, each by its id; `doubts` says of each number what of it is its own."""
    starts, row_of = _prior_parts(knowledge), _row_of(knowledge)
    one, other = starts[first], starts[second]
    difference, variance = one.adds - other.adds, one.spread**2 + other.spread**2
    for question_id, answer, unseen in as_shown(knowledge, answers):
        adds, own, shared = row_of(first, question_id, answer, unseen)
        others_adds, others_own, others_shared = row_of(second, question_id, answer, unseen)
        difference += adds - others_adds
        # What both share enters once, by the difference of what it does to each.
        variance += own + others_own + math.dist(shared, others_shared) ** 2
    return Lead(difference, math.sqrt(variance))


class _Row(NamedTuple):
    """What one answer is to one cause, before anything is rounded, in decibans."""

    adds: float
    own: float
    """The variance from the cause's own numbers."""
    shared: tuple[float, ...]
    """How far the baseline of each option moves it, as a standard deviation with its sign."""


@lru_cache(maxsize=8)
def _prior_parts(knowledge: Knowledge) -> Mapping[str, Part]:
    return {cause.id: prior_part(knowledge.scoring, cause) for cause in knowledge.causes}


@kept_for_knowledge
def _row_of(
    knowledge: Knowledge, cause_id: str, question_id: str, answer: Answer, unseen: frozenset[str]
) -> _Row:
    weights = weights_of(knowledge)[cause_id].get(question_id)
    parts = tuple(parts_told(weights, answer, unseen)) if weights else ()
    own, shared = 0.0, {option.id: 0.0 for option in knowledge.question[question_id].options}
    for part in parts:
        moves = knowledge.scoring.shrink * part.slope * part.spread
        if part.name.cause:
            own += moves**2
        else:
            shared[part.name.option] += moves
    return _Row(clamp(knowledge.scoring, sum(part.adds for part in parts)), own, tuple(shared.values()))


def doubts(knowledge: Knowledge, answers: Answers, first: str, second: str) -> tuple[Doubt, ...]:
    """Return every number behind the difference of two scores once, with how far it may move it.

    A number that both share moves both. A row that is capped counts as if it were not.
    """
    slopes, parts = defaultdict[Name, float](float), dict[Name, Part]()
    for cause_id, sign in ((first, 1), (second, -1)):
        for part, slope in _slopes(knowledge, answers, knowledge.cause[cause_id]):
            slopes[part.name] += sign * slope
            parts[part.name] = part
    return tuple(Doubt(parts[name], abs(slope) * parts[name].spread) for name, slope in slopes.items())


def _slopes(knowledge: Knowledge, answers: Answers, cause: Cause) -> Iterator[tuple[Part, float]]:
    start, weights = prior_part(knowledge.scoring, cause), weights_of(knowledge)[cause.id]
    yield start, start.slope
    for name, answer, unseen in as_shown(knowledge, answers):
        if name in weights:
            for part in parts_told(weights[name], answer, unseen):
                yield part, knowledge.scoring.shrink * part.slope
