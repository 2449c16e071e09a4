"""Which question tells most: expected information about the cause, in bits."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from spasm_cli.core.answers import Answers
from spasm_cli.core.conditions import applies, hidden
from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Number
from spasm_cli.core.scoring import scores
from spasm_cli.core.weighing import shares

_Expected = tuple[float, tuple[float, ...]]
"""A number for causes that say nothing of a question, and how much more it is for each that does."""


class _Forecast(Struct, frozen=True):
    """How the causes share out the answers to one question; only options with a baseline."""

    causes: tuple[int, ...]
    """Places of the causes that list the question; the others share it out as the baselines do."""
    by_option: Mapping[str, _Expected]
    """Option → P(answer | cause)."""
    told: _Expected
    """The information (bits) that an answer still gives once the cause is known."""


def beliefs(knowledge: Knowledge, answers: Answers) -> tuple[float, ...]:
    """Return p(cause) in proportion to 10^(score/10), in the order of the file; 0 where it is ruled out."""
    points = scores(knowledge, answers)
    # From the best score down, so that none is too large for a float.
    best = max(points.values(), default=0)
    odds = [
        10 ** ((points[cause.id] - best) / 10) if cause.id in points else 0.0 for cause in knowledge.causes
    ]
    total = sum(odds) or 1.0
    return tuple(value / total for value in odds)


def chance_of(knowledge: Knowledge, question: Question, option_id: str, belief: Sequence[float]) -> float:
    """Return the expected share of people who would give this answer; 0 for an option without a baseline."""
    forecast = _forecast(knowledge, question.id, frozenset())
    if forecast is None or option_id not in forecast.by_option:
        return 0.0
    return _mean(forecast.by_option[option_id], _of(forecast, belief))


def by_information(knowledge: Knowledge, answers: Answers) -> list[tuple[Question, float]]:
    """Return every unanswered question that applies with its expected information (bits), most first.

    Ties stand in the order of the file. A `many` question counts as the sum over its boxes.
    """
    belief = beliefs(knowledge, answers)
    found: list[tuple[Question, float]] = []
    for question in knowledge.questions:
        if question.id in answers or not applies(question, answers):
            continue
        forecast = _forecast(knowledge, question.id, hidden(knowledge, question.id, answers))
        found.append((question, _information(question, forecast, belief) if forecast else 0.0))
    # Rounded, so that the last bit of a computer's arithmetic decides nothing.
    return sorted(found, key=lambda entry: -round(entry[1], 9))


def _information(question: Question, forecast: _Forecast, belief: Sequence[float]) -> float:
    """Mutual information between the answer and the cause (Shannon 1948): H(answer) - H(answer | cause)."""
    listed = _of(forecast, belief)
    expected = [_mean(given, listed) for given in forecast.by_option.values()]
    entropy = sum([_bits(p) if question.kind == "one" else _bits(p) + _bits(1 - p) for p in expected])
    return entropy - _mean(forecast.told, listed)


def _of(forecast: _Forecast, belief: Sequence[float]) -> list[float]:
    """Return the belief in the causes that list a question."""
    return [belief[place] for place in forecast.causes]


def _mean(expected: _Expected, belief: Sequence[float]) -> float:
    """Return the mean over all causes, given the belief in those that differ."""
    usual, more = expected
    return usual + sum(map(float.__mul__, belief, more))


def _bits(p: float) -> float:
    return -p * math.log2(p) if p > 0 else 0.0


def _forecast(knowledge: Knowledge, question_id: str, unseen: frozenset[str]) -> _Forecast | None:
    """Return what is worked out of a question when it is first wanted; None where no cause makes anything of it.

    Boxes that the person is not shown tell nothing.
    """
    known, key = _forecasts(knowledge), (question_id, unseen)
    if key not in known:
        known[key] = _work_out(knowledge, knowledge.question[question_id], unseen)
    return known[key]


@lru_cache(maxsize=8)
def _forecasts(_knowledge: Knowledge) -> dict[tuple[str, frozenset[str]], _Forecast | None]:
    return {}


def _work_out(knowledge: Knowledge, question: Question, unseen: frozenset[str]) -> _Forecast | None:
    causes = [place for place, cause in enumerate(knowledge.causes) if question.id in cause.findings]
    if not causes:
        return None
    out = unseen if question.kind == "many" else frozenset[str]()
    _, usual_bits = _told(knowledge, question, {}, out)
    told = [
        _told(knowledge, question, knowledge.causes[place].findings[question.id], out) for place in causes
    ]
    return _Forecast(
        tuple(causes),
        {
            option.id: (option.baseline, tuple(p[option.id] - option.baseline for p, _ in told))
            for option in question.options
            if option.baseline and option.id not in out
        },
        (usual_bits, tuple(bits - usual_bits for _, bits in told)),
    )


def _told(
    knowledge: Knowledge, question: Question, listed: Mapping[str, Number], out: frozenset[str]
) -> tuple[dict[str, float], float]:
    """Return how a cause that lists these findings shares out the answers, and the bits that are then left."""
    every = shares(knowledge.scoring, question, listed)
    p = {name: share for name, share in every.items() if name not in out}
    both = question.kind == "many"
    return p, sum(_bits(share) + (_bits(1 - share) if both else 0) for share in p.values())
