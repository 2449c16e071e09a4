"""A document drawn on a terminal with rich. Only `Text` is drawn: no word from a file is read as markup."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import TextIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from spasm_cli.report import blocks
from spasm_cli.report.drawn.ledger import draw_ledger
from spasm_cli.report.drawn.pen import GUTTER, TONE_STYLE, WEIGHT_STYLE, Pen, beside
from spasm_cli.report.drawn.sides import draw_compared, draw_heads, draw_moves
from spasm_cli.report.drawn.table import draw_table
from spasm_cli.text import font_is_poor
from spasm_cli.widths import BORDERS, LEAST, SIDE_BY_SIDE, WIDEST
from spasm_cli.wrapping import terminal_columns

LEFT_SHARE = 42
"""Per cent of the width for the left of two parts: the steps say more than the causes."""
_APART = (blocks.Entry, blocks.Ledger, blocks.Rule, blocks.Table)
"""Blocks that a blank line sets apart from what follows."""


def show_drawn(document: blocks.Document, target: TextIO) -> None:
    """Print a document where a person reads it, or into a file, without the blanks that fill up columns."""
    # The boxes of old Windows consoles are those that a poor font has.
    boxes = font_is_poor() or None
    console = Console(file=target, markup=False, emoji=False, highlight=False, legacy_windows=boxes)
    # Rich believes COLUMNS before the terminal.
    console.width = max(LEAST, terminal_columns(target) or console.width)
    if console.is_terminal:
        draw(console, document)
        return
    with console.capture() as drawn:
        draw(console, document)
    print("\n".join(line.rstrip() for line in drawn.get().splitlines()), file=target)


def draw(console: Console, document: blocks.Document) -> None:
    """Print a document, parts beside each other where there is room."""
    pen = Pen(width=min(console.width, WIDEST), ascii_only=console.options.ascii_only)
    parts = [part for block in document.parts for part in _part(pen, block)]
    while parts and isinstance(parts[-1], Text) and not parts[-1].plain:
        parts.pop()
    for part in parts:
        console.print(part, width=pen.width)


def _part(pen: Pen, part: blocks.Part) -> Iterator[RenderableType]:
    match part:
        case blocks.Banner():
            yield _banner(pen, part)
        case blocks.Beside():
            yield from _beside(pen, part)
        case blocks.Section():
            yield from _section(pen, part)


def _banner(pen: Pen, banner: blocks.Banner) -> RenderableType:
    told = (banner.title, banner.act, *banner.blocks)
    inner = Group(*(part for block in told for part in _draw(pen, block)))
    if banner.bare:
        return pen.hang(" ", inner) if pen.width < BORDERS else pen.marked(inner, TONE_STYLE[banner.tone])
    if pen.width < BORDERS:
        return Group(inner, Text())
    shape = box.HEAVY if banner.loud else box.ROUNDED
    return Panel(inner, box=shape, border_style=TONE_STYLE[banner.tone], expand=True)


def _beside(pen: Pen, parts: blocks.Beside) -> Iterator[RenderableType]:
    if pen.width < SIDE_BY_SIDE or not parts.right:
        yield from _sections(pen, (*parts.left, *parts.right))
    else:
        left = pen.within(pen.width * LEFT_SHARE // 100)
        right = pen.within(pen.width - left.width - GUTTER)
        sides = ((left, parts.left), (right, parts.right))
        yield beside(*((side.width, Group(*_sections(side, sections))) for side, sections in sides))
    yield from _sections(pen, parts.after)


def _sections(pen: Pen, sections: Iterable[blocks.Section], above: str = "") -> Iterator[RenderableType]:
    for section in sections:
        yield from _section(pen, section, above)


def _section(pen: Pen, section: blocks.Section, above: str = "") -> Iterator[RenderableType]:
    heading = f"{above}: {section.heading}" if above else section.heading
    if heading and section.blocks:
        yield pen.heading(heading)
    if section.part == "sides":
        yield from draw_heads(pen, section)
    if section.part == "card":
        yield from (drawn for block in section.blocks for drawn in _draw(pen, block))
    else:
        yield from _run(pen, section.blocks)
    yield from _sections(pen, section.sections, heading)


def _run(pen: Pen, run: tuple[blocks.Block, ...]) -> Iterator[RenderableType]:
    """Draw blocks one below the other, with blank lines between those that stand apart."""
    for block, following in zip_longest(run, run[1:]):
        yield from _draw(pen, block)
        soft = isinstance(block, blocks.Say) and block.weight == "soft"
        if isinstance(block, _APART) or following is None or (isinstance(following, _APART) and not soft):
            yield Text()


def _draw(pen: Pen, block: blocks.Block) -> Iterator[RenderableType]:  # noqa: C901, PLR0912 - one case for each block
    match block:
        case blocks.Say():
            yield pen.text(block.words, WEIGHT_STYLE[block.weight])
        case blocks.Labelled():
            words = block.words if block.quiet else f"{block.name}: {block.words}"
            yield pen.text(words, WEIGHT_STYLE[block.weight])
        case blocks.Because():
            words = f"{block.name}: {block.words}" if block.matters else block.words
            yield pen.hang(pen.bullet, pen.text(words))
        case blocks.Point():
            point = Text.assemble(
                pen.text(block.name, "bold"), ": " if block.name else "", pen.text(block.words)
            )
            yield pen.hang(pen.bullet, point)
        case blocks.Crossed():
            yield pen.hang(pen.glyph("✗", "x"), Group(pen.text(block.title, "bold"), pen.text(block.why)))
        case blocks.Caution():
            yield pen.hang("!", pen.text(block.words), "bold")
        case blocks.Sayings():
            yield from _sayings(pen, block)
        case blocks.Basis():
            yield pen.text(f"{block.follows_from} {block.grade} {block.figure}", "dim")
        case blocks.Entry():
            yield _entry(pen, block)
        case blocks.Drawing():
            yield pen.text(block.words)
        case blocks.Answered(missing=True):
            yield pen.text(f"{block.words}: {block.ask}")
        case blocks.Answered():
            yield Text.assemble(pen.text(block.ask, "dim"), " ", pen.text(block.words))
        case blocks.Rule():
            rule = Text.assemble(pen.text(block.id, "bold"), ": ", pen.text(block.words))
            yield Group(rule, *(part for below in block.blocks for part in _draw(pen, below)))
        case blocks.Ledger():
            yield draw_ledger(pen, block)
        case blocks.Cited():
            yield pen.text(f"{block.id}: {block.words}")
            yield from ([pen.text(block.url)] if block.url else [])
        case blocks.Compared():
            yield from draw_compared(pen, block)
        case blocks.Moves():
            yield from draw_moves(pen, block)
        case blocks.Table():
            yield from draw_table(pen, block)


def _entry(pen: Pen, entry: blocks.Entry) -> RenderableType:
    body = Group(*(part for block in entry.blocks for part in _draw(pen, block)))
    if not entry.fit:
        return pen.hang(f"{entry.number}.", Group(pen.text(entry.title, "bold"), body), "bold")
    named = Text.assemble(pen.text(entry.title, "bold"), ": ", pen.text(entry.fit))
    below = pen.hang(" ", body) if pen.width >= BORDERS else body
    return Group(pen.hang(pen.bar(entry.cells) if entry.cells else pen.bullet, named), below)


def _sayings(pen: Pen, said: blocks.Sayings) -> Iterator[RenderableType]:
    for place, words in enumerate(said.answers):
        if pen.width < BORDERS:
            yield pen.text(f"{said.beside}: {words}")
        else:
            yield pen.hang(("" if place else said.beside).ljust(said.widest), pen.text(words), "dim")
