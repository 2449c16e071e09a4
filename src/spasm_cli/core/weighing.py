"""What an answer weighs for a cause: a sum of numbers of the file, each by its name, in decibans.

The ledger, the table of the evidence and how firm a result is all read the same parts.
"""

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache, partial

from msgspec import Struct

from spasm_cli.core.answers import Answer
from spasm_cli.core.entries import Cause, Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Kind, Name, Number
from spasm_cli.core.vocabulary import Scoring

_Makers = Mapping[str, Callable[[float, float], "Part"]]
"""Option → its number, as a part that is still to be told what it adds, and its slope."""
_Told = tuple[tuple["Part", ...], tuple["Part", ...]]
"""What an option adds when ticked, and when not (nothing, for a question with one answer)."""


class Part(Struct, frozen=True, gc=False):
    """What one number adds to a sum, in decibans."""

    name: Name
    number: Number
    spread: float
    """How far its log-odds may be off, as a standard deviation in decibans."""
    adds: float
    slope: float
    """By how much the sum moves with the log-odds of the number, both in decibans."""


class Basis(Struct, frozen=True, gc=False):
    """What some shares rest on."""

    source: tuple[str, ...]
    kind: Kind
    """That of the one that can be checked least."""
    yes: int | None
    """Of a count that stands alone."""
    of: int | None


class Weights(Struct, frozen=True, gc=False):
    """What a cause makes of the answers to one question, worked out once per knowledge file."""

    together: Basis
    """Of all shares that the cause lists."""
    own: Mapping[str, Basis]
    """Option → what its share rests on, where it is listed."""
    parts: Mapping[str, _Told]
    """Option → the numbers behind it."""
    one: Mapping[str, int]
    """Option → whole decibans, for a question with one answer; else empty."""
    many: Mapping[str, tuple[float, float]]
    """Option → decibans when ticked and when not, for a question with many; else empty."""


def decibans(ratio: float) -> float:
    """Return 10·log10 of a ratio, which may be too small or too large for a float."""
    return 10 * math.log10(min(max(ratio, 1e-30), 1e30))


def whole(value: float) -> int:
    """Round to a whole number, half away from zero; noise below a billionth does not count."""
    value = round(value, 9)
    return int(value + 0.5) if value >= 0 else -int(0.5 - value)


def spread_of(scoring: Scoring, number: Number, baseline: float | None) -> float:
    """Return how far the log-odds of a number may be off, in decibans; one without a baseline leans on none."""
    if number.yes is None or number.of is None:
        return scoring.spread_db
    people = 0.0 if baseline is None else scoring.usual_people
    base = baseline or 0.0
    yes, no = number.yes + people * base, number.of - number.yes + people * (1 - base)
    return 10 / math.log(10) * math.sqrt(1 / yes + 1 / no)


def shares(scoring: Scoring, question: Question, listed: Mapping[str, Number]) -> dict[str, float]:
    """Return P(answer | cause) for every option of a question.

    In a `one` question the options that the cause does not list share what is left in proportion to their
    baselines; in a `many` question an unlisted option equals its baseline.
    """
    base = {option.id: option.baseline or 0.0 for option in question.options}
    known = {name: number.share(base[name], scoring.usual_people) for name, number in listed.items()}
    if question.kind == "many":
        return base | known
    if len(known) == len(base):
        return known
    ratio = (1 - sum(known.values())) / sum(share for name, share in base.items() if name not in known)
    return {name: known[name] if name in known else ratio * share for name, share in base.items()}


def weigh(scoring: Scoring, weights: Weights, answer: Answer, unseen: AbstractSet[str]) -> int | None:
    """Return what an answer adds to a cause, in whole decibans; None where it says nothing.

    Boxes that the person was not shown weigh nothing.
    """
    if weights.one:
        return weights.one[answer.ticked[0]] if answer.ticked else None
    total, told = 0.0, False
    for option_id, (ticked, blank) in weights.many.items():
        if option_id in unseen:
            continue
        if option_id in answer.ticked:
            total, told = total + ticked, True
        elif not answer.not_sure and option_id not in answer.unsure:
            total, told = total + blank, True
    return whole(clamp(scoring, total)) if told else None


def parts_told(weights: Weights, answer: Answer, unseen: AbstractSet[str]) -> Iterator[Part]:
    """Yield the parts of the sum that `weigh` weighs, before it is shrunk and capped."""
    for option_id, (ticked, blank) in weights.parts.items():
        if option_id in answer.ticked:
            yield from ticked if weights.one or option_id not in unseen else ()
        elif not answer.not_sure and option_id not in answer.unsure and option_id not in unseen:
            yield from blank


