"""Weights of evidence in whole decibans (Good 1950; Spiegelhalter and Knill-Jones 1984), added up per cause."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from spasm_cli.core.answers import Answer, Answers, plain_answer
from spasm_cli.core.conditions import as_shown, ruled_out
from spasm_cli.core.entries import Cause
from spasm_cli.core.keeping import kept_for_knowledge
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Kind
from spasm_cli.core.standing import rank
from spasm_cli.core.vocabulary import Scoring
from spasm_cli.core.weighing import decibans, weigh, weights_by_question, whole

Fit = Literal["well", "partly", "poorly"]


class Evidence(Struct, frozen=True, gc=False, rename={"source": "from"}):
    """One row of the ledger: what one answer adds to one cause, in decibans."""

    question: str
    answer: str | tuple[str, ...]
    weight: int
    source: tuple[str, ...]
    kind: Kind
    """That of the share that it rests on; of several, of the one that can be checked least."""
    yes: int | None
    """What was counted, where the row rests on one count alone."""
    of: int | None


_Rows = tuple[tuple[str, Evidence], ...]


class RankedCause(Struct, frozen=True, gc=False):
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
    ledgers, start = _ledgers(knowledge, answers), _starts(knowledge)
    points = _points(ledgers, start)
    found = rank(knowledge, answers, points)
    return tuple(
        # By place: by name it takes twenty times as long, for each of all causes.
        RankedCause(
            cause.id,
            cause.name,
            cause.kind,
            cause.id in found.shown,
            fit(knowledge.scoring, points[cause.id]),
            points[cause.id],
            start[cause.id],
            cause.common.source,
            tuple(ledgers[cause.id]),
            cause.clinical_name,
            cause.icd10,
            cause.summary,
            cause.claim,
            cause.see_someone,
            cause.sources,
            found.unchecked.get(cause.id, ()),
            cause.expect,
            cause.do_not,
            cause.known if cause.id in found.shown else "",
        )
        for cause in found.order
    )


def _ledgers(knowledge: Knowledge, answers: Answers) -> dict[str, list[Evidence]]:
    """Return the ledger of every cause that this person can have, by id, its rows in the order of the questions."""
    out, rows_of = ruled_out(knowledge, answers), _rows_of(knowledge)
    ledgers: dict[str, list[Evidence]] = {cause.id: [] for cause in knowledge.causes}
    for each in as_shown(knowledge, answers):
        for cause_id, row in rows_of(*each):
            ledgers[cause_id].append(row)
    return {name: rows for name, rows in ledgers.items() if name not in out}


@kept_for_knowledge
def _rows_of(knowledge: Knowledge, question_id: str, answer: Answer, unseen: frozenset[str]) -> _Rows:
    """Return what an answer is to each cause that it says something of, by the id of the cause."""
    plain, rows = plain_answer(knowledge.question[question_id], answer), []
    told = plain if isinstance(plain, str) else tuple(plain)
    for cause_id, weights in weights_by_question(knowledge)[question_id].items():
        weight = weigh(knowledge.scoring, weights, answer, unseen)
        if weight is not None:
            own = weights.own.get(answer.ticked[0]) if weights.one else None
            basis = own or weights.together
            row = Evidence(question_id, told, weight, basis.source, basis.kind, basis.yes, basis.of)
            rows.append((cause_id, row))
    return tuple(rows)


def fit(scoring: Scoring, score: int) -> Fit:
    """Put a score into words."""
    if score >= scoring.fits_well:
        return "well"
    return "partly" if score >= scoring.fits_partly else "poorly"


def scores(knowledge: Knowledge, answers: Answers) -> dict[str, int]:
    """Return the score of every cause that this person can have, in the order of the file, without its ledger."""
    return _points(_ledgers(knowledge, answers), _starts(knowledge))


def _points(ledgers: Mapping[str, Sequence[Evidence]], start: Mapping[str, int]) -> dict[str, int]:
    return {name: start[name] + sum([row.weight for row in rows]) for name, rows in ledgers.items()}


@lru_cache(maxsize=8)
def _starts(knowledge: Knowledge) -> Mapping[str, int]:
    """Return the prior weight of every cause, by its id."""
    return {cause.id: prior_weight(cause) for cause in knowledge.causes}


def prior_weight(cause: Cause) -> int:
    """Return a cause's prior as odds, in whole decibans."""
    return whole(decibans(cause.prior / (1 - cause.prior)))
