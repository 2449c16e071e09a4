"""Which question tells most: expected information about the cause, in bits."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from spasm_cli.answers import Answers
from spasm_cli.conditions import applies
from spasm_cli.knowledge import Knowledge, Question
from spasm_cli.scoring import scores, shares


class _Forecast(Struct, frozen=True):
    """How each cause shares out the answers to one question; only options with a baseline."""

    by_option: Mapping[str, tuple[float, ...]]
    """Option → P(answer | cause), in the order of the causes."""
    told: tuple[float, ...]
    """Per cause: the information (bits, negative) that is left once the cause is known."""


def weights_of_belief(points: Sequence[int]) -> tuple[float, ...]:
    """Return p(cause) in proportion to 10^(score/10), over all causes, in the order of the file."""
    # From the best score down, so that none is too large for a float.
    best = max(points, default=0)
    odds = [10 ** ((score - best) / 10) for score in points]
    total = sum(odds)
    return tuple(value / total for value in odds)


def chance_of(knowledge: Knowledge, question: Question, option_id: str, belief: Sequence[float]) -> float:
    """Return the expected share of people who would give this answer; 0 for an option without a baseline."""
    forecast = _forecast(knowledge, question.id)
    given = forecast.by_option.get(option_id) if forecast else None
    return sum(p * share for p, share in zip(belief, given, strict=True)) if given else 0.0


def best_question(knowledge: Knowledge, answers: Answers) -> tuple[Question | None, float]:
    """Return the unanswered question with the most expected information, and how much (bits).

    Ties go to the earlier one in the file. A `many` question counts as the sum over its boxes.
    """
    belief = weights_of_belief(list(scores(knowledge, answers).values()))
    best: Question | None = None
    most = 0.0
    for question in knowledge.questions:
        if question.id in answers or not applies(question, answers):
            continue
        forecast = _forecast(knowledge, question.id)
        bits = _information(question, forecast, belief) if forecast else 0.0
        if bits > most + 1e-9:
            best, most = question, bits
    return best, most


def _information(question: Question, forecast: _Forecast, belief: Sequence[float]) -> float:
    """Mutual information between the answer and the cause (Shannon 1948): H(answer) - H(answer | cause)."""
    expected = (sum(map(float.__mul__, belief, given)) for given in forecast.by_option.values())
    entropy = sum(_bits(p) if question.kind == "one" else _bits(p) + _bits(1 - p) for p in expected)
    return entropy - sum(map(float.__mul__, belief, forecast.told))


def _bits(p: float) -> float:
    return -p * math.log2(p) if p > 0 else 0.0


def _forecast(knowledge: Knowledge, question_id: str) -> _Forecast | None:
    """Return what is worked out of a question when it is first wanted; None where no cause makes anything of it."""
    known = _forecasts(knowledge)
    if question_id not in known:
        known[question_id] = _work_out(knowledge, knowledge.question[question_id])
    return known[question_id]


@lru_cache(maxsize=8)
def _forecasts(_knowledge: Knowledge) -> dict[str, _Forecast | None]:
    return {}


def _work_out(knowledge: Knowledge, question: Question) -> _Forecast | None:
    if not any(question.id in cause.findings for cause in knowledge.causes):
        return None
    given = [shares(question, cause.findings.get(question.id, {})) for cause in knowledge.causes]
    both = question.kind == "many"
    return _Forecast(
        {option.id: tuple(p[option.id] for p in given) for option in question.options if option.baseline},
        tuple(sum(_bits(p) + (_bits(1 - p) if both else 0) for p in cause.values()) for cause in given),
    )
