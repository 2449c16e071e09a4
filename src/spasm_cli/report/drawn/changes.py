"""What moved between two results, drawn with rich: before and after beside each other where there is room."""

from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.text import Text

from spasm_cli.core.comparing import Changes
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.report.change_page import (
    AFTER,
    BEFORE,
    MOVED,
    SAME,
    Cell,
    ChangePage,
    ChangeRow,
    StepGroup,
    make_change_page,
)
from spasm_cli.report.drawn.pen import BORDERS, GUTTER, Pen, beside
from spasm_cli.report.drawn.result import SIDE_BY_SIDE, TONE_STYLE, WIDEST
from spasm_cli.report.page import TO_DO

NAME_SHARE = 30
"""Per cent of the width for the names, where both sides stand beside them."""
_MARK_STYLE = {"+": "bold green", "!": "bold yellow"}


def draw_changes(console: Console, knowledge: Knowledge, changes: Changes) -> None:
    """Print what moved: the answer, the urgency, the causes, the steps."""
    page = make_change_page(knowledge, changes)
    pen = Pen(width=min(console.width, WIDEST), ascii_only=console.options.ascii_only)
    for part in _parts(pen, page):
        console.print(part, width=pen.width)


def _parts(pen: Pen, page: ChangePage) -> Iterator[RenderableType]:
    yield pen.heading(MOVED)
    if pen.width >= SIDE_BY_SIDE:
        yield _sides(pen, Text(), *(pen.text(side.capitalize(), "dim") for side in (BEFORE, AFTER)))
    yield from _rows(pen, page.answers)
    before, after = (TONE_STYLE[tone] for tone in page.tones)
    yield from _row(pen, page.urgency, (before, after))
    yield from (pen.text(words) for words in (page.nothing, page.verdict) if words)
    yield Text()
    for heading, rows in page.causes:
        yield pen.heading(heading)
        yield from _rows(pen, rows)
        yield Text()
    if page.gone or page.new:
        yield pen.heading(TO_DO)
        yield from _steps(pen, page)
        yield Text()


def _rows(pen: Pen, rows: Iterable[ChangeRow]) -> Iterator[RenderableType]:
    for row in rows:
        yield from _row(pen, row, ("", ""))


def _row(pen: Pen, row: ChangeRow, styles: tuple[str, str]) -> Iterator[RenderableType]:
    before, after = (_cell(pen, *side) for side in zip((row.before, row.after), styles, strict=True))
    if pen.width >= SIDE_BY_SIDE:
        name = pen.text(row.name, "" if row.stays else "bold")
        yield _sides(pen, name, before, pen.text(SAME, "dim") if row.stays else after)
        return
    if row.stays:
        yield Text.assemble(pen.text(row.name), ", ", pen.text(f"{SAME}:", "dim"))
        yield _side(pen, "", after)
    else:
        yield pen.text(row.name, "bold")
        yield _side(pen, BEFORE, before)
        yield _side(pen, AFTER, after)


def _side(pen: Pen, side: str, body: RenderableType) -> RenderableType:
    if pen.width < BORDERS:
        return Group(pen.text(f"{side}:", "dim"), body) if side else body
    return pen.hang(f"  {side.ljust(len(BEFORE))}", body, "dim")


def _cell(pen: Pen, cell: Cell, style: str) -> RenderableType:
    words = pen.text(cell.words, f"bold {style}" if style else "")
    first = pen.hang(pen.bar(cell.cells), words) if cell.cells else words
    return Group(first, *(pen.text(more) for more in cell.more))


def _sides(pen: Pen, name: RenderableType, before: RenderableType, after: RenderableType) -> RenderableType:
    """Draw three columns: what it is, and its two sides."""
    named = pen.width * NAME_SHARE // 100
    side = (pen.width - named - 2 * GUTTER) // 2
    return beside((named, name), (side, before), (side, after))


def _steps(pen: Pen, page: ChangePage) -> Iterator[RenderableType]:
    if pen.width >= SIDE_BY_SIDE:
        gone, new = (Group(*(_group(pen, group) for group in side)) for side in (page.gone, page.new))
        yield _sides(pen, Text(), gone, new)
    else:
        yield from (_group(pen, group) for group in (*page.new, *page.gone))


def _group(pen: Pen, group: StepGroup) -> RenderableType:
    lines: list[RenderableType] = [pen.text(group.heading, "bold")]
    for title, words in group.lines:
        told = Group(pen.text(title), pen.text(words)) if words else pen.text(title)
        lines.append(pen.hang(group.mark, told, _MARK_STYLE.get(group.mark, "dim")))
    return Group(*lines)
