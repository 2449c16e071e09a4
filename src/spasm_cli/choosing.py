"""Which question tells most: expected information about the cause, in bits."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from spasm_cli.answers import Answers
from spasm_cli.conditions import applies
from spasm_cli.knowledge import Knowledge, Question
from spasm_cli.scoring import lines_of, prior_weight, shares, weigh


class _Forecast(Struct, frozen=True):
    """How each cause shares out the answers to one question; only options with a baseline."""

    by_option: Mapping[str, tuple[float, ...]]
    """Option → P(answer | cause), in the order of the causes."""
    told: tuple[float, ...]
    """Per cause: the information (bits, negative) that is left once the cause is known."""


def weights_of_belief(scores: Sequence[int]) -> tuple[float, ...]:
    """Return p(cause) in proportion to 10^(score/10), over all causes, in the order of the file."""
    # From the best score down, so that none is too large for a float.
    best = max(scores, default=0)
    odds = [10 ** ((score - best) / 10) for score in scores]
    total = sum(odds)
    return tuple(value / total for value in odds)


def chance_of(knowledge: Knowledge, question: Question, option_id: str, belief: Sequence[float]) -> float:
    """Return the expected share of people who would give this answer; 0 for an option without a baseline."""
    told = _forecasts(knowledge).get(question.id)
    given = told.by_option.get(option_id) if told else None
    return sum(p * share for p, share in zip(belief, given, strict=True)) if given else 0.0


def best_question(knowledge: Knowledge, answers: Answers) -> tuple[Question | None, float]:
    """Return the unanswered question with the most expected information, and how much (bits).

    Ties go to the earlier one in the file. A `many` question counts as the sum over its boxes.
    """
    belief = weights_of_belief(
        [
            prior_weight(cause)
            + sum(
                weigh(knowledge.scoring, line, answers[line.question.id]) or 0
                for line in lines_of(knowledge)[cause.id]
                if line.question.id in answers
            )
            for cause in knowledge.causes
        ]
    )
    best: Question | None = None
    most = 0.0
    forecasts = _forecasts(knowledge)
    for question in knowledge.questions:
        if question.id in forecasts and question.id not in answers and applies(question, answers):
            bits = _information(question, forecasts[question.id], belief)
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


@lru_cache(maxsize=8)
def _forecasts(knowledge: Knowledge) -> Mapping[str, _Forecast]:
    forecasts = {}
    for question in knowledge.questions:
        if not any(question.id in cause.findings for cause in knowledge.causes):
            continue
        given = [shares(question, cause.findings.get(question.id, {})) for cause in knowledge.causes]
        both = question.kind == "many"
        forecasts[question.id] = _Forecast(
            {option.id: tuple(p[option.id] for p in given) for option in question.options if option.baseline},
            tuple(sum(_bits(p) + (_bits(1 - p) if both else 0) for p in cause.values()) for cause in given),
        )
    return forecasts
