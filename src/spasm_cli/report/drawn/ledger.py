"""How the points of a cause add up, drawn with rich as a table of bars."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from spasm_cli.report.blocks import Ledger, Row
from spasm_cli.report.drawn.pen import WEIGHT_STYLE, Pen
from spasm_cli.widths import BORDERS

SIDES = ((80, 10), (60, 6), (BORDERS, 3), (0, 0))
"""From how many columns on a bar may be how many cells long, to either side."""


def draw_ledger(pen: Pen, ledger: Ledger) -> RenderableType:
    """Draw rows with their bars, all ledgers on one scale: `most` points fill one side."""
    side = next(side for least, side in SIDES if pen.width >= least)
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", width=4)
    if side:
        grid.add_column(width=2 * side + 1)
    grid.add_column(ratio=1, overflow="fold")
    for row in ledger.rows:
        picture = [_signed_bar(pen, row, side, ledger.most)] if side else []
        words = Text.assemble(pen.text(row.words), " ", pen.text(f"({', '.join(row.sources)})", "dim"))
        grid.add_row(Text(f"{row.points:+d}"), *picture, words)
    grid.add_row(
        Text(f"{ledger.score:+d}", "bold"), *([Text()] if side else []), pen.text(ledger.sum, "bold")
    )
    notes = (pen.text(f"{note.name}: {note.words}", WEIGHT_STYLE[note.weight]) for note in ledger.blocks)
    return Group(pen.text(ledger.title, "bold"), *notes, grid)


def _signed_bar(pen: Pen, row: Row, side: int, most: int) -> Text:
    """Draw points as a bar, to the left of the middle against and to the right for; never too short to see."""
    cells = -(-abs(row.points) * side // most)
    left, right = (cells, 0) if row.points < 0 else (0, cells)
    axis = pen.glyph("│", "|")
    return Text(" " * (side - left) + pen.glyph("█", "-") * left + axis + pen.glyph("█", "+") * right)
