"""Worked people, one by one: the pictures of dangers, every cause, the ordinary traps and the development stories."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from worked import WORKED

from spasm_cli.core.answers import Answer
from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.cases import Case
from spasm_cli.core.conditions import still_said
from spasm_cli.core.evaluation import Outcome
from spasm_cli.core.interview import Interview
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.triage import triage
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases, score_cases

CASES = Path(__file__).parent / "cases"
DEVELOPMENT = ["development_a.toml", "development_b.toml"]
"""Two encodings of the same stories."""
LATER = ["development_2.toml", "development_3a.toml", "development_3b.toml"]

LOST_BY_DOUBT: set[str] = set()
"""People in danger who are sent home where they are only unsure of their danger signs. May only shrink."""

NARROW = (
    "acute_neck", "nerve_entrapment", "peripheral_neuropathy", "viral_ache", "jaw_clenching", "benign_twitch",
    "task_dystonia", "spasticity", "joint_or_tendon", "inflammatory_stiffness", "widespread_pain", "chest_wall",
    "pelvic_pain", "side_stitch",
)  # fmt: skip
"""Patterns that belong to one place or one illness: both their people have them first, and a third is only like them."""

UNDER_TRIAGED: set[str] = set()
"""People with a cause who should be told to book a visit and are not. May only shrink."""

OVER_TRIAGED = {"panic_with_clawed_hands", "stitch"}
"""Ordinary people whom the wording of a box sends too high. May only shrink."""

VISIBLE_EMERGENCIES = {
    "D002", "D007", "D008", "D011", "D012", "D023", "D035", "D036", "D038", "D040", "D042",
}  # fmt: skip
VISIBLE_DANGERS = {"D018", "D019", "D028"}

WANTED = {"top-1": 0.65, "top-3, acceptable causes too": 0.9}
"""What the project asks for."""

BELOW_WANTED: set[tuple[str, str]] = set()
"""Where it is missed. May only shrink."""

FLOOR = {
    "development_a.toml": {"top-1": 18, "top-3, acceptable causes too": 25, "urgency fair": 41},
    "development_b.toml": {"top-1": 19, "top-3, acceptable causes too": 25, "urgency fair": 43},
    "development_2.toml": {"top-1": 26, "top-3, acceptable causes too": 41, "urgency fair": 82},
    "development_3a.toml": {"top-1": 18, "top-3, acceptable causes too": 22, "urgency fair": 39},
    "development_3b.toml": {"top-1": 18, "top-3, acceptable causes too": 22, "urgency fair": 39},
}
"""Hits since the shares of the knowledge were counted. Raise it when the knowledge gets better."""

DANGERS = {
    "development_a.toml": 19,
    "development_b.toml": 19,
    "development_2.toml": 34,
    "development_3a.toml": 18,
    "development_3b.toml": 18,
}
"""Stories of people who need help today or at once, of each file."""

HOME_SENT_HIGHER = {"development_a.toml": {"D005", "D024", "D045"}, "development_b.toml": {"D024"}}
"""May only shrink."""

GENEROUS_SENT_HIGH = {
    "E002", "E015", "E016", "E020", "E028", "E031", "E046", "E050", "E055", "E083",
}  # fmt: skip
"""Harmless stories that end too high where somebody ticks whatever a label could mean. May only shrink."""


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
        said = still_said(interview.question, sheet.get(interview.question.id, silent))
        interview = interview.answer(said or silent)
    return interview


def outcomes(knowledge: Knowledge, name: str) -> dict[str, Outcome]:
    return {found.id: found for found in score_cases(knowledge, load_cases(str(CASES / name))).outcomes}


@pytest.mark.parametrize("path", WORKED, ids=lambda path: path.name)
def test_every_file_of_cases_fits_the_questions(knowledge: Knowledge, path: Path) -> None:
    report = score_cases(knowledge, load_cases(str(path)))
    assert report.cases == len(report.outcomes) > 0


# the dangers


def test_every_flag_is_raised_by_somebody(knowledge: Knowledge) -> None:
    """Who raises a flag that nobody else does stands in a file of their own."""
    raised = {
        path.name: {
            reason.id
            for case in load_cases(str(path))
            for reason in assessed(knowledge, case).urgency.reasons
        }
        for path in WORKED
    }
    own = {case.id.removeprefix("flag_") for case in load_cases(str(CASES / "flags.toml"))}
    others = set().union(*(found for name, found in raised.items() if name != "flags.toml"))
    assert {flag.id for flag in knowledge.flags} - others <= own <= {flag.id for flag in knowledge.flags}


@pytest.mark.parametrize("case", people("flags.toml"))
def test_a_flag_fires_and_the_person_ends_at_its_level(knowledge: Knowledge, case: Case) -> None:
    urgency = assessed(knowledge, case).urgency
    assert case.id.removeprefix("flag_") in [reason.id for reason in urgency.reasons]
    assert urgency.level is case.urgency


@pytest.mark.parametrize("case", people("flags.toml"))
def test_the_interview_asks_for_what_raises_a_flag(knowledge: Knowledge, case: Case) -> None:
    found = triage(knowledge, interviewed(knowledge, case.answers).answers)
    assert case.id.removeprefix("flag_") in [reason.id for reason in found.reasons]
    assert found.level is case.urgency


def fair(case: Case) -> set[Level]:
    return {case.urgency, *case.acceptable_urgency}


@pytest.mark.parametrize("case", people("pictures.toml"))
def test_a_picture_ends_at_a_fair_level(knowledge: Knowledge, case: Case) -> None:
    urgency = assessed(knowledge, case).urgency
    assert urgency.level in fair(case)
    assert urgency.level is Level.SELF_CARE or urgency.reasons


@pytest.mark.parametrize("case", people("pictures.toml"))
def test_the_interview_asks_for_what_makes_a_picture(knowledge: Knowledge, case: Case) -> None:
    assert triage(knowledge, interviewed(knowledge, case.answers).answers).level in fair(case)


def test_both_sides_of_the_rules_have_pictures() -> None:
    cases = load_cases(str(CASES / "pictures.toml"))
    assert len(cases) >= 290
    near_misses = [case for case in cases if case.presentation.startswith("Ordinary")]
    assert len(near_misses) >= 100
    assert [case.id for case in near_misses if Level.EMERGENCY in fair(case)] == []
    for level, least in {Level.EMERGENCY: 130, Level.SAME_DAY: 65, Level.ROUTINE: 75}.items():
        assert sum(case.urgency is level for case in cases) >= least, level


def doubted(knowledge: Knowledge, case: Case) -> dict[str, Any]:
    """Give the answers of somebody who is sure of no box of a safety screen that they ticked."""
    screens = {q.id for q in knowledge.safety_questions if q.section == "safety" and q.kind == "many"}
    return {
        name: [f"{box}?" for box in given] if name in screens else given
        for name, given in case.answers.items()
    }


def test_a_danger_of_which_somebody_is_only_unsure_is_never_nothing(knowledge: Knowledge) -> None:
    cases = load_cases(str(CASES / "pictures.toml"))
    unsure = {
        case.id: assess(knowledge, parse_answers(knowledge, doubted(knowledge, case), source=case.id))
        for case in cases
        if Level.SELF_CARE not in fair(case)
    }
    home = {name for name, found in unsure.items() if found.urgency.level is Level.SELF_CARE}
    assert home == LOST_BY_DOUBT


# causes


def test_every_cause_has_two_people_and_those_of_one_place_or_illness_a_near_miss(
    knowledge: Knowledge,
) -> None:
    ids = sorted(case.id for case in load_cases(str(CASES / "causes.toml")))
    two = {f"{cause.id}_{kind}" for cause in knowledge.causes for kind in ("textbook", "thin")}
    assert ids == sorted(two | {f"{name}_near" for name in NARROW})


@pytest.mark.parametrize("case", people("causes.toml"))
def test_the_cause_or_a_fair_one_is_among_the_first_three(knowledge: Knowledge, case: Case) -> None:
    assert score_cases(knowledge, [case]).outcomes[0].among_first


def first_of_its_kind(knowledge: Knowledge, case: Case) -> str:
    """Give the first cause shown of the kind of the one that is expected."""
    kind = knowledge.cause[case.cause].kind
    return next(cause.id for cause in assessed(knowledge, case).shown if cause.kind == kind)


MUST_LEAD = {f"{name}_thin" for name in NARROW}


@pytest.mark.parametrize(
    "case", [one for one in people("causes.toml") if one.id.endswith("_textbook") or one.id in MUST_LEAD]
)
def test_the_textbook_puts_its_cause_first_among_its_kind(knowledge: Knowledge, case: Case) -> None:
    assert first_of_its_kind(knowledge, case) == case.cause


@pytest.mark.parametrize("case", [one for one in people("causes.toml") if one.id.endswith("_near")])
def test_somebody_who_is_only_like_it_has_another_cause_first(knowledge: Knowledge, case: Case) -> None:
    like = case.id.removesuffix("_near")
    assert like in NARROW
    assert first_of_its_kind(knowledge, case) == case.cause != like


def test_the_interview_asks_enough_to_show_the_textbook_cause(knowledge: Knowledge) -> None:
    cases = [case for case in load_cases(str(CASES / "causes.toml")) if case.id.endswith("_textbook")]
    shown = {case.id: shown_after_interview(knowledge, case) for case in cases}
    assert {case.id for case in cases if case.cause not in shown[case.id]} == set()


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
        "region": "calf", "age": "60_to_74", "onset": "woke", "change": ["yes", "bouts"], "timing": "in_bed", "feel": "knot", "duration": "to_10_min",
        "course": "months_on_off", "side": "varies", "relief": "stretch", "activity": "ordinary",
        "sensation": "no_tingle", "leg_look": "usual", "stress": "little",
    },
    "tight neck at a desk": {
        "region": "neck_shoulder", "age": "40_to_59", "onset": "slow", "change": ["yes"], "timing": "most_of_day", "feel": "tight_ache",
        "duration": "to_hours", "course": "months_on_off", "side": "both", "relief": "warmth_massage",
        "activity": "sitting", "sensation": "no_tingle", "stress": "some",
    },
    "back after gardening": {
        "region": "back", "age": "60_to_74", "onset": "effort", "change": ["yes"], "timing": "after_effort", "feel": "tight_ache",
        "duration": "constant", "course": "new", "side": "both", "relief": "warmth_massage",
        "activity": "unusual", "sensation": "no_tingle", "stress": "little",
    },
}  # fmt: skip


ONE_SCREEN_TOO_MANY = {"back after gardening"}
"""Hard or unusual effort opens a screen of its own. May only shrink."""


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_person_meets_at_most_seven_screens_and_may_stay_at_home(
    knowledge: Knowledge, name: str
) -> None:
    interview = interviewed(knowledge, ORDINARY[name])
    screens = [q for q in knowledge.questions if q.section == "safety" and q.id in interview.asked]
    assert {screen.id for screen in screens} >= {"now", "feeling", "past", "history", "present"}
    assert (len(screens) > 7) == (name in ONE_SCREEN_TOO_MANY)
    assert len(screens) <= 8
    urgency = assess(knowledge, interview.answers).urgency
    assert urgency.complete
    assert urgency.level is Level.SELF_CARE


# the development stories


@pytest.mark.parametrize("name", [*DEVELOPMENT, *LATER])
def test_no_danger_is_sent_home(knowledge: Knowledge, name: str) -> None:
    danger = {Level.EMERGENCY, Level.SAME_DAY}
    found = [one for one in outcomes(knowledge, name).values() if one.urgency in danger]
    assert len(found) == DANGERS[name]
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
    higher = {one for one in home if found[one].got_urgency is not Level.SELF_CARE}
    assert higher == HOME_SENT_HIGHER[name]


@pytest.mark.parametrize("name", FLOOR)
def test_the_score_does_not_fall(knowledge: Knowledge, name: str) -> None:
    rows = {row.name: row.rate for row in score_cases(knowledge, load_cases(str(CASES / name))).rows}
    for measure, least in FLOOR[name].items():
        assert rows[measure].hits >= least, measure


@pytest.mark.parametrize("name", DEVELOPMENT)
def test_the_score_is_what_the_project_asks_for(knowledge: Knowledge, name: str) -> None:
    rows = {row.name: row.rate for row in score_cases(knowledge, load_cases(str(CASES / name))).rows}
    below = {(name, measure) for measure, least in WANTED.items() if rows[measure].share < least}
    assert below == {one for one in BELOW_WANTED if one[0] == name}


def test_no_ordinary_person_is_called_an_emergency(knowledge: Knowledge) -> None:
    found = outcomes(knowledge, "ordinary.toml").values()
    assert len(found) == 64
    assert [one.id for one in found if one.got_urgency is Level.EMERGENCY] == []
    assert [one.id for one in found if not one.urgency_fair] == []


def test_few_of_those_who_tick_generously_are_sent_too_high(knowledge: Knowledge) -> None:
    cases = load_cases(str(CASES / "generous.toml"))
    assert len(cases) == 49
    assert {case.urgency for case in cases} == {Level.SELF_CARE, Level.ROUTINE}
    found = outcomes(knowledge, "generous.toml").values()
    assert {one.id for one in found if not one.urgency_fair} == GENEROUS_SENT_HIGH
    assert sum(one.got_urgency in {Level.EMERGENCY, Level.SAME_DAY} for one in found) <= 17
