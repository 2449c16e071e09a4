"""The clinician's page, and why in short: every number and every sign denied."""

import re
from pathlib import Path
from typing import Any

import pytest
from test_page import HOSTILE, VOID, Reader, poisoned
from test_report import QUIET, SMALL
from test_report import result as small_result

from spasm_cli.core.answers import from_plain, to_plain
from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.cases import Case
from spasm_cli.core.danger_signs import denied
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.paper import Clinic, Paper
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.shipped import data_file
from spasm_cli.report import blocks
from spasm_cli.report.handout import as_note
from spasm_cli.report.lines.document import as_lines
from spasm_cli.report.note import note_document
from spasm_cli.report.points import first_causes, points_section
from spasm_cli.report.result import why_document
from spasm_cli.report.views import view_of

CASES = {case.id: case for case in load_cases(str(data_file("demo.toml")))}
PAPER = Paper(date="2026-11-29", clinic=Clinic("Harbour Physio", "020"))
ALL = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def result(knowledge: Knowledge, case: Case) -> Assessment:
    return assess(knowledge, parse_answers(knowledge, case.answers, source="test"), explore=True)


def numbers(text: str) -> set[str]:
    return set(re.findall(r"[+-]?[0-9]+", text))


def running(text: str) -> str:
    return " ".join(text.split())


@ALL
def test_a_note_holds_every_number_of_why_and_every_sign_denied(case: Case, knowledge: Knowledge) -> None:
    assessment = result(knowledge, case)
    note = as_lines(note_document(knowledge, assessment, PAPER))
    # What to do and whom to call is for the patient.
    told = numbers(f"{assessment.safety_net} {assessment.urgency.act}")
    assert numbers(as_lines(why_document(knowledge, assessment))) - told <= numbers(note)
    signs = denied(knowledge, parse_answers(knowledge, case.answers, source="test"))
    assert len(signs) > 5
    assert [sign for sign in signs if knowledge.label(sign) not in running(note)] == []
    assert knowledge.sha256 in note
    assert {"2026-11-29", "Harbour Physio"} <= {
        word for word in ("2026-11-29", "Harbour Physio") if word in note
    }


def test_every_sign_that_anybody_denied_is_named_whole(knowledge: Knowledge) -> None:
    """On the review a screen of background on which all was denied is named by its short name alone."""
    count = 0
    for name in ("ordinary", "development_a", "traps"):
        for case in load_cases(str(Path(__file__).parent / f"cases/{name}.toml")):
            given = parse_answers(knowledge, case.answers, source=case.id)
            note = running(as_lines(note_document(knowledge, assess(knowledge, given), PAPER)))
            told = note.partition("DANGER SIGNS DENIED")[2].partition("YOUR ANSWERS")[0]
            signs = denied(knowledge, given)
            count += len(signs)
            assert [sign for sign in signs if knowledge.label(sign) not in told] == [], case.id
    assert count > 5000


@ALL
def test_the_table_adds_up_by_hand(case: Case, knowledge: Knowledge) -> None:
    assessment = result(knowledge, case)
    section = points_section(knowledge, assessment)
    tables = [block for block in section.blocks if isinstance(block, blocks.Table)]
    if not assessment.causes:
        assert section.empty
        return
    columns = [[int(value) for value in column] for column in list(zip(*tables[0].rows, strict=True))[1:]]
    causes = first_causes(assessment)
    assert len(columns) == len(causes) == 3
    for column, cause in zip(columns, causes, strict=True):
        assert column[0] == cause.prior
        assert sum(column[:-1]) == column[-1] == cause.score
    assert [cause.id for cause in causes][: len(assessment.shown)] == [
        cause.id for cause in assessment.shown
    ][:3]
    moved = {row.question for cause in causes for row in cause.evidence if row.weight}
    assert len(tables[0].rows) == len(moved) + 2


def test_why_is_the_table_first_and_the_rest_on_demand(knowledge: Knowledge) -> None:
    assessment = result(knowledge, CASES["night_cramp"])
    short = as_lines(view_of(knowledge, assessment, "why"))
    whole = as_lines(view_of(knowledge, assessment, "everything"))
    assert short.index("HOW THE POINTS ADD UP") < short.index("YOUR ANSWERS")
    assert len(short.splitlines()) < 100 < len(whole.splitlines())
    assert "HOW THE POINTS ADD UP, CAUSE BY CAUSE" not in short
    assert (
        whole.index("HOW THE POINTS ADD UP")
        < whole.index("WHAT IT LOOKS LIKE")
        < whole.index("CAUSE BY CAUSE")
    )
    assert "--why --full" in short


@ALL
def test_the_note_in_a_browser_says_what_the_note_in_letters_says(case: Case, knowledge: Knowledge) -> None:
    document = note_document(knowledge, result(knowledge, case), PAPER)
    page = as_note(document, about="A", language="en")
    text = Reader(page).text
    for word in re.findall(r"[\w+-]+", as_lines(document, width=10_000)):
        assert word.lower() in text.lower()
    assert not {tag for tag, _ in Reader(page).elements} & {"script", "link", "a", "img", "iframe", "form"}
    assert not re.search(r"url\(|@import", page)
    assert VOID


def test_words_from_a_file_stay_words_in_a_note(knowledge: Knowledge) -> None:
    document = note_document(knowledge, result(knowledge, CASES["walking_calf"]), PAPER)
    plain = Reader(as_note(document, about="A", language="en"))
    hostile = Reader(as_note(poisoned(document), about=HOSTILE, language=HOSTILE))
    assert hostile.elements == plain.elements


def note_of(sheet: str | dict[str, Any]) -> str:
    return running(as_lines(note_document(SMALL, small_result(sheet), PAPER)))


def test_a_note_has_what_was_not_asked_and_each_step_given_with_what_to_mind() -> None:
    assert "Safety question not answered: What about danger?" in note_of("unchecked")
    assert "not answered" not in note_of("typical")
    note = note_of({**QUIET, "time": "night", "takes": ["coffee"]})
    assert "Title of careful: How to do careful. Say of careful." in note
    # More than two of a phase are planned; two are shown.
    assert "Title of unsafe: How to do unsafe." in note
    assert "Title of second" not in note


def test_answers_come_back_from_their_plain_form(knowledge: Knowledge) -> None:
    raw = {"region": "calf", "age": "not_sure", "look": ["swollen", "hot?"], "now": ["not_sure"], "past": []}
    answers = parse_answers(knowledge, raw, source="test")
    assert from_plain(knowledge, to_plain(knowledge, answers)).given == answers.given
