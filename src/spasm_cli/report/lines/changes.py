"""What moved between two results as plain sentences, for screen readers, pipes and files."""

from spasm_cli.core.comparing import Changes
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.report.change_page import (
    AFTER,
    BEFORE,
    MOVED,
    SAME,
    Cell,
    ChangeRow,
    StepGroup,
    make_change_page,
)
from spasm_cli.report.lines.sheet import Sheet
from spasm_cli.report.page import TO_DO


def changes_text(knowledge: Knowledge, changes: Changes, *, width: int = 78) -> str:
    """Return everything that the drawn comparison says, without a newline at the end."""
    page = make_change_page(knowledge, changes)
    sheet = Sheet(width)
    sheet.head(MOVED)
    for row in (*page.answers, page.urgency):
        _row(sheet, row)
    for words in (page.nothing, page.verdict):
        sheet.say(words)
    for heading, rows in page.causes:
        sheet.head(heading)
        for row in rows:
            _row(sheet, row)
    if page.new or page.gone:
        sheet.head(TO_DO)
    for group in (*page.new, *page.gone):
        _steps(sheet, group)
    return sheet.text()


def _row(sheet: Sheet, row: ChangeRow) -> None:
    name = row.name if row.name.endswith("?") else f"{row.name}:"
    if row.stays:
        sheet.say(f"{name} {_words(row.after)} ({SAME})")
        return
    sheet.say(name)
    sheet.label(BEFORE.capitalize(), _words(row.before), indent=2)
    sheet.label(AFTER.capitalize(), _words(row.after), indent=2)


def _words(cell: Cell) -> str:
    """Return a cell as sentences."""
    return " ".join([f"{cell.words}.", *cell.more]) if cell.more else cell.words


def _steps(sheet: Sheet, group: StepGroup) -> None:
    for title, words in group.lines:
        sheet.label(group.heading, f"{title}. {words}".strip() if words else title)
