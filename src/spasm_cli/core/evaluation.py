"""How well the knowledge does on worked cases: hits, triage, intervals, baselines and every miss."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct

from spasm_cli.core.answers import Answers
from spasm_cli.core.assessment import assess
from spasm_cli.core.cases import Case
from spasm_cli.core.conditions import holds, ruled_out
from spasm_cli.core.entries import Cause
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level

TOP = 3


class Rate(Struct, frozen=True):
    """A share of cases with its 95 % Wilson interval; `of` is the number of cases that count."""

    hits: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share itself, from 0 to 1."""
        return self.hits / self.of if self.of else 0.0


class Row(Struct, frozen=True):
    """One measure, with the same measure for guessing, for the commonest answer, and for a naive count."""

    name: str
    rate: Rate
    random: float
    majority: float
    naive: float | None = None


class Outcome(Struct, frozen=True):
    """What one case expected and what it got."""

    id: str
    urgency: Level
    got_urgency: Level
    raised_by: tuple[str, ...]
    """Flags, and boxes that the person was unsure of."""
    urgency_fair: bool
    cause: str
    got_causes: tuple[str, ...]
    """Shown causes, best first."""
    first: bool | None
    """Whether the expected cause came first; None where the cause does not count."""
    among_first: bool | None
    """Whether it, or an acceptable one, came among the first three; None where the cause does not count."""

    @property
    def missed(self) -> bool:
        """Whether a fair clinician would object."""
        return not self.urgency_fair or self.among_first is False


class Report(Struct, frozen=True):
    """The score of a knowledge file on a set of cases."""

    cases: int
    rows: tuple[Row, ...]
    outcomes: tuple[Outcome, ...]


def wilson(hits: int, of: int) -> Rate:
    """Return a share with its 95 % interval (Wilson 1927)."""
    if of == 0:
        return Rate(hits, of, 0.0, 1.0)
    z = 1.96
    share = hits / of
    middle = share + z * z / (2 * of)
    spread = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    low, high = ((middle + side * spread) / (1 + z * z / of) for side in (-1, 1))
    # In floats the ends can miss 0 and 1 by a hair, and would be printed as "-0%".
    return Rate(hits, of, max(0.0, low), min(1.0, high))


def evaluate(knowledge: Knowledge, cases: Sequence[Case], sheets: Sequence[Answers]) -> Report:
    """Assess every case, on the sheet of its answers, and count.

    A cause counts where it is in the knowledge file and the case is no emergency: neither is one expected, nor did
    the case end as one where a fair clinician takes that too (there is no ranking then).
    """
    outcomes = tuple(_outcome(knowledge, case, sheet) for case, sheet in zip(cases, sheets, strict=True))
    counting = [place for place, outcome in enumerate(outcomes) if outcome.among_first is not None]
    ranked = [
        _Ranked(cases[place], outcomes[place].got_causes, _naive(knowledge, sheets[place]))
        for place in counting
    ]
    patterns = [
        _Ranked(entry.case, _patterns(knowledge, entry.got), _patterns(knowledge, entry.naive))
        for entry in ranked
        if knowledge.cause[entry.case.cause].kind == "pattern"
    ]
    known = tuple(knowledge.cause)
    rows = [
        *_cause_rows("", known, ranked),
        *_cause_rows(" (patterns only)", _patterns(knowledge, known), patterns),
        *_urgency_rows(cases, outcomes),
    ]
    return Report(len(cases), tuple(rows), outcomes)


def _outcome(knowledge: Knowledge, case: Case, sheet: Answers) -> Outcome:
    found = assess(knowledge, sheet)
    got = tuple(cause.id for cause in found.shown)
    emergency = Level.EMERGENCY in _fair_levels(case) and found.causes == ()
    counts = case.cause in knowledge.cause and case.urgency is not Level.EMERGENCY and not emergency
    return Outcome(
        id=case.id,
        urgency=case.urgency,
        got_urgency=found.urgency.level,
        raised_by=tuple(reason.id for reason in found.urgency.reasons),
        urgency_fair=found.urgency.level in _fair_levels(case),
        cause=case.cause,
        got_causes=got,
        first=got[:1] == (case.cause,) if counts else None,
        among_first=bool(_fair(case) & {*got[:TOP]}) if counts else None,
    )


