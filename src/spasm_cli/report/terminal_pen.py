"""What the terminal form draws with: safe text, headings and hanging blocks, at one width."""

from dataclasses import dataclass

from rich.console import RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from spasm_cli.report.words import BAR_CELLS, in_ascii
from spasm_cli.text import clean

BORDERS = 30
"""Columns below which borders and pictures would leave no room for words."""


@dataclass(frozen=True)
class Pen:
    """How wide to draw, and with which characters."""

    width: int
    ascii_only: bool

    def text(self, words: str, style: str = "") -> Text:
        """Return words as they are, safe to print here."""
        words = clean(words)
        return Text(in_ascii(words) if self.ascii_only else words, style=style)

    def glyph(self, fancy: str, simple: str) -> str:
        """Choose the form of a character that this terminal can show."""
        return simple if self.ascii_only else fancy

    def bar(self, cells: int) -> str:
        """Return the bar of a cause."""
        return self.glyph("█", "#") * cells + self.glyph("░", ".") * (BAR_CELLS - cells)

    def within(self, width: int) -> "Pen":
        """Return the same pen for a narrower place."""
        return Pen(width, self.ascii_only)

    def heading(self, words: str) -> RenderableType:
        """Draw a section heading; a rule would cut a title that it has no room for."""
        title = self.text(words, "bold")
        roomy = self.width >= max(BORDERS, title.cell_len + 2)
        return Rule(title, align="left", style="dim") if roomy else title

    def hang(self, first: str, body: RenderableType, style: str = "") -> RenderableType:
        """Put a short word before a block that stays clear of the column below it."""
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(width=len(first))
        grid.add_column(ratio=1, overflow="fold")
        grid.add_row(Text(first, style=style), body)
        return grid
