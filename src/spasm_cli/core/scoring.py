"""Weights of evidence in whole decibans (Good 1950; Spiegelhalter and Knill-Jones 1984), added up per cause."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from spasm_cli.core.answers import Answers, plain_answer
from spasm_cli.core.conditions import hidden, holds
from spasm_cli.core.entries import Cause
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Kind
from spasm_cli.core.vocabulary import Scoring
from spasm_cli.core.weighing import decibans, weigh, weights_of, whole

MOST_PATTERNS = 3
"""Patterns shown at most; more would not help a lay reader to choose."""

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


def rank_causes(knowledge: Knowledge, answers: Answers) -> tuple[RankedCause, ...]:
    """Weigh every cause on its own; best first, ties in the order of the file."""
    plain = {name: plain_answer(knowledge.question[name], answer) for name, answer in answers.given.items()}
    scored = []
    for cause in knowledge.causes:
        start, rows = prior_weight(cause), _ledger(knowledge, cause, answers, plain)
        scored.append((cause, start, rows, start + sum([row.weight for row in rows])))
    scored.sort(key=lambda entry: -entry[3])
    shown = shown_ids(knowledge, answers, [(cause, score) for cause, *_, score in scored])
    return tuple(
        RankedCause(
            id=cause.id,
            name=cause.name,
            kind=cause.kind,
            shown=cause.id in shown,
            fit=fit(knowledge.scoring, score),
            score=score,
            prior=start,
            prior_from=cause.common.source,
            evidence=rows,
            clinical_name=cause.clinical_name,
            icd10=cause.icd10,
            summary=cause.summary,
            claim=cause.claim,
            see_someone=cause.see_someone,
            sources=cause.sources,
        )
        for cause, start, rows, score in scored
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


def shown_ids(knowledge: Knowledge, answers: Answers, ranked: list[tuple[Cause, int]]) -> set[str]:
    """Pick the causes to show: the best patterns that fit at least partly, and contributors that are present."""
    patterns = [
        cause.id
        for cause, score in ranked
        if cause.kind == "pattern" and score >= knowledge.scoring.fits_partly
    ]
    present = [
        cause.id
        for cause, _ in ranked
        if cause.kind == "contributor" and holds(cause.shown_when, answers.said)
    ]
    return {*patterns[:MOST_PATTERNS], *present}


def fit(scoring: Scoring, score: int) -> Fit:
    """Put a score into words."""
    if score >= scoring.fits_well:
        return "well"
    return "partly" if score >= scoring.fits_partly else "poorly"


def scores(knowledge: Knowledge, answers: Answers) -> dict[str, int]:
    """Return every cause's score, in the order of the file, without its ledger."""
    return {cause.id: prior_weight(cause) + _total(knowledge, cause, answers) for cause in knowledge.causes}


def _total(knowledge: Knowledge, cause: Cause, answers: Answers) -> int:
    return sum(
        weigh(knowledge.scoring, weights, answers.given[name], hidden(knowledge, name, answers)) or 0
        for name, weights in weights_of(knowledge)[cause.id].items()
        if name in answers.given
    )


def prior_weight(cause: Cause) -> int:
    """Return a cause's prior as odds, in whole decibans."""
    return whole(decibans(cause.prior / (1 - cause.prior)))
