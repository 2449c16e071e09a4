"""The result as plain text: sentences and "name: value" lines, for screen readers, pipes and files."""

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.report.lines.sheet import Sheet
from spasm_cli.report.page import (
    ADDS_UP,
    ANSWERS,
    CHANGES,
    FEEDING,
    FEEDING_NOTE,
    GET_HELP,
    IN_SHORT,
    LEFT_OUT,
    LOOKS_LIKE,
    NOT_ANSWERED,
    SOURCES,
    TO_DO,
    WHY_URGENT,
    CauseWords,
    Page,
    StepWords,
    Why,
)
from spasm_cli.report.result_page import make_page
from spasm_cli.report.words import WHAT_POINTS_ARE, source_words


def plain_text(knowledge: Knowledge, assessment: Assessment, *, why: bool = False, width: int = 78) -> str:
    """Return everything that the drawn form says, without boxes, colours, bars or a newline at the end."""
    page = make_page(knowledge, assessment, why=why)
    sheet = Sheet(width)
    _urgency(sheet, page)
    _causes(sheet, page)
    _steps(sheet, page)
    _after(sheet, page)
    if page.why:
        _why(sheet, page, page.why)
    sheet.gap()
    sheet.label(IN_SHORT, page.in_short)
    sheet.gap()
    sheet.say(page.purpose)
    sheet.say(page.knowledge)
    return sheet.text()


def _urgency(sheet: Sheet, page: Page) -> None:
    sheet.label("Urgency", page.title)
    sheet.label("What to do", page.act)
    sheet.say(page.start_with)
    for reason in page.reasons:
        sheet.label(f"Also ({reason.also})" if reason.also else "Why", reason.say)
    sheet.label("Note", page.note)
    sheet.say(page.meanwhile)
    sheet.say(page.elsewhere)


def _causes(sheet: Sheet, page: Page) -> None:
    if page.patterns or page.verdict:
        sheet.head(LOOKS_LIKE)
        sheet.say(page.verdict)
    for place, cause in enumerate(page.patterns, 1):
        sheet.gap()
        _cause(sheet, cause, f"{place}. ")
    if page.contributors:
        sheet.head(FEEDING)
        sheet.say(FEEDING_NOTE)
    for cause in page.contributors:
        sheet.gap()
        _cause(sheet, cause, "")


def _cause(sheet: Sheet, cause: CauseWords, first: str) -> None:
    sheet.say(f"{cause.name}: {cause.fit}.", first=first)
    sheet.label("Clinical name", cause.clinical_name, indent=len(first))
    sheet.say(cause.summary, indent=len(first))
    for side, answers in cause.sides:
        for words in answers:
            sheet.label(side, words, indent=len(first))


def _steps(sheet: Sheet, page: Page) -> None:
    for phase in page.phases:
        sheet.head(f"{TO_DO}: {phase.heading}")
        for step in phase.steps:
            sheet.gap()
            _step(sheet, step, sources=page.why is not None)
    if page.left_out:
        sheet.head(LEFT_OUT)
    for step_out in page.left_out:
        sheet.label(step_out.title, step_out.why)


def _step(sheet: Sheet, step: StepWords, *, sources: bool) -> None:
    first = f"{step.number}. "
    sheet.say(f"{step.title}.", first=first)
    sheet.say(step.how, indent=len(first))
    for caution in step.cautions:
        sheet.label("Take care", caution, indent=len(first))
    for text in (step.follows_from, step.evidence):
        sheet.say(text, indent=len(first))
    if sources:
        sheet.label("Sources", ", ".join(step.sources), indent=len(first))


def _after(sheet: Sheet, page: Page) -> None:
    if page.changes:
        sheet.head(CHANGES)
    for change in page.changes:
        sheet.say(change)
    if page.get_help:
        sheet.head(GET_HELP)
    for name, words in page.get_help:
        if name:
            sheet.label(name, words)
        else:
            sheet.say(words)
    sheet.gap()
    sheet.say(page.not_sure)


def _why(sheet: Sheet, page: Page, why: Why) -> None:
    sheet.head(ANSWERS)
    for ask, words in page.answers:
        sheet.say(f"{ask} {words}")
    for ask in page.unanswered:
        sheet.label(NOT_ANSWERED, ask)
    if page.reasons:
        sheet.head(WHY_URGENT)
    for reason in page.reasons:
        sheet.label(reason.id, reason.may_be or reason.say)
        sheet.label("Answered", "; ".join(reason.answers), indent=2)
        sheet.label("Sources", ", ".join(reason.sources), indent=2)
    if why.ledgers:
        sheet.head(ADDS_UP)
        sheet.say(f"{WHAT_POINTS_ARE} {why.bands}")
    for cause in why.ledgers:
        _ledger(sheet, cause)
    if why.sources:
        sheet.head(SOURCES)
    for source in why.sources:
        sheet.say(f"{source.id}: {source_words(source)}")
        sheet.address(source.url, indent=2)


def _ledger(sheet: Sheet, cause: CauseWords) -> None:
    sheet.gap()
    sheet.say(f"{cause.name}: {cause.score:+d} points, {cause.fit}.")
    if cause.shown:
        sheet.label("Clinical name", f"{cause.clinical_name}{cause.codes}", indent=2)
        sheet.label("How good the claim is", f"{cause.claim} ({', '.join(cause.sources)})", indent=2)
    for row in cause.ledger:
        sheet.label(f"{row.points:+d}", f"{row.words} ({', '.join(row.sources)})", indent=2)
    sheet.label(f"{cause.score:+d}", "the sum", indent=2)
