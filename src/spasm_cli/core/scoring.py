"""Weights of evidence in whole decibans (Good 1950; Spiegelhalter and Knill-Jones 1984), added up per cause."""

import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from spasm_cli.core.answers import Answer, Answers, plain_answer
from spasm_cli.core.conditions import hidden, ruled_out
from spasm_cli.core.entries import Cause, Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Number
from spasm_cli.core.standing import rank
from spasm_cli.core.vocabulary import Scoring

Fit = Literal["well", "partly", "poorly"]


class Evidence(Struct, frozen=True, rename={"source": "from"}):
    """One row of the ledger: what one answer adds to one cause, in decibans."""

    question: str
    answer: str | list[str]
    weight: int
    source: tuple[str, ...]


class RankedCause(Struct, frozen=True):
    """A cause with its ledger: `prior` plus the weights of `evidence` is `score`, all in decibans."""

    id: str
    name: str
    kind: Literal["pattern", "contributor"]
    shown: bool
    fit: Fit
    score: int
    prior: int
    prior_from: str
    evidence: tuple[Evidence, ...]
    clinical_name: str
    icd10: tuple[str, ...]
    summary: str
    claim: str
    see_someone: str
    sources: tuple[str, ...]
    unchecked: tuple[str, ...] = ()
    """Questions that could tell it from something dangerous and did not: while there are any it never comes first."""
    expect: str = ""
    do_not: str = ""
    known: str = ""
    """What is known of its exposure; empty where it is not shown."""


def rank_causes(knowledge: Knowledge, answers: Answers) -> tuple[RankedCause, ...]:
    """Weigh every cause that this person can have on its own, and put them in order (`standing.rank`)."""
    plain = {name: plain_answer(knowledge.question[name], answer) for name, answer in answers.given.items()}
    out = ruled_out(knowledge, answers)
    ledgers = {
        cause.id: _ledger(knowledge, cause, answers, plain)
        for cause in knowledge.causes
        if cause.id not in out
    }
    points = {
        name: prior_weight(knowledge.cause[name]) + sum([row.weight for row in rows])
        for name, rows in ledgers.items()
    }
    found = rank(knowledge, answers, points)
    return tuple(
        RankedCause(
            id=cause.id,
            name=cause.name,
            kind=cause.kind,
            shown=cause.id in found.shown,
            fit=fit(knowledge.scoring, points[cause.id]),
            score=points[cause.id],
            prior=prior_weight(cause),
            prior_from=cause.common.source,
            evidence=ledgers[cause.id],
            clinical_name=cause.clinical_name,
            icd10=cause.icd10,
            summary=cause.summary,
            claim=cause.claim,
            see_someone=cause.see_someone,
            sources=cause.sources,
            unchecked=found.unchecked.get(cause.id, ()),
            expect=cause.expect,
            do_not=cause.do_not,
            known=cause.known if cause.id in found.shown else "",
        )
        for cause in found.order
    )


def _ledger(
    knowledge: Knowledge, cause: Cause, answers: Answers, plain: Mapping[str, str | list[str]]
) -> tuple[Evidence, ...]:
    rows, given = [], answers.given
    for name, weights in weights_of(knowledge)[cause.id].items():
        answer = given.get(name)
        unseen = hidden(knowledge, name, answers)
        weight = None if answer is None else weigh(knowledge.scoring, weights, answer, unseen)
        if answer is not None and weight is not None:
            rows.append(Evidence(name, plain[name], weight, _sources(weights, answer)))
    return tuple(rows)


def _sources(weights: "Weights", answer: Answer) -> tuple[str, ...]:
    """Return the source of the share that an answer has; where it has none of its own, those of all shares listed."""
    own = weights.own.get(answer.ticked[0]) if weights.one else None
    return own or weights.sources


def fit(scoring: Scoring, score: int) -> Fit:
    """Put a score into words."""
    if score >= scoring.fits_well:
        return "well"
    return "partly" if score >= scoring.fits_partly else "poorly"


def decibans(ratio: float) -> float:
    """Return 10·log10 of a ratio, which may be too small or too large for a float."""
    return 10 * math.log10(min(max(ratio, 1e-30), 1e30))


