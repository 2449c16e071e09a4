"""Worked people, one by one: every flag, every cause, the ordinary traps and the development stories."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from spasm_cli.core.answers import Answer
from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.cases import Case
from spasm_cli.core.evaluation import Outcome
from spasm_cli.core.interview import Interview
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.triage import triage
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases, score_cases

CASES = Path(__file__).parent / "cases"
DEVELOPMENT = ["development_a.toml", "development_b.toml"]

BELOW_THE_REVIEW: set[str] = set()
"""Being unsure comes to less than the safety review asks for. May only shrink."""

UNDER_TRIAGED = {"metabolic_endocrine_thin"}
"""People with a cause who should be told to book a visit and are not. May only shrink."""

NEVER_ASKED_FOR = {"dehydration_textbook"}
"""The interview ends before it asks for the exposure that would show their cause. May only shrink."""

OVER_TRIAGED = {
    "ms_old_electric_shocks",
    "panic_with_clawed_hands",
    "rucksack_shoulders",
    "sore_after_first_squats",
    "sprained_ankle",
    "stitch",
}
"""Ordinary people whom the wording of a box sends too high. May only shrink."""

VISIBLE_EMERGENCIES = {
    "D002", "D007", "D008", "D011", "D012", "D023", "D035", "D036", "D038", "D040", "D042",
}  # fmt: skip
VISIBLE_DANGERS = {"D018", "D019", "D028"}

WANTED = {"top-1": 0.65, "top-3, acceptable causes too": 0.9}
"""What the project asks for."""

FLOOR = {"top-1": 18, "top-3, acceptable causes too": 23}
"""Hits in either encoding on the day that this was written. Raise it when the knowledge gets better."""


def people(name: str, start: str = "") -> list[Any]:
    """Give the cases of a file whose id starts so, as parameters of a test."""
    return [
        pytest.param(case, id=case.id) for case in load_cases(str(CASES / name)) if case.id.startswith(start)
    ]


def assessed(knowledge: Knowledge, case: Case) -> Assessment:
    return assess(knowledge, parse_answers(knowledge, case.answers, source=case.id))


def interviewed(knowledge: Knowledge, answers: Mapping[str, Any]) -> Interview:
    """Ask a person who ticks nothing, and is not sure, wherever their answers are silent."""
    sheet = parse_answers(knowledge, answers, source="a person")
    interview = Interview(knowledge=knowledge)
    while interview.end is None:
        if interview.confirming:
            interview = interview.confirm("yes")
            continue
        assert interview.question is not None
        silent = Answer(not_sure=interview.question.kind == "one")
        interview = interview.answer(sheet.get(interview.question.id, silent))
    return interview


def outcomes(knowledge: Knowledge, name: str) -> dict[str, Outcome]:
    return {found.id: found for found in score_cases(knowledge, load_cases(str(CASES / name))).outcomes}


@pytest.mark.parametrize("path", sorted(CASES.glob("*.toml")), ids=lambda path: path.name)
def test_every_file_of_cases_fits_the_questions(knowledge: Knowledge, path: Path) -> None:
    report = score_cases(knowledge, load_cases(str(path)))
    assert report.cases == len(report.outcomes) > 0


# flags


def test_every_flag_has_a_case(knowledge: Knowledge) -> None:
    ids = {case.id for case in load_cases(str(CASES / "flags.toml")) if case.id.startswith("flag_")}
    assert ids == {f"flag_{flag.id}" for flag in knowledge.flags}


@pytest.mark.parametrize("case", people("flags.toml", "flag_"))
def test_a_flag_fires_and_the_person_ends_at_the_right_level(knowledge: Knowledge, case: Case) -> None:
    urgency = assessed(knowledge, case).urgency
    assert case.id.removeprefix("flag_") in [reason.id for reason in urgency.reasons]
    assert urgency.level is case.urgency


@pytest.mark.parametrize("case", people("flags.toml", "flag_"))
def test_the_interview_asks_for_what_raises_a_flag(knowledge: Knowledge, case: Case) -> None:
    found = triage(knowledge, interviewed(knowledge, case.answers).answers)
    assert case.id.removeprefix("flag_") in [reason.id for reason in found.reasons]
    assert found.level is case.urgency


def test_every_safety_question_has_its_unsure_cases(knowledge: Knowledge) -> None:
    ids = [case.id for case in load_cases(str(CASES / "flags.toml"))]
    for question in knowledge.questions:
        ends = {"_box", "_bare"} if question.kind == "many" else {"_bare"}
        if question.section == "safety":
            mine = [name for name in ids if name.startswith(f"unsure_{question.id}_")]
            assert {end for end in ends if any(name.endswith(end) for name in mine)} == ends, question.id


def test_being_unsure_comes_to_the_level_of_the_review(knowledge: Knowledge) -> None:
    unsure = [case for case in load_cases(str(CASES / "flags.toml")) if case.id.startswith("unsure_")]
    found = {case.id: assessed(knowledge, case).urgency.level for case in unsure}
    assert {case.id for case in unsure if found[case.id] is not case.urgency} == BELOW_THE_REVIEW


# causes


def test_every_cause_has_two_people(knowledge: Knowledge) -> None:
    ids = sorted(case.id for case in load_cases(str(CASES / "causes.toml")))
    assert ids == sorted(f"{cause.id}_{kind}" for cause in knowledge.causes for kind in ("textbook", "thin"))


@pytest.mark.parametrize("case", people("causes.toml"))
def test_the_cause_or_a_fair_one_is_among_the_first_three(knowledge: Knowledge, case: Case) -> None:
    assert score_cases(knowledge, [case]).outcomes[0].among_first


@pytest.mark.parametrize("case", [one for one in people("causes.toml") if one.id.endswith("_textbook")])
def test_the_textbook_puts_its_cause_first_among_its_kind(knowledge: Knowledge, case: Case) -> None:
    kind = knowledge.cause[case.cause].kind
    same = [cause.id for cause in assessed(knowledge, case).shown if cause.kind == kind]
    assert same[0] == case.cause


def test_the_interview_asks_enough_to_show_the_textbook_cause(knowledge: Knowledge) -> None:
    cases = [case for case in load_cases(str(CASES / "causes.toml")) if case.id.endswith("_textbook")]
    shown = {case.id: shown_after_interview(knowledge, case) for case in cases}
    assert {case.id for case in cases if case.cause not in shown[case.id]} == NEVER_ASKED_FOR


def shown_after_interview(knowledge: Knowledge, case: Case) -> list[str]:
    return [cause.id for cause in assess(knowledge, interviewed(knowledge, case.answers).answers).shown]


def test_people_with_a_cause_end_at_a_fair_level(knowledge: Knowledge) -> None:
    found = outcomes(knowledge, "causes.toml").values()
    assert {one.id for one in found if not one.urgency_fair} == UNDER_TRIAGED


# ordinary traps


def test_ordinary_trouble_stays_low(knowledge: Knowledge) -> None:
    traps = load_cases(str(CASES / "traps.toml"))
    low = {Level.SELF_CARE, Level.ROUTINE}
    assert all({case.urgency, *case.acceptable_urgency} <= low for case in traps)
    found = outcomes(knowledge, "traps.toml").values()
    assert {one.id for one in found if not one.urgency_fair} == OVER_TRIAGED


ORDINARY = {
    "calf cramp": {
        "region": "calf", "age": "60_to_74", "timing": "in_bed", "feel": "knot", "duration": "to_10_min",
        "course": "months_on_off", "side": "varies", "relief": "stretch", "activity": "ordinary",
        "sensation": "no_tingle", "leg_look": "usual", "stress": "little",
    },
    "tight neck at a desk": {
        "region": "neck_shoulder", "age": "40_to_59", "timing": "most_of_day", "feel": "tight_ache",
        "duration": "to_hours", "course": "months_on_off", "side": "both", "relief": "warmth_massage",
        "activity": "sitting", "sensation": "no_tingle", "stress": "some",
    },
    "back after gardening": {
        "region": "back", "age": "60_to_74", "timing": "after_effort", "feel": "tight_ache",
        "duration": "constant", "course": "new", "side": "both", "relief": "warmth_massage",
        "activity": "unusual", "sensation": "no_tingle", "stress": "little",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_person_meets_two_screens_and_may_stay_at_home(knowledge: Knowledge, name: str) -> None:
    interview = interviewed(knowledge, ORDINARY[name])
    screens = [q for q in knowledge.questions if q.section == "safety" and q.id in interview.asked]
    assert len(screens) == 2
    urgency = assess(knowledge, interview.answers).urgency
    assert urgency.complete
    assert urgency.level is Level.SELF_CARE


# the development stories


@pytest.mark.parametrize("name", DEVELOPMENT)
def test_no_danger_is_sent_home(knowledge: Knowledge, name: str) -> None:
    danger = {Level.EMERGENCY, Level.SAME_DAY}
    found = [one for one in outcomes(knowledge, name).values() if one.urgency in danger]
    assert len(found) == 19
    assert [one.id for one in found if one.got_urgency is Level.SELF_CARE] == []


@pytest.mark.parametrize("name", DEVELOPMENT)
def test_every_visible_emergency_ends_at_a_fair_level(knowledge: Knowledge, name: str) -> None:
    found = outcomes(knowledge, name)
    assert [one for one in sorted(VISIBLE_EMERGENCIES) if not found[one].urgency_fair] == []
    high = {Level.EMERGENCY, Level.SAME_DAY}
    assert [one for one in sorted(VISIBLE_DANGERS) if found[one].got_urgency not in high] == []


@pytest.mark.parametrize("name", DEVELOPMENT)
def test_nobody_who_can_only_stay_at_home_is_sent_higher(knowledge: Knowledge, name: str) -> None:
    cases = load_cases(str(CASES / name))
    home = [case.id for case in cases if case.urgency is Level.SELF_CARE and not case.acceptable_urgency]
    assert len(home) == 7
    found = outcomes(knowledge, name)
    assert [one for one in home if found[one].got_urgency is not Level.SELF_CARE] == []


@pytest.mark.parametrize("name", DEVELOPMENT)
def test_the_score_does_not_fall(knowledge: Knowledge, name: str) -> None:
    rows = {row.name: row.rate for row in score_cases(knowledge, load_cases(str(CASES / name))).rows}
    for measure, least in FLOOR.items():
        assert rows[measure].hits >= least, measure
        assert rows[measure].share >= WANTED[measure], measure
