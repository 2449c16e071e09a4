"""What stands behind a result, drawn with rich: answers, rules, and the points of each cause."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from spasm_cli.report.drawn.pen import BORDERS, Pen
from spasm_cli.report.page import (
    ADDS_UP,
    ANSWERS,
    NOT_ANSWERED,
    SOURCES,
    WHY_URGENT,
    CauseWords,
    Page,
    ReasonWords,
    Row,
    Why,
)
from spasm_cli.report.words import WHAT_POINTS_ARE, source_words

SIDES = ((80, 10), (60, 6), (BORDERS, 3), (0, 0))
"""From how many columns on a bar may be how many cells long, to either side."""


def draw_why(pen: Pen, page: Page, why: Why) -> Iterator[RenderableType]:
    """Draw the answers, the rules that raised the urgency, every ledger, and the sources."""
    yield pen.heading(ANSWERS)
    for ask, words in page.answers:
        yield Text.assemble(pen.text(ask, "dim"), " ", pen.text(words))
    for ask in page.unanswered:
        yield pen.text(f"{NOT_ANSWERED}: {ask}")
    yield Text()
    if page.reasons:
        yield pen.heading(WHY_URGENT)
    for reason in page.reasons:
        yield _reason(pen, reason)
        yield Text()
    if why.ledgers:
        yield pen.heading(ADDS_UP)
        yield pen.text(f"{WHAT_POINTS_ARE} {why.bands}")
        yield Text()
    most = max((abs(row.points) for cause in why.ledgers for row in cause.ledger), default=0) or 1
    for cause in why.ledgers:
        yield from _ledger(pen, cause, most)
    yield from _sources(pen, why)


def _reason(pen: Pen, reason: ReasonWords) -> RenderableType:
    lines = [Text.assemble(pen.text(reason.id, "bold"), ": ", pen.text(reason.may_be or reason.say))]
    if reason.answers:
        lines.append(pen.text(f"Answered: {'; '.join(reason.answers)}"))
    if reason.sources:
        lines.append(pen.text(f"Sources: {', '.join(reason.sources)}", "dim"))
    return Group(*lines)


def _sources(pen: Pen, why: Why) -> Iterator[RenderableType]:
    if why.sources:
        yield pen.heading(SOURCES)
    for source in why.sources:
        yield pen.text(f"{source.id}: {source_words(source)}")
        if source.url:
            yield pen.text(source.url)
    yield Text()


def _ledger(pen: Pen, cause: CauseWords, most: int) -> Iterator[RenderableType]:
    yield Text.assemble(pen.text(cause.name, "bold"), f": {cause.score:+d} points, ", pen.text(cause.fit))
    if cause.shown:
        yield pen.text(f"Clinical name: {cause.clinical_name}{cause.codes}", "dim")
        yield pen.text(f"How good the claim is: {cause.claim} ({', '.join(cause.sources)})", "dim")
    yield _table(pen, cause, most)
    yield Text()


def _table(pen: Pen, cause: CauseWords, most: int) -> RenderableType:
    """Draw rows with their bars, all causes on one scale: `most` points fill one side."""
    side = next(side for least, side in SIDES if pen.width >= least)
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", width=4)
    if side:
        grid.add_column(width=2 * side + 1)
    grid.add_column(ratio=1, overflow="fold")
    for row in cause.ledger:
        picture = [_signed_bar(pen, row, side, most)] if side else []
        words = Text.assemble(pen.text(row.words), " ", pen.text(f"({', '.join(row.sources)})", "dim"))
        grid.add_row(Text(f"{row.points:+d}"), *picture, words)
    grid.add_row(Text(f"{cause.score:+d}", "bold"), *([Text()] if side else []), Text("the sum", "bold"))
    return grid


def _signed_bar(pen: Pen, row: Row, side: int, most: int) -> Text:
    """Draw points as a bar, to the left of the middle against and to the right for; never too short to see."""
    cells = -(-abs(row.points) * side // most)
    left, right = (cells, 0) if row.points < 0 else (0, cells)
    axis = pen.glyph("│", "|")
    return Text(" " * (side - left) + pen.glyph("█", "-") * left + axis + pen.glyph("█", "+") * right)
