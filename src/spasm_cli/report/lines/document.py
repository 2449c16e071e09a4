"""A document as plain text: sentences and "name: value" lines, for screen readers, pipes and files."""

from spasm_cli.report import blocks
from spasm_cli.report.lines.sheet import Sheet
from spasm_cli.report.wording import sentence

_APART = (blocks.Entry, blocks.Ledger)
"""Blocks that a blank line sets apart from what stands before them."""


def as_lines(document: blocks.Document, *, width: int = 78) -> str:
    """Return everything that the drawn form says, without boxes, colours, bars or a newline at the end."""
    sheet = Sheet(width)
    for part in document.parts:
        match part:
            case blocks.Banner():
                _write_all(sheet, (part.title, part.act, *part.blocks))
            case blocks.Beside():
                for section in (*part.left, *part.right, *part.after):
                    _section(sheet, section)
            case blocks.Section():
                _section(sheet, part)
    return sheet.text()


def _write(sheet: Sheet, block: blocks.Block, indent: int) -> None:  # noqa: C901, PLR0912 - one case for each block
    match block:
        case blocks.Say() | blocks.Drawing():
            sheet.say(block.words, indent=indent)
        case blocks.Labelled():
            sheet.label(block.name, block.words, indent=indent)
        case blocks.Because():
            sheet.label(block.name, block.words)
        case blocks.Point(name=""):
            sheet.say(block.words)
        case blocks.Point():
            sheet.label(block.name, block.words)
        case blocks.Crossed():
            sheet.label(block.title, block.why)
        case blocks.Caution():
            sheet.label(block.name, block.words, indent=indent)
        case blocks.Sayings():
            for words in block.answers:
                sheet.label(block.side, words, indent=indent)
        case blocks.Basis():
            sheet.say(block.follows_from, indent=indent)
            sheet.say(f"{block.grade} {block.figure}", indent=indent)
        case blocks.Answered(missing=True):
            sheet.label(block.words, block.ask)
        case blocks.Answered():
            sheet.say(f"{block.ask} {block.words}")
        case blocks.Cited():
            sheet.say(f"{block.id}: {block.words}")
            sheet.address(block.url, indent=2)
        case blocks.Compared():
            _compared(sheet, block)
        case blocks.Moves():
            for moved in (*block.new, *block.gone):
                for title, words in moved.lines:
                    sheet.label(moved.heading, f"{title}. {words}" if words else title)
        case blocks.Table():
            for name, *values in block.rows:
                told = zip(block.heads[1:], values, strict=True)
                sheet.label(name, ", ".join(f"{head} {value}" for head, value in told))
        case blocks.Entry():
            first = f"{block.number}. " if block.number else ""
            sheet.say(sentence(f"{block.title}: {block.fit}" if block.fit else block.title), first=first)
            _write_all(sheet, block.blocks, len(first))
        case blocks.Rule():
            sheet.label(block.id, block.words)
            _write_all(sheet, block.blocks, 2)
        case blocks.Ledger():
            _ledger(sheet, block)


def _write_all(sheet: Sheet, run: tuple[blocks.Block, ...], indent: int = 0, *, apart: bool = True) -> None:
    for block in run:
        if isinstance(block, _APART) and apart:
            sheet.gap()
        _write(sheet, block, indent)


def _section(sheet: Sheet, section: blocks.Section, above: str = "") -> None:
    heading = f"{above}: {section.heading}" if above else section.heading
    if section.part == "card":
        sheet.title(heading)
    elif heading and section.blocks:
        sheet.head(heading)
    else:
        sheet.gap()
    _write_all(sheet, section.blocks, apart=section.part != "card")
    for inner in section.sections:
        _section(sheet, inner, heading)


def _ledger(sheet: Sheet, ledger: blocks.Ledger) -> None:
    sheet.say(f"{ledger.title}.")
    _write_all(sheet, ledger.blocks, 2)
    for row in ledger.rows:
        sheet.label(f"{row.points:+d}", f"{row.words} ({', '.join(row.sources)})", indent=2)
    sheet.label(f"{ledger.score:+d}", ledger.sum, indent=2)


def _compared(sheet: Sheet, row: blocks.Compared) -> None:
    name = row.name if row.name.endswith("?") else f"{row.name}:"
    if row.stays:
        sheet.say(f"{name} {_words(row.after)} ({row.same})")
        return
    sheet.say(name)
    for head, cell in zip(row.heads, (row.before, row.after), strict=True):
        sheet.label(head, _words(cell), indent=2)


def _words(cell: blocks.Cell) -> str:
    """Return a cell as sentences."""
    return " ".join([f"{cell.words}.", *cell.more]) if cell.more else cell.words
