"""What a terminal of 80 by 24 shows when a result is all printed: how to begin, and whom to call."""

import io
import re

import pytest
from rich.console import Console

from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.report.blocks import Document
from spasm_cli.report.card_words import step_to_start_with
from spasm_cli.report.drawn.document import draw
from spasm_cli.report.lines.document import as_lines
from spasm_cli.report.views import View, view_of

FILES = ("development_a", "development_b", "development_2", "development_3a", "development_3b", "ordinary")
ROWS = 23
"""The last row is for the line of keys, or for the shell."""


@pytest.fixture(scope="module")
def calm(knowledge: Knowledge) -> list[tuple[str, Assessment]]:
    """Every result that is no emergency and no stop."""
    found = []
    for file in ("data/demo.toml", *(f"tests/cases/{name}.toml" for name in FILES)):
        for case in load_cases(file):
            answers = parse_answers(knowledge, case.answers, source=case.id)
            result = assess(knowledge, answers)
            if result.urgency.level is not Level.EMERGENCY and result.stopped is None:
                found.append((f"{file} {case.id}", result))
    assert len(found) > 200
    assert sum(step_to_start_with(result) is not None for _, result in found) > 180
    return found


def printed(document: Document, *, drawn: bool) -> list[str]:
    if not drawn:
        return as_lines(document, width=79).splitlines()
    stream = io.StringIO()
    draw(Console(file=stream, width=80, color_system=None), document)
    return stream.getvalue().splitlines()


def flat(text: str) -> str:
    """Words alone, whatever stands at the left of their lines."""
    return " ".join(re.sub(r"[▌!]", " ", text).split())


@pytest.mark.parametrize("drawn", [True, False], ids=["drawn", "lines"])
@pytest.mark.parametrize("view", ["card", "page", "why"])
def test_the_first_step_its_how_its_cautions_and_a_number_are_on_the_last_screen(
    view: View, drawn: bool, calm: list[tuple[str, Assessment]], knowledge: Knowledge
) -> None:
    for name, found in calm:
        last = flat("\n".join(printed(view_of(knowledge, found, view), drawn=drawn)[-ROWS:]))
        assert "Call 999" in last, name
        step = step_to_start_with(found)
        for words in (step.title, step.brief, *step.cautions) if step else ():
            assert flat(words) in last, name
