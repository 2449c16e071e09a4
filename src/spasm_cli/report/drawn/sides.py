"""Before and after, drawn with rich: beside each other where there is room."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from spasm_cli.report.blocks import Cell, Compared, Moved, Moves, Section
from spasm_cli.report.drawn.pen import GUTTER, Pen, beside
from spasm_cli.widths import BORDERS, SIDE_BY_SIDE

NAME_SHARE = 30
"""Per cent of the width for the names, where both sides stand beside them."""
_STRONG_MARKS = "+!"


def draw_heads(pen: Pen, section: Section) -> Iterator[RenderableType]:
    """Name the two sides above them, where they stand beside each other."""
    first = next((block for block in section.blocks if isinstance(block, Compared)), None)
    if first and pen.width >= SIDE_BY_SIDE:
        before, after = (pen.text(head, "dim") for head in first.heads)
        yield _sides(pen, Text(), before, after)


def draw_compared(pen: Pen, row: Compared) -> Iterator[RenderableType]:
    """Draw one thing before and after; what stays is drawn once."""
    before, after = _cell(pen, row.before), _cell(pen, row.after)
    if pen.width >= SIDE_BY_SIDE:
        name = pen.text(row.name, "" if row.stays else "bold")
        yield _sides(pen, name, before, pen.text(row.same, "dim") if row.stays else after)
    elif row.stays:
        yield Text.assemble(pen.text(row.name), ", ", pen.text(f"{row.same}:", "dim"))
        yield _side(pen, row, "", after)
    else:
        yield pen.text(row.name, "bold")
        yield _side(pen, row, row.sides[0], before)
        yield _side(pen, row, row.sides[1], after)


def draw_moves(pen: Pen, moves: Moves) -> Iterator[RenderableType]:
    """Draw the steps that went and those that came."""
    if pen.width >= SIDE_BY_SIDE:
        gone, new = (Group(*(_moved(pen, each) for each in side)) for side in (moves.gone, moves.new))
        yield _sides(pen, Text(), gone, new)
    else:
        yield from (_moved(pen, each) for each in (*moves.new, *moves.gone))


def _side(pen: Pen, row: Compared, side: str, body: RenderableType) -> RenderableType:
    if pen.width < BORDERS:
        return Group(pen.text(f"{side}:", "dim"), body) if side else body
    return pen.hang(f"  {side.ljust(max(map(len, row.sides)))}", body, "dim")


def _cell(pen: Pen, cell: Cell) -> RenderableType:
    words = pen.text(cell.words, "bold" if cell.tone else "")
    first = pen.hang(pen.bar(cell.cells), words) if cell.cells else words
    return Group(first, *(pen.text(more) for more in cell.more))


def _sides(pen: Pen, name: RenderableType, before: RenderableType, after: RenderableType) -> RenderableType:
    """Draw three columns: what it is, and its two sides."""
    named = pen.width * NAME_SHARE // 100
    side = (pen.width - named - 2 * GUTTER) // 2
    return beside((named, name), (side, before), (side, after))


def _moved(pen: Pen, moved: Moved) -> RenderableType:
    lines: list[RenderableType] = [pen.text(moved.heading, "bold")]
    style = "bold" if moved.mark in _STRONG_MARKS else "dim"
    for title, words in moved.lines:
        told = Group(pen.text(title), pen.text(words)) if words else pen.text(title)
        lines.append(pen.hang(moved.mark, told, style))
    return Group(*lines)
