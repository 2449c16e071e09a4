"""Every form of a result, in one list: what must hold for all forms is tried on all. Add a new one here."""

import html
import io
import re
from typing import TypeVar

import msgspec
from rich.console import Console

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.paper import Paper
from spasm_cli.report import blocks
from spasm_cli.report.drawn.document import draw
from spasm_cli.report.handout import as_note, as_page
from spasm_cli.report.lines.document import as_lines
from spasm_cli.report.note import note_document
from spasm_cli.report.page import MOST_WORDS, page_document
from spasm_cli.report.result import result_document


def drawn(knowledge: Knowledge, assessment: Assessment, width: int, *, why: bool = False) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=width, color_system=None)
    draw(console, result_document(knowledge, assessment, why=why))
    return stream.getvalue()


def plain_text(knowledge: Knowledge, assessment: Assessment, *, why: bool = False, width: int = 78) -> str:
    return as_lines(result_document(knowledge, assessment, why=why), width=width)


def patients_page(knowledge: Knowledge, assessment: Assessment, most: int = MOST_WORDS) -> blocks.Document:
    return page_document(knowledge, assessment, Paper(date="2026-11-29"), most=most)


def handout_html(knowledge: Knowledge, assessment: Assessment, most: int = MOST_WORDS) -> str:
    meta = knowledge.meta
    return as_page(patients_page(knowledge, assessment, most), about=meta.title, language=meta.language)


def note_html(knowledge: Knowledge, assessment: Assessment) -> str:
    document = note_document(knowledge, assessment, Paper(date="2026-11-29"))
    return as_note(document, about=knowledge.meta.title, language=knowledge.meta.language)


def page_text(knowledge: Knowledge, assessment: Assessment) -> str:
    page = re.sub(r'<svg[^>]*aria-label="([^"]*)"[^>]*>', r"\1", handout_html(knowledge, assessment))
    return html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL))


def every_form(knowledge: Knowledge, assessment: Assessment, *, why: bool = False) -> dict[str, str]:
    """Return each form that reads from top to bottom (side by side, words of two columns stand in one line); the handout has no `why`."""
    return {
        "drawn": drawn(knowledge, assessment, 80, why=why),
        "narrow": drawn(knowledge, assessment, 40, why=why),
        "plain": plain_text(knowledge, assessment, why=why),
        "html": page_text(knowledge, assessment),
    }


SHAPE = {"tone", "part", "weight", "mark", "beside", "box", "lines"}
"""Fields of a block that choose how it looks, and are no words."""
IF_NEEDED = {"sides", "heads", "same"}
"""Words that are said only where something moved, or only where it stayed."""


def _unsaid(block: msgspec.Struct) -> set[str]:
    """Name the fields of a block that some form shows by a mark instead."""
    marked = isinstance(block, blocks.Caution)
    marked |= isinstance(block, blocks.Labelled) and block.quiet
    marked |= isinstance(block, blocks.Because) and not block.matters
    return SHAPE | IF_NEEDED | ({"name"} if marked else set())


def words_of(value: object) -> list[str]:
    """Return all that a document, a part or a block says."""
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, tuple):
        return [words for each in value for words in words_of(each)]
    if isinstance(value, msgspec.Struct):
        fields = (name for name in value.__struct_fields__ if name not in _unsaid(value))
        return [words for name in fields for words in words_of(getattr(value, name))]
    return []


Kind = TypeVar("Kind", bound=msgspec.Struct)


def blocks_of(value: object, kind: type[Kind]) -> list[Kind]:
    """Return all blocks of a kind in a document, in order."""
    if isinstance(value, kind):
        return [value]
    if isinstance(value, tuple):
        return [block for each in value for block in blocks_of(each, kind)]
    if isinstance(value, msgspec.Struct):
        return [block for name in value.__struct_fields__ for block in blocks_of(getattr(value, name), kind)]
    return []


def bare(text: str) -> str:
    """Words alone: without borders and line breaks."""
    return " ".join(re.sub(r"[│┃╭╮╰╯─━┏┓┗┛]", " ", text).split())