def clamp(scoring: Scoring, total: float) -> float:
    """Return what a sum for one question weighs, in decibans."""
    return max(-scoring.cap, min(scoring.cap, scoring.shrink * total))


@lru_cache(maxsize=8)
def weights_of(knowledge: Knowledge) -> Mapping[str, Mapping[str, Weights]]:
    """Return, by cause id and question id, what a cause makes of a question; in the order of the questions."""
    usual = {question.id: _usual(knowledge.scoring, question) for question in knowledge.questions}
    return {
        cause.id: {
            question.id: _weights(knowledge.scoring, cause, question, usual[question.id])
            for question in knowledge.questions
            if question.id in cause.findings
        }
        for cause in knowledge.causes
    }


@lru_cache(maxsize=8)
def weights_by_question(knowledge: Knowledge) -> Mapping[str, Mapping[str, Weights]]:
    """Return the same by question id and cause id, in the order of the causes."""
    by_cause = weights_of(knowledge)
    return {
        name: {cause: weights[name] for cause, weights in by_cause.items() if name in weights}
        for name in knowledge.question
    }


def _weights(scoring: Scoring, cause: Cause, question: Question, usual: _Makers) -> Weights:
    listed = cause.findings[question.id]
    parts = _parts(scoring, cause, question, usual)
    sums = {name: (_sum(ticked), _sum(blank)) for name, (ticked, blank) in parts.items()}
    one = question.kind == "one"
    return Weights(
        basis(listed.values()),
        {name: basis([number]) for name, number in listed.items()},
        parts,
        {name: whole(clamp(scoring, ticked)) for name, (ticked, _) in sums.items()} if one else {},
        {} if one else sums,
    )


def _sum(parts: Collection[Part]) -> float:
    return sum([part.adds for part in parts])


def basis(numbers: Collection[Number]) -> Basis:
    """Return what some shares rest on together; each source once."""
    kinds = {number.kind for number in numbers}
    alone = next(iter(numbers)) if len(numbers) == 1 else None
    return Basis(
        tuple(dict.fromkeys(name for number in numbers for name in number.cited)),
        next(kind for kind in ("judgement", "informed", "measured") if kind in kinds),
        alone.yes if alone else None,
        alone.of if alone else None,
    )


def prior_part(scoring: Scoring, cause: Cause) -> Part:
    """Return what a cause starts with, as odds."""
    start = decibans(cause.prior / (1 - cause.prior))
    return Part(Name(cause.id), cause.common, spread_of(scoring, cause.common, None), start, 1.0)


def _usual(scoring: Scoring, question: Question) -> _Makers:
    """Return the baselines of a question, as parts."""
    return {
        option.id: partial(
            Part, Name("", question.id, option.id), option.usual, spread_of(scoring, option.usual, None)
        )
        for option in question.options
        if option.usual
    }


def _parts(scoring: Scoring, cause: Cause, question: Question, usual: _Makers) -> Mapping[str, _Told]:
    """Return the parts of every option that the cause lists, and of those that share what is left."""
    listed = cause.findings[question.id]
    base = {option.id: option.baseline or 0.0 for option in question.options}
    known = {name: number.share(base[name], scoring.usual_people) for name, number in listed.items()}
    mine = {
        name: partial(Part, Name(cause.id, question.id, name), number, spread_of(scoring, number, base[name]))
        for name, number in listed.items()
    }
    ticked = {
        name: (mine[name](decibans(p), 1 - p), usual[name](-decibans(base[name]), base[name] - 1))
        for name, p in known.items()
    }
    if question.kind == "one":
        left = {name: share for name, share in base.items() if name not in listed}
        rest = tuple(_left_over(mine, known, usual, left)) if left else ()
        # The shares of one answer are one whole: where another grows, this one shrinks.
        others = {name: [mine[each](0.0, -p) for each, p in known.items() if each != name] for name in known}
        return {name: ((*ticked[name], *others[name]) if name in ticked else rest, ()) for name in base}
    return {
        name: (
            ticked[name],
            (mine[name](decibans(1 - p), -p), usual[name](-decibans(1 - base[name]), base[name])),
        )
        for name, p in known.items()
    }


def _left_over(
    mine: _Makers, known: Mapping[str, float], usual: _Makers, left: Mapping[str, float]
) -> Iterator[Part]:
    """Yield the parts of an option that a cause does not list: what the listed shares leave, beside what the baselines make up."""
    over, others = decibans(1 - sum(known.values())), sum(left.values())
    taken = sum(known.values()) or 1
    for name, p in known.items():
        yield mine[name](over * p / taken, -p)
    for name, b in left.items():
        yield usual[name](-decibans(others) * b / others, -b * (1 - b) / others)
