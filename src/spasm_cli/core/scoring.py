"""Weights of evidence in whole decibans (Good 1950; Spiegelhalter and Knill-Jones 1984), added up per cause."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from spasm_cli.core.answers import Answers, plain_answer
from spasm_cli.core.conditions import hidden, ruled_out
from spasm_cli.core.entries import Cause
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Kind
from spasm_cli.core.standing import rank
from spasm_cli.core.vocabulary import Scoring
from spasm_cli.core.weighing import decibans, weigh, weights_of, whole

Fit = Literal["well", "partly", "poorly"]


class Evidence(Struct, frozen=True, rename={"source": "from"}):
    """One row of the ledger: what one answer adds to one cause, in decibans."""

    question: str
    answer: str | list[str]
    weight: int
    source: tuple[str, ...]
    kind: Kind
    """That of the share that it rests on; of several, of the one that can be checked least."""
    yes: int | None
    """What was counted, where the row rests on one count alone."""
    of: int | None


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
            basis = weights.own.get(answer.ticked[0]) if weights.one else None
            told = basis or weights.together
            rows.append(Evidence(name, plain[name], weight, told.source, told.kind, told.yes, told.of))
    return tuple(rows)


def fit(scoring: Scoring, score: int) -> Fit:
    """Put a score into words."""
    if score >= scoring.fits_well:
        return "well"
    return "partly" if score >= scoring.fits_partly else "poorly"


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


def prior_weight(cause: Cause) -> int:
    """Return a cause's prior as odds, in whole decibans."""
    return whole(decibans(cause.prior / (1 - cause.prior)))
