"""Who has no illness and takes no medicine reads no caution about one, on the card, the page and the page to print."""

import re

import pytest
from test_card import DESK_NECK

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.paper import Paper
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.report.handout import as_page
from spasm_cli.report.lines.document import as_lines
from spasm_cli.report.page import page_document
from spasm_cli.report.views import view_of
from spasm_cli.words import denials_in_a_row

DENIED = ("medicines", "conditions", "history", "present", "past", "feeling", "now")
ILLNESS = re.compile(
    r"\b(If|Not if) you [^:.]*\b(diabetes|blood thinner|bleed easily|steroid|heart|kidney|liver|asthma|blood pressure|"
    r"blood-pressure|water tablet|ciprofloxacin|lithium|artery|ulcer|naproxen|weak spine|fragile spine|brain or cord|bones|"
    r"limit on drinks|patch)\b",
)
"""How a caution begins. How much of a painkiller to take may still depend on an illness: that is no caution."""


@pytest.fixture(scope="module")
def healthy(knowledge: Knowledge) -> list[tuple[str, Assessment]]:
    """Every calm result of somebody whose answers, however they were, say no to all medicines and illnesses."""
    sheets = {"desk_neck": DESK_NECK}
    for file in ("data/demo.toml", "tests/cases/ordinary.toml", "tests/cases/development_a.toml"):
        sheets |= {f"{file} {case.id}": dict(case.answers) for case in load_cases(file)}
    found = []
    for name, sheet in sheets.items():
        given = parse_answers(knowledge, sheet, source=name)
        if not {"timing", "relief"} & given.keys():
            # Pain on walking is open by both; then a caution that may rest on it names all that it may rest on.
            continue
        told = dict(given.given) | dict.fromkeys(DENIED, Answer())
        told.setdefault("age", parse_answers(knowledge, {"age": "40_to_59"}, source=name)["age"])
        result = assess(knowledge, Answers(told))
        if result.urgency.level is not Level.EMERGENCY and result.stopped is None:
            found.append((name, result))
    return found


NAMED = {
    "now.chest": ("chest", "breath", "racing heart"),
    "now.head": ("headache", "sight", "speech", "balance"),
    "now.throat": ("swallow", "opening"),
    "now.faint": ("faint", "sweat"),
    "now.fever": ("fever", "shiver"),
    "now.gut": ("belly", "testicle", "groin", "vomit", "diarrhoea"),
    "now.pee": ("brown", "bloody", "burning", "little"),
    "now.body": ("claw", "lips", "jerk"),
    "feeling.numb_one": ("numb", "tingl"),
    "feeling.saddle": ("genitals", "back passage", "buttocks"),
    "look.cold": ("cold", "pale", "blue", "grey"),
    "look.hot": ("hot", "red", "darker"),
    "look.skin": ("blister", "purple", "black"),
    "look.hard": ("rock-hard", "hour"),
    "back.night": ("lying", "night"),
    "back.tearing": ("ripping", "boring"),
    "back.belt": ("band", "chest", "belly"),
    "neck.lump": ("neck", "face", "gum"),
    "heat_which.trapped": ("trapped", "hours"),
}
"""What a line asks, told by hand: whoever denied it by mistake finds it in what is read back."""


@pytest.mark.parametrize("line", NAMED)
def test_what_was_denied_is_read_back_with_every_sign_of_its_line(knowledge: Knowledge, line: str) -> None:
    told = denials_in_a_row(knowledge, [line])
    assert not [sign for sign in NAMED[line] if sign not in told.lower()], told


def test_the_pattern_finds_such_a_caution() -> None:
    assert ILLNESS.search("Not if you have a sore foot, or take a drug like ciprofloxacin.")
    assert not ILLNESS.search("Not if you have a sore foot. It can be the heart.")


def test_no_caution_names_an_illness_or_a_medicine_that_was_denied(
    healthy: list[tuple[str, Assessment]], knowledge: Knowledge
) -> None:
    assert len(healthy) > 60
    assert sum(bool(step.cautions) for _, found in healthy for step in found.steps) > 60
    for name, found in healthy:
        page = as_page(page_document(knowledge, found, Paper()), about="x", language="en", large=False)
        for text in (
            as_lines(view_of(knowledge, found, "card")),
            as_lines(view_of(knowledge, found, "page")),
            re.sub("<[^>]+>", " ", page),
        ):
            flat = " ".join(text.split())
            found_in = ILLNESS.search(flat)
            assert found_in is None, (name, found_in, flat)