def whole(value: float) -> int:
    """Round to a whole number, half away from zero; noise below a billionth does not count."""
    value = round(value, 9)
    return int(value + 0.5) if value >= 0 else -int(0.5 - value)


def shares(scoring: Scoring, question: Question, listed: Mapping[str, Number]) -> dict[str, float]:
    """Return P(answer | cause) for every option of a question.

    In a `one` question the options that the cause does not list share what is left in proportion to their
    baselines; in a `many` question an unlisted option equals its baseline.
    """
    base, known = _base_and_known(scoring, question, listed)
    if question.kind == "many":
        return base | known
    if len(known) == len(base):
        return known
    ratio = _left_over(base, known)
    return {name: known[name] if name in known else ratio * share for name, share in base.items()}


def _base_and_known(
    scoring: Scoring, question: Question, listed: Mapping[str, Number]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return the baseline of every option, and P(answer | cause) of those that a cause lists."""
    base = {option.id: option.baseline or 0.0 for option in question.options}
    return base, {name: number.share(base[name], scoring.usual_people) for name, number in listed.items()}


def _left_over(base: Mapping[str, float], known: Mapping[str, float]) -> float:
    """Return the ratio of P(answer | cause) to the baseline, the same for every option that a cause does not list."""
    return (1 - sum(known.values())) / sum(share for name, share in base.items() if name not in known)


class Weights(Struct, frozen=True):
    """What a cause makes of the answers to one question, worked out once per knowledge file."""

    sources: tuple[str, ...]
    """Of all shares that the cause lists."""
    own: Mapping[str, tuple[str, ...]]
    """Option → what its share rests on, where it is listed."""
    one: Mapping[str, int]
    """Option → whole decibans, for a question with one answer; else empty."""
    many: Mapping[str, tuple[float, float]]
    """Option → decibans when ticked and when not, for a question with many; else empty."""


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
    return _clamp(scoring, total) if told else None


def scores(knowledge: Knowledge, answers: Answers) -> dict[str, int]:
    """Return the score of every cause that this person can have, in the order of the file, without its ledger."""
    out = ruled_out(knowledge, answers)
    return {
        cause.id: prior_weight(cause) + _total(knowledge, cause, answers)
        for cause in knowledge.causes
        if cause.id not in out
    }


def _total(knowledge: Knowledge, cause: Cause, answers: Answers) -> int:
    return sum(
        weigh(knowledge.scoring, weights, answers.given[name], hidden(knowledge, name, answers)) or 0
        for name, weights in weights_of(knowledge)[cause.id].items()
        if name in answers.given
    )


def _clamp(scoring: Scoring, total: float) -> int:
    return whole(max(-scoring.cap, min(scoring.cap, scoring.shrink * total)))


def prior_weight(cause: Cause) -> int:
    """Return a cause's prior as odds, in whole decibans."""
    return whole(decibans(cause.prior / (1 - cause.prior)))


@lru_cache(maxsize=8)
def weights_of(knowledge: Knowledge) -> Mapping[str, Mapping[str, Weights]]:
    """Return, by cause id and question id, what a cause makes of a question; in the order of the questions."""
    return {
        cause.id: {
            question.id: _weights(knowledge.scoring, question, cause.findings[question.id])
            for question in knowledge.questions
            if question.id in cause.findings
        }
        for cause in knowledge.causes
    }


def _weights(scoring: Scoring, question: Question, listed: Mapping[str, Number]) -> Weights:
    base, known = _base_and_known(scoring, question, listed)
    own = {name: number.cited for name, number in listed.items()}
    sources = tuple(dict.fromkeys(name for cited in own.values() for name in cited))
    if question.kind == "one":
        every = len(known) == len(base)
        weights = {} if every else dict.fromkeys(base, _clamp(scoring, decibans(_left_over(base, known))))
        weights |= {name: _clamp(scoring, decibans(p / base[name])) for name, p in known.items()}
        return Weights(sources, own, weights, {})
    pairs = {
        name: (decibans(p / base[name]), decibans((1 - p) / (1 - base[name]))) for name, p in known.items()
    }
    return Weights(sources, own, {}, pairs)
