"""What a knowledge file rests on: how each number is known, which are counts, and which would be best to measure next."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from spasm_cli.core.answers import Answers
from spasm_cli.core.assessment import Assessment, assess, rivals
from spasm_cli.core.conditions import hidden
from spasm_cli.core.firmness import doubts
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.numbers import Kind, Name, Number
from spasm_cli.core.weighing import parts_told, weights_of


class Tally(Struct, frozen=True):
    """How many numbers are known in which way."""

    measured: int
    informed: int
    judgement: int


class Row(Struct, frozen=True):
    """The numbers of a cause for one question, its prior (no question), or the baselines of a question (no cause)."""

    cause: str
    question: str
    numbers: Tally


class Count(Struct, frozen=True):
    """A number that names a source: one that counted it, or one that it leans on."""

    cause: str
    question: str
    option: str
    number: Number


class Need(Struct, frozen=True):
    """A number that nobody counted, and its share of what makes the first place unsure, from 0 to 1."""

    cause: str
    question: str
    option: str
    kind: Kind
    share: float


class Grounds(Struct, frozen=True):
    """Everything that `spasm knowledge evidence` says."""

    total: Tally
    findings: Tally
    priors: Tally
    baselines: Tally
    rows: tuple[Row, ...]
    """In the order of the file: the baselines by question, then each cause, its prior first."""
    counts: tuple[Count, ...]
    leaning: tuple[Count, ...]
    """Those that nobody counted but that lean on a source; their notes say how."""
    sheets: int
    """Worked cases that were ranked."""
    points_measured: float
    """Of all points that they gave or took, the share that rests on counts; 0 without any."""
    points_informed: float
    """And the share that rests on numbers that lean on a source."""
    doubted: int
    """Worked cases with a first and a second pattern."""
    needs: tuple[Need, ...]
    """On average over these, most first; shares below 1 in 1,000 are left out."""


LEAST = 0.001


def grounds_of(knowledge: Knowledge, sheets: Sequence[Answers]) -> Grounds:
    """Go through every number, and through what the ranked sheets make of them."""
    numbers = knowledge.numbers
    ranked = [(sheet, found) for sheet in sheets if (found := assess(knowledge, sheet)).causes]
    doubted, needs = _needs(knowledge, ranked)
    points = _points(knowledge, ranked)
    known = sum(points.values()) or 1
    return Grounds(
        total=_tally(number for _, number in numbers),
        findings=_tally(number for name, number in numbers if name.cause and name.question),
        priors=_tally(number for name, number in numbers if not name.question),
        baselines=_tally(number for name, number in numbers if not name.cause),
        rows=tuple(_rows(numbers)),
        counts=_of_kind(numbers, "measured"),
        leaning=_of_kind(numbers, "informed"),
        sheets=len(ranked),
        points_measured=points["measured"] / known,
        points_informed=points["informed"] / known,
        doubted=doubted,
        needs=needs,
    )


def _tally(numbers: Iterable[Number]) -> Tally:
    kinds = Counter(number.kind for number in numbers)
    return Tally(kinds["measured"], kinds["informed"], kinds["judgement"])


def _of_kind(numbers: Sequence[tuple[Name, Number]], kind: Kind) -> tuple[Count, ...]:
    return tuple(Count(*name, number) for name, number in numbers if number.kind == kind)


def _rows(numbers: Sequence[tuple[Name, Number]]) -> Iterator[Row]:
    rows = defaultdict[tuple[str, str], list[Number]](list)
    for name, number in numbers:
        rows[name.cause, name.question].append(number)
    for (cause, question), listed in rows.items():
        yield Row(cause, question, _tally(listed))


def _points(knowledge: Knowledge, ranked: Sequence[tuple[Answers, Assessment]]) -> dict[Kind, float]:
    """Split the points of each row among its numbers, by how far each of them moves it, and add them up by kind."""
    points: dict[Kind, float] = {"measured": 0.0, "informed": 0.0, "judgement": 0.0}
    for sheet, found in ranked:
        for cause in found.causes:
            points[knowledge.cause[cause.id].common.kind] += abs(cause.prior)
            for row in cause.evidence:
                weights = weights_of(knowledge)[cause.id][row.question]
                parts = list(parts_told(weights, sheet[row.question], hidden(knowledge, row.question, sheet)))
                moves = sum(abs(part.slope) for part in parts)
                for part in parts:
                    points[part.number.kind] += abs(row.weight * part.slope) / moves
    return points


def _needs(
    knowledge: Knowledge, ranked: Sequence[tuple[Answers, Assessment]]
) -> tuple[int, tuple[Need, ...]]:
    """Return over how many sheets, and the mean share of each number in the variance of the difference."""
    shares, kinds, sheets = defaultdict[Name, float](float), dict[Name, Kind](), 0
    for sheet, found in ranked:
        pair = rivals(found.causes)
        if not pair:
            continue
        sheets += 1
        each = doubts(knowledge, sheet, *pair)
        variance = sum(doubt.spread**2 for doubt in each)
        for doubt in each:
            shares[doubt.part.name] += doubt.spread**2 / variance
            kinds[doubt.part.name] = doubt.part.number.kind
    named = (
        Need(*name, kinds[name], share / sheets)
        for name, share in shares.items()
        if kinds[name] != "measured" and share / sheets >= LEAST
    )
    return sheets, tuple(sorted(named, key=lambda need: -need.share))