def _fair(case: Case) -> set[str]:
    return {case.cause, *case.acceptable}


def _patterns(knowledge: Knowledge, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if knowledge.cause[name].kind == "pattern")


def _naive(knowledge: Knowledge, sheet: Answers) -> tuple[str, ...]:
    """Rank causes by how many of their listed findings are present, each counting one."""
    usual = knowledge.scoring.usual_people

    def present(cause: Cause) -> int:
        return sum(
            f"{question_id}.{option_id}" in sheet.said
            and finding.share(base := _baseline(knowledge, question_id, option_id), usual) > base
            for question_id, listed in cause.findings.items()
            for option_id, finding in listed.items()
        )

    out = ruled_out(knowledge, sheet)
    eligible = [c for c in knowledge.causes if c.id not in out and holds(c.shown_when, sheet.said)]
    return tuple(cause.id for cause in sorted(eligible, key=lambda cause: -present(cause)))


def _baseline(knowledge: Knowledge, question_id: str, option_id: str) -> float:
    option = knowledge.question[question_id].option(option_id)
    return (option.baseline if option else None) or 0.0


class _Ranked(NamedTuple):
    """A case whose cause counts, with what the engine and the naive count put first."""

    case: Case
    got: tuple[str, ...]
    naive: tuple[str, ...]


def _cause_rows(suffix: str, known: Sequence[str], ranked: Sequence[_Ranked]) -> list[Row]:
    commonest = tuple(name for name, _ in Counter(entry.case.cause for entry in ranked).most_common(TOP))
    rows = []
    for name, draws, fair in (
        (f"top-1{suffix}", 1, False),
        (f"top-1, acceptable causes too{suffix}", 1, True),
        (f"top-{TOP}, acceptable causes too{suffix}", TOP, True),
    ):
        right = [{*known} & (_fair(entry.case) if fair else {entry.case.cause}) for entry in ranked]

        def share(
            rankings: Iterable[tuple[str, ...]], right: list[set[str]] = right, draws: int = draws
        ) -> float:
            return _mean(
                [float(bool(wanted & {*got[:draws]})) for wanted, got in zip(right, rankings, strict=True)]
            )

        hits = share(entry.got for entry in ranked) * len(ranked)
        rows.append(
            Row(
                name,
                wilson(round(hits), len(ranked)),
                _mean([_lucky(len(known), len(wanted), draws) for wanted in right]),
                share(commonest for _ in ranked),
                share(entry.naive for entry in ranked),
            )
        )
    return rows


def _lucky(causes: int, right: int, draws: int) -> float:
    """Return the chance that drawing causes at random hits a right one."""
    return 1 - math.comb(causes - right, draws) / math.comb(causes, draws) if causes >= draws else 1.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _urgency_rows(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> list[Row]:
    commonest = Counter(case.urgency for case in cases).most_common(1)[0][0]

    def exact(case: Case, level: Level) -> bool:
        return level is case.urgency

    def fair(case: Case, level: Level) -> bool:
        return level in _fair_levels(case)

    def under(case: Case, level: Level) -> bool:
        return level.rank < min(one.rank for one in _fair_levels(case))

    def over(case: Case, level: Level) -> bool:
        return level.rank > max(one.rank for one in _fair_levels(case))

    measures: list[tuple[str, Callable[[Case, Level], bool]]] = [
        ("urgency exact", exact),
        ("urgency fair", fair),
        ("under-triage", under),
        ("over-triage", over),
    ]
    return [
        Row(
            name,
            wilson(sum(hit(c, o.got_urgency) for c, o in zip(cases, outcomes, strict=True)), len(cases)),
            _mean([sum(hit(case, level) for level in Level) / len(Level) for case in cases]),
            _mean([float(hit(case, commonest)) for case in cases]),
        )
        for name, hit in measures
    ]


def _fair_levels(case: Case) -> set[Level]:
    return {case.urgency, *case.acceptable_urgency}
