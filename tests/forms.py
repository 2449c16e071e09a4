"""Every form of a result, in one list: what must hold for all forms is tried on all. Add a new one here."""

import html
import io
import re

from rich.console import Console

from spasm_cli.core.assessment import Assessment
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.report.drawn.result import show
from spasm_cli.report.handout import handout_html
from spasm_cli.report.lines.result import plain_text


def drawn(knowledge: Knowledge, assessment: Assessment, width: int, *, why: bool = False) -> str:
    stream = io.StringIO()
    show(Console(file=stream, width=width, color_system=None), knowledge, assessment, why=why)
    return stream.getvalue()


def page_text(knowledge: Knowledge, assessment: Assessment) -> str:
    page = re.sub(r"<style>.*?</style>|<[^>]*>", " ", handout_html(knowledge, assessment), flags=re.DOTALL)
    return html.unescape(page)


def every_form(knowledge: Knowledge, assessment: Assessment, *, why: bool = False) -> dict[str, str]:
    """Return each form that reads from top to bottom (side by side, words of two columns stand in one line); the handout has no `why`."""
    return {
        "drawn": drawn(knowledge, assessment, 80, why=why),
        "narrow": drawn(knowledge, assessment, 40, why=why),
        "plain": plain_text(knowledge, assessment, why=why),
        "html": page_text(knowledge, assessment),
    }


def bare(text: str) -> str:
    """Words alone: without borders and line breaks."""
    return " ".join(re.sub(r"[│┃╭╮╰╯─━┏┓┗┛]", " ", text).split())
