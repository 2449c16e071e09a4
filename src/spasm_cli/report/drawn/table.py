"""A table drawn with rich: in columns where there is room for the names, else each row below its name."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table as Grid

from spasm_cli.report.blocks import Table
from spasm_cli.report.drawn.pen import GUTTER, Pen
from spasm_cli.widths import BORDERS


def draw_table(pen: Pen, table: Table) -> Iterator[RenderableType]:
    """Draw values to the right of their names, or below them."""
    columns = list(zip(*(table.heads, *table.rows), strict=True))[1:]
    values = sum(max(map(len, column)) + GUTTER for column in columns)
    if pen.width - values < BORDERS:
        for name, *told in table.rows:
            yield pen.text(name, "bold")
            for head, value in zip(table.heads[1:], told, strict=True):
                yield pen.hang(" ", pen.text(f"{head}: {value}"))
        return
    grid = Grid(box=None, pad_edge=False, padding=(0, GUTTER, 0, 0), expand=True, header_style="")
    grid.add_column(pen.text(table.heads[0]), ratio=1, overflow="fold")
    for head in table.heads[1:]:
        # Beside the end of a long name, so that its words stay together.
        grid.add_column(pen.text(head, "dim"), justify="right", vertical="bottom", no_wrap=True)
    for row in table.rows:
        grid.add_row(*map(pen.text, row))
    yield grid
