"""Every form of the six worked cases, a comparison, and the pages about entries, as they were kept."""

import io
import re
from collections.abc import Callable

import pytest
from forms import drawn, handout_html, plain_text
from kept import same_as_kept
from rich.console import Console
from test_report import SHEETS, SMALL, TYPICAL, result

from spasm_cli.core.answers import Answer
from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.cases import Case
from spasm_cli.core.comparing import Changes, compare
from spasm_cli.core.conditions import change_answer
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.paper import Clinic, Paper
from spasm_cli.files.answers_file import answers_toml, parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.fhir_writing import response_text
from spasm_cli.files.shipped import data_file
from spasm_cli.report.blocks import Document
from spasm_cli.report.card import card_document
from spasm_cli.report.change import change_document
from spasm_cli.report.drawn.document import draw
from spasm_cli.report.handout import as_note, as_page
from spasm_cli.report.lines.document import as_lines
from spasm_cli.report.lines.explain import explain, index
from spasm_cli.report.note import note_document
from spasm_cli.report.page import page_document
from spasm_cli.report.result import result_document

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


def small_forms(found: Assessment) -> dict[str, str]:
    """Return every form of a result on the small file, drawn on both sides of each width that decides how it looks."""
    paper = Paper(date="2026-11-29", code="AB-CD", clinic=Clinic("The clinic", "01 234", "Mo to Fr"))
    card, why = card_document(SMALL, found), result_document(SMALL, found, why=True)
    note = note_document(SMALL, found, paper)
    return {
        **{f"card at {width}": document_drawn(card, width) for width in (29, 30, 80, 100)},
        "card in lines": as_lines(card),
        **{f"why at {width}": document_drawn(why, width) for width in (29, 30, 100)},
        "why in lines": as_lines(why),
        "page": styleless(as_page(page_document(SMALL, found, paper), about="About", language="en")),
        "page with room": as_lines(page_document(SMALL, found, paper, most=10_000)),
        "page without": as_lines(page_document(SMALL, found, paper, most=1)),
        "note": styleless(as_note(note, about="About", language="en")),
        "note in lines": as_lines(note),
        "FHIR": response_text(SMALL, found),
        "answers": answers_toml(SMALL, found),
    }


def styleless(html: str) -> str:
    return re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)


def together(forms: dict[str, str]) -> str:
    return "\n".join(f"===== {name}\n{text}" for name, text in forms.items())


SMALL_SHEETS = SHEETS | {"two reasons": {**TYPICAL, "takes": ["coffee", "salt"]}}


@pytest.mark.parametrize("sheet", SMALL_SHEETS)
def test_every_form_of_the_small_file_is_as_it_was_kept(sheet: str) -> None:
    forms = together(small_forms(result(SMALL_SHEETS[sheet])))
    same_as_kept(f"small/{sheet.replace(' ', '_')}.txt", forms, sha256=SMALL.sha256)


@pytest.mark.parametrize("after", ["close", "same day", "emergency", "unchecked"])
def test_what_changed_on_the_small_file_is_as_it_was_kept(after: str) -> None:
    document = change_document(SMALL, compare(result("typical"), result(after)))
    forms = {f"at {width}": document_drawn(document, width) for width in (29, 30, 99, 100)}
    forms["in lines"] = as_lines(document)
    same_as_kept(f"small/change_{after.replace(' ', '_')}.txt", together(forms))


def document_drawn(document: Document, width: int) -> str:
    stream = io.StringIO()
    draw(Console(file=stream, width=width, color_system=None), document)
    return stream.getvalue()


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
