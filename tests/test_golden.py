"""Every form of the six worked cases, a comparison, and the pages about entries, as they were kept."""

import io
from collections.abc import Callable

import pytest
from forms import drawn, handout_html, plain_text
from kept import same_as_kept
from rich.console import Console

from spasm_cli.core.answers import Answer
from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.cases import Case
from spasm_cli.core.comparing import Changes, compare
from spasm_cli.core.conditions import change_answer
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.answers_file import answers_toml, parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.shipped import data_file
from spasm_cli.report.change import change_document
from spasm_cli.report.drawn.document import draw
from spasm_cli.report.lines.document import as_lines
from spasm_cli.report.lines.explain import explain, index

DEMO = load_cases(str(data_file("demo.toml")))
FORMS: dict[str, Callable[[Knowledge, Assessment], str]] = {
    "drawn_40.txt": lambda knowledge, found: drawn(knowledge, found, 40),
    "drawn_80.txt": lambda knowledge, found: drawn(knowledge, found, 80),
    "drawn_120.txt": lambda knowledge, found: drawn(knowledge, found, 120),
    "why_80.txt": lambda knowledge, found: drawn(knowledge, found, 80, why=True),
    "plain.txt": plain_text,
    "plain_why.txt": lambda knowledge, found: plain_text(knowledge, found, why=True),
    "page.html": handout_html,
    "answers.toml": answers_toml,
}
CHANGES = {
    "stays_first": ("night_cramp", "age", "40_to_59"),
    "other_first": ("night_cramp", "timing", "walking_standing"),
    "more_urgent": ("walking_calf", "look", "swollen"),
    "emergency": ("gardeners_back", "feeling", "saddle"),
}
"""A case, and the answer that is given instead to one of its questions."""
ENTRIES = (
    "nocturnal_leg_cramp",
    "medicine_related",
    "stretch_now",
    "walking_new",
    "THYX16",
    "look",
    "age",
)


def assessed(knowledge: Knowledge, name: str) -> Assessment:
    (case,) = (case for case in DEMO if case.id == name)
    return assess(knowledge, parse_answers(knowledge, case.answers, source=case.id), explore=True)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", DEMO, ids=lambda case: case.id)
def test_a_worked_case_looks_as_it_was_kept(case: Case, form: str, knowledge: Knowledge) -> None:
    found = assessed(knowledge, case.id)
    same_as_kept(f"{case.id}/{form}", FORMS[form](knowledge, found), sha256=found.knowledge.sha256)


def changed(knowledge: Knowledge, name: str) -> Changes:
    case_id, question, option = CHANGES[name]
    (case,) = (case for case in DEMO if case.id == case_id)
    before = parse_answers(knowledge, case.answers, source=case_id)
    after = change_answer(knowledge, before, question, Answer((option,)))
    return compare(assess(knowledge, before), assess(knowledge, after))


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", CHANGES)
def test_a_comparison_looks_as_it_was_kept(name: str, width: int, knowledge: Knowledge) -> None:
    stream = io.StringIO()
    document = change_document(knowledge, changed(knowledge, name))
    draw(Console(file=stream, width=width, color_system=None), document)
    same_as_kept(f"changes/{name}_{width}.txt", stream.getvalue())


@pytest.mark.parametrize("name", CHANGES)
def test_a_comparison_in_lines_reads_as_it_was_kept(name: str, knowledge: Knowledge) -> None:
    same_as_kept(f"changes/{name}_plain.txt", as_lines(change_document(knowledge, changed(knowledge, name))))


@pytest.mark.parametrize("name", ENTRIES)
def test_the_page_of_an_entry_reads_as_it_was_kept(name: str, knowledge: Knowledge) -> None:
    same_as_kept(f"explain/{name}.txt", explain(knowledge, name))


def test_the_index_reads_as_it_was_kept(knowledge: Knowledge) -> None:
    same_as_kept("explain/index.txt", index(knowledge))
