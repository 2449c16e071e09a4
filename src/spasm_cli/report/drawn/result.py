"""The result drawn on a terminal with rich. Only `Text` is drawn: no word from a file is read as markup."""

from collections.abc import Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.report.drawn.pen import BORDERS, GUTTER, Pen, beside
from spasm_cli.report.drawn.why import draw_why
from spasm_cli.report.page import (
    CHANGES,
    FEEDING,
    FEEDING_NOTE,
    GET_HELP,
    IN_SHORT,
    LEFT_OUT,
    LOOKS_LIKE,
    TO_DO,
    CauseWords,
    Page,
    StepWords,
)
from spasm_cli.report.result_page import make_page
from spasm_cli.report.words import UNCHECKED

SIDE_BY_SIDE = 100
"""Columns from which causes and steps stand beside each other."""
WIDEST = 132
"""Longer lines are hard to read."""
LEFT_SHARE = 42
"""Per cent of the width for the causes; the steps say more."""

TONE_STYLE = {
    Level.EMERGENCY: "red",
    Level.SAME_DAY: "yellow",
    Level.ROUTINE: "cyan",
    Level.SELF_CARE: "green",
    UNCHECKED: "default",
}


def show(console: Console, knowledge: Knowledge, assessment: Assessment, *, why: bool = False) -> None:
    """Print a result: urgency first, then causes and steps, beside each other where there is room."""
    page = make_page(knowledge, assessment, why=why)
    pen = Pen(width=min(console.width, WIDEST), ascii_only=console.options.ascii_only)
    for part in _parts(pen, page):
        console.print(part, width=pen.width)


def _parts(pen: Pen, page: Page) -> Iterator[RenderableType]:
    yield _banner(pen, page)
    yield from _body(pen, page)
    yield from _after(pen, page)
    if page.why:
        yield from draw_why(pen, page, page.why)
    if page.in_short:
        yield pen.text(f"{IN_SHORT}: {page.in_short}", "bold")
        yield Text()
    yield pen.text(page.purpose)
    if page.knowledge:
        yield pen.text(page.knowledge, "dim")


def _banner(pen: Pen, page: Page) -> RenderableType:
    bullet = pen.glyph("•", "*")
    lines: list[RenderableType] = [
        pen.text(page.title, f"bold {TONE_STYLE[page.tone]}"),
        pen.text(page.act, "bold"),
    ]
    if page.start_with:
        lines.append(pen.text(page.start_with, "bold"))
    for reason in page.reasons:
        also = f"Also ({reason.also}): " if reason.also else ""
        lines.append(pen.hang(bullet, pen.text(also + reason.say)))
    lines += [pen.text(words) for words in (page.note, page.meanwhile) if words]
    if page.elsewhere:
        lines.append(pen.text(page.elsewhere, "dim"))
    if pen.width < BORDERS:
        return Group(*lines, Text())
    shape = box.HEAVY if page.level is Level.EMERGENCY else box.ROUNDED
    return Panel(Group(*lines), box=shape, border_style=TONE_STYLE[page.tone], expand=True)


def _body(pen: Pen, page: Page) -> Iterator[RenderableType]:
    if pen.width < SIDE_BY_SIDE or not (page.phases or page.left_out):
        yield from _causes(pen, page)
        yield from _steps(pen, page)
        return
    left = pen.within(pen.width * LEFT_SHARE // 100)
    right = pen.within(pen.width - left.width - GUTTER)
    yield beside((left.width, Group(*_causes(left, page))), (right.width, Group(*_steps(right, page))))


def _causes(pen: Pen, page: Page) -> Iterator[RenderableType]:
    if page.patterns or page.verdict:
        yield pen.heading(LOOKS_LIKE)
    if page.verdict:
        yield pen.text(page.verdict)
        yield Text()
    for cause in page.patterns:
        yield _cause(pen, cause)
    if page.contributors:
        yield pen.heading(FEEDING)
        yield pen.text(FEEDING_NOTE, "dim")
    for cause in page.contributors:
        yield _cause(pen, cause)


def _cause(pen: Pen, cause: CauseWords) -> RenderableType:
    name = pen.hang(
        pen.bar(cause.cells), Text.assemble(pen.text(cause.name, "bold"), ": ", pen.text(cause.fit))
    )
    body: list[RenderableType] = [pen.text(cause.clinical_name, "dim"), pen.text(cause.summary)]
    for side, answers in cause.sides:
        body += _speaks(pen, side.lower(), answers)
    below = Group(*body)
    return Group(name, pen.hang(" ", below) if pen.width >= BORDERS else below, Text())


def _speaks(pen: Pen, side: str, answers: tuple[str, ...]) -> Iterator[RenderableType]:
    for place, words in enumerate(answers):
        if pen.width < BORDERS:
            yield pen.text(f"{side}: {words}")
        else:
            yield pen.hang(("" if place else side).ljust(len("you said")), pen.text(words), "dim")


def _steps(pen: Pen, page: Page) -> Iterator[RenderableType]:
    for phase in page.phases:
        yield pen.heading(f"{TO_DO}: {phase.heading}")
        for step in phase.steps:
            yield _step(pen, step, sources=page.why is not None)
    if page.left_out:
        yield pen.heading(LEFT_OUT)
        cross = pen.glyph("✗", "x")
        for out in page.left_out:
            yield pen.hang(cross, Group(pen.text(out.title, "bold"), pen.text(out.why)))
        yield Text()


def _step(pen: Pen, step: StepWords, *, sources: bool) -> RenderableType:
    body: list[RenderableType] = [pen.text(step.title, "bold"), pen.text(step.how)]
    body += [pen.hang("!", pen.text(caution), "bold yellow") for caution in step.cautions]
    body.append(pen.text(f"{step.follows_from} {step.evidence}", "dim"))
    if sources:
        body.append(pen.text(f"Sources: {', '.join(step.sources)}", "dim"))
    return Group(pen.hang(f"{step.number}.", Group(*body), "bold"), Text())


def _after(pen: Pen, page: Page) -> Iterator[RenderableType]:
    bullet = pen.glyph("•", "*")
    if page.changes:
        yield pen.heading(CHANGES)
        yield from (pen.hang(bullet, pen.text(change)) for change in page.changes)
        yield Text()
    if page.get_help:
        yield pen.heading(GET_HELP)
        for name, words in page.get_help:
            text = Text.assemble(pen.text(name, "bold"), ": " if name else "", pen.text(words))
            yield pen.hang(bullet, text) if name else text
        yield Text()
    if page.not_sure:
        yield pen.text(page.not_sure)
        yield Text()
