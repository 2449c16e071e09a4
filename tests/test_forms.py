"""Every form of every shipped and development case says the same; the six worked cases look as they were kept."""

import os
from pathlib import Path

import pytest
from forms import bare, drawn, every_form

from spasm_cli.answers import parse_answers
from spasm_cli.assessment import Assessment, assess
from spasm_cli.cases import Case
from spasm_cli.cases_file import load_cases
from spasm_cli.frame import Level
from spasm_cli.knowledge import Knowledge
from spasm_cli.loading import data_file

HERE = Path(__file__).parent
DEMO = load_cases(str(data_file("demo.toml")))
CASES = [
    *DEMO,
    *load_cases(str(HERE / "cases/development_a.toml")),
    *load_cases(str(HERE / "cases/traps.toml")),
]


def assessed(knowledge: Knowledge, case: Case) -> Assessment:
    return assess(knowledge, parse_answers(knowledge, case.answers, source=case.id), explore=True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_form_carries_the_same_urgency_causes_steps_and_cautions(
    case: Case, knowledge: Knowledge
) -> None:
    assessment = assessed(knowledge, case)
    urgency = assessment.urgency
    said = {urgency.title, urgency.act, urgency.note}
    said |= {reason.say for reason in urgency.reasons if reason.level is urgency.level}
    not_said: set[str] = set()
    if urgency.level is Level.EMERGENCY:
        not_said = {step.how for step in knowledge.steps} | {cause.summary for cause in knowledge.causes}
    else:
        said |= {words for cause in assessment.causes if cause.shown for words in (cause.name, cause.summary)}
        said |= {words for step in assessment.steps if step.shown for words in (step.title, step.how)}
        said |= {caution for step in assessment.steps if step.shown for caution in step.cautions}
        said |= {assessment.purpose, assessment.knowledge.sha256[:8]}
        said |= {words for out in assessment.left_out for words in (out.title, out.why)}
    for name, form in every_form(knowledge, assessment).items():
        text = bare(form)
        assert [words for words in said if bare(words) not in text] == [], name
        assert [words for words in not_said if bare(words) in text] == [], name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_ledger_adds_up_by_hand(case: Case, knowledge: Knowledge) -> None:
    for cause in assessed(knowledge, case).causes:
        assert cause.score == cause.prior + sum(line.weight for line in cause.evidence), cause.id


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("case", DEMO, ids=lambda case: case.id)
def test_a_worked_case_looks_as_it_was_kept(case: Case, width: int, knowledge: Knowledge) -> None:
    """UPDATE_GOLDEN=1 keeps a new screen."""
    assessment = assessed(knowledge, case)
    text = "\n".join(line.rstrip() for line in drawn(knowledge, assessment, width).splitlines()) + "\n"
    # The hash changes with every edit of the knowledge file; the screens need not.
    text = text.replace(assessment.knowledge.sha256[:8], "########")
    path = HERE / "golden" / f"demo_{width}_{case.id}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


def test_the_worked_case_that_fits_nothing_fits_nothing(knowledge: Knowledge) -> None:
    (case,) = (case for case in DEMO if case.id == "fits_nothing")
    assert assessed(knowledge, case).verdict == "none"
