"""What the terminal form draws with: safe text, headings and hanging blocks, at one width."""

from collections.abc import Mapping

from msgspec import Struct
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.rule import Rule
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from spasm_cli.core.vocabulary import Level
from spasm_cli.report.blocks import Weight
from spasm_cli.report.wording import BAR_CELLS, UNCHECKED
from spasm_cli.text import clean, in_ascii
from spasm_cli.widths import BORDERS

GUTTER = 3
"""Columns left free between blocks that stand beside each other."""

# Words keep the terminal's own colour: no other can be read on every background.
TONE_STYLE = {
    Level.EMERGENCY: "#eb0000",
    Level.SAME_DAY: "#b36200",
    Level.ROUTINE: "#008484",
    Level.SELF_CARE: "#008900",
    UNCHECKED: "default",
}
"""The colour of a border: as clear on white as on black, which none that a terminal gives a name to is."""

WEIGHT_STYLE: Mapping[Weight, str] = {"": "", "strong": "bold", "soft": "dim"}


def beside(*blocks: tuple[int, RenderableType]) -> RenderableType:
    """Put blocks beside each other, each as wide as the number before it says."""
    # The gutter is a column of its own, since rich before 14.3 makes the last column wider by a padding.
    grid = Table.grid()
    cells: list[RenderableType] = []
    for width, block in blocks:
        if cells:
            grid.add_column(width=GUTTER)
            cells.append("")
        grid.add_column(width=width, overflow="fold")
        cells.append(block)
    grid.add_row(*cells)
    return grid


class Pen(Struct, frozen=True):
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

    @property
    def bullet(self) -> str:
        """What stands before one of several things."""
        return self.glyph("•", "*")

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

    def marked(self, body: RenderableType, style: str) -> RenderableType:
        """Put a coloured line down the left of a block."""
        return _Hung(self.glyph("▌", "|"), body, style, every=True)

    def hang(self, first: str, body: RenderableType, style: str = "") -> RenderableType:
        """Put a short word before a block that stays clear of the column below it."""
        return _Hung(first, body, style)


class _Hung(Struct, frozen=True):
    """A block with a word before its first line; a table of two columns would measure everything twice."""

    first: str
    body: RenderableType
    style: str
    every: bool = False
    """Whether the word stands before the other lines, too."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        room = max(options.max_width - len(self.first) - 1, 1)
        before = Segment(f"{self.first} ", console.get_style(self.style))
        for line in console.render_lines(self.body, options.update(width=room, height=None), pad=False):
            yield before
            yield from line
            yield Segment.line()
            if not self.every:
                before = Segment(" " * (len(self.first) + 1))
