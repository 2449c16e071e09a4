"""Every form of every shipped and development case says the same."""

from pathlib import Path

import pytest
from forms import bare, every_form

from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.cases import Case
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.shipped import data_file

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
        if name == "html":
            continue  # the patient's page says less: tests/test_page.py
        text = bare(form)
        assert [words for words in said if bare(words) not in text] == [], name
        assert [words for words in not_said if bare(words) in text] == [], name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_ledger_adds_up_by_hand(case: Case, knowledge: Knowledge) -> None:
    for cause in assessed(knowledge, case).causes:
        assert cause.score == cause.prior + sum(line.weight for line in cause.evidence), cause.id


def test_the_worked_case_that_fits_nothing_fits_nothing(knowledge: Knowledge) -> None:
    (case,) = (case for case in DEMO if case.id == "fits_nothing")
    assert assessed(knowledge, case).verdict == "none"
