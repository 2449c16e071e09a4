"""How firm the first place is: the chance that it stays before the second if the numbers of both were drawn anew.

docs/method.md, section 3, derives the closed form that is worked out here.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from spasm_cli.core.answers import Answers
from spasm_cli.core.conditions import hidden
from spasm_cli.core.entries import Cause
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Name
from spasm_cli.core.weighing import Part, clamp, parts_told, prior_part, weights_of

Ahead = Literal["well_ahead", "a_little_ahead", "about_equal"]


class Firmness(Struct, frozen=True):
    """How firm the first place is."""

    chance: float
    """That the first pattern stays above the second, from 0 to 1, to three decimals."""
    word: Ahead


class Doubt(Struct, frozen=True):
    """How far one number may move the difference of two scores, as a standard deviation in decibans."""

    part: Part
    spread: float


def firmness(knowledge: Knowledge, answers: Answers, first: str, second: str) -> Firmness:
    """Return how firmly one cause stands above another, each by its id."""
    scoring = knowledge.scoring
    difference = exact_score(knowledge, answers, first) - exact_score(knowledge, answers, second)
    spread = math.hypot(*(doubt.spread for doubt in doubts(knowledge, answers, first, second)))
    # Rounded before it is put into words, so that the two never disagree.
    chance = round(0.5 * (1 + math.erf(difference / spread / math.sqrt(2))), 3)
    if chance >= scoring.well_ahead:
        return Firmness(chance, "well_ahead")
    return Firmness(chance, "a_little_ahead" if chance >= scoring.a_little_ahead else "about_equal")


def exact_score(knowledge: Knowledge, answers: Answers, cause_id: str) -> float:
    """Return the score of a cause before anything in it is rounded, in decibans."""
    scoring, cause = knowledge.scoring, knowledge.cause[cause_id]
    rows = (sum(part.adds for part in row) for row in _rows(knowledge, answers, cause))
    return prior_part(scoring, cause).adds + sum(clamp(scoring, row) for row in rows)


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
    start = prior_part(knowledge.scoring, cause)
    yield start, start.slope
    for row in _rows(knowledge, answers, cause):
        yield from ((part, knowledge.scoring.shrink * part.slope) for part in row)


def _rows(knowledge: Knowledge, answers: Answers, cause: Cause) -> Iterator[tuple[Part, ...]]:
    """Yield the numbers behind each row of the ledger."""
    for name, weights in weights_of(knowledge)[cause.id].items():
        if name in answers.given:
            yield tuple(parts_told(weights, answers.given[name], hidden(knowledge, name, answers)))
