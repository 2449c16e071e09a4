"""The fresh stories, sixty and forty, and the classes of fault that a critical reading of them found, each with near-misses that must not trip."""

from pathlib import Path
from typing import Any

import pytest
from forms import words_of
from test_cases import interviewed

from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.cases import Case
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.cases_file import load_cases, score_cases
from spasm_cli.report.card import card_document

Sheet = dict[str, Any]

CASES = Path(__file__).parent / "cases"
FRESH, FORTY = (load_cases(str(CASES / name)) for name in ("fresh_60.toml", "fresh_40.toml"))
DANGEROUS = [case for case in FRESH if case.urgency in (Level.SAME_DAY, Level.EMERGENCY)]
FORTY_DANGEROUS = [case for case in FORTY if case.urgency in (Level.SAME_DAY, Level.EMERGENCY)]

FLOOR = {
    "top-1": 31,
    "top-1, acceptable causes too": 32,
    "top-3, acceptable causes too": 34,
    "urgency fair": 50,
}
"""Hits after the mending, so fitted (docs/score.md). Raise it when the knowledge gets better."""

SENT_HIGHER = {"f07", "f14", "f15", "f16", "f22", "f29", "f30", "f40", "f41", "f45"}
"""Who ends higher than is fair. May only shrink."""


def found(knowledge: Knowledge, answers: Sheet) -> Assessment:
    return assess(knowledge, parse_answers(knowledge, answers, source="test"))


def of(case_id: str) -> Case:
    return next(case for case in FRESH if case.id == case_id)


@pytest.mark.parametrize("case", DANGEROUS + FORTY_DANGEROUS, ids=lambda case: case.id)
def test_nobody_in_danger_falls_below_what_they_need(knowledge: Knowledge, case: Case) -> None:
    assert case.urgency
    assert found(knowledge, dict(case.answers)).urgency.level.rank >= case.urgency.rank


@pytest.mark.parametrize("case", DANGEROUS + FORTY_DANGEROUS, ids=lambda case: case.id)
def test_nor_where_they_are_asked(knowledge: Knowledge, case: Case) -> None:
    """Where their story is silent they tick nothing and are not sure."""
    assert case.urgency
    asked = assess(knowledge, interviewed(knowledge, case.answers).answers)
    assert asked.urgency.level.rank >= case.urgency.rank


def test_there_are_as_many_in_danger_as_were_written() -> None:
    assert (len(FRESH), len(DANGEROUS)) == (60, 23)
    assert (len(FORTY), len(FORTY_DANGEROUS)) == (40, 18)


def test_the_fresh_stories_are_scored_no_worse(knowledge: Knowledge) -> None:
    report = score_cases(knowledge, FRESH)
    assert {row.name: row.rate.hits for row in report.rows if row.name in FLOOR} == FLOOR
    assert {one.id for one in report.outcomes if not one.urgency_fair} == SENT_HIGHER


FORTY_FLOOR = {
    "top-1": 12,
    "top-1, acceptable causes too": 13,
    "top-3, acceptable causes too": 15,
    "urgency fair": 31,
}
"""Hits at first sight: nothing was changed for these."""

FORTY_SENT_HIGHER = {"g20", "g22", "g24", "g27", "g30", "g31", "g32", "g37", "g38"}


def test_the_forty_are_scored_no_worse_than_at_first_sight(knowledge: Knowledge) -> None:
    report = score_cases(knowledge, FORTY)
    hits = {row.name: row.rate.hits for row in report.rows if row.name in FORTY_FLOOR}
    assert all(hits[name] >= least for name, least in FORTY_FLOOR.items())
    assert {one.id for one in report.outcomes if not one.urgency_fair} <= FORTY_SENT_HIGHER
    emergencies = [case for case in FORTY if case.urgency is Level.EMERGENCY]
    assert len(emergencies) == 16
    assert all(found(knowledge, dict(case.answers)).urgency.level is Level.EMERGENCY for case in emergencies)


BACK: Sheet = {
    "region": "back",
    "age": "40_to_59",
    "onset": "slow",
    "course": "weeks",
    "timing": "most_of_day",
}
MS: Sheet = {"region": "thigh", "age": "40_to_59", "feel": "knot", "conditions": ["cord_brain"]}
CRASH: Sheet = {
    "region": "neck_shoulder",
    "age": "16_to_39",
    "past": ["fall"],
    "onset": "injury",
    "injury_which": ["neck"],
}
TABLET: Sheet = {
    "region": "calf",
    "age": "75_or_over",
    "feel": "knot",
    "medicines": ["water_tablet", "started_raised"],
}
MOOD: Sheet = {"region": "calf", "age": "16_to_39", "past": ["drugs"], "drug_which": ["mood"], "feel": "knot"}
ARM: Sheet = {"region": "arm_hand", "age": "40_to_59", "change": ["effort"]}
RESTLESS: Sheet = {"region": "calf", "age": "16_to_39", "feel": "crawling", "past": []}

LEVELS: list[tuple[str, Sheet, str]] = [
    ("after cancer, a band and newly unsteady", {**BACK, "history": ["cancer"], "trunk": ["belt"], "also": ["trunk"], "feeling": ["unsteady"], "since": "weeks"}, "emergency"),
    ("after cancer, sore back and newly unsteady", {**BACK, "history": ["cancer"], "feeling": ["unsteady"], "since": "worse"}, "emergency"),
    ("a band and newly unsteady, no cancer", {**BACK, "back": ["belt"], "feeling": ["unsteady"], "since": "days"}, "emergency"),
    ("a band alone is for today", {**BACK, "back": ["belt"], "feeling": []}, "same_day"),
    ("after cancer, worse at night, steady, is for today", {**BACK, "history": ["cancer"], "back": ["night"], "feeling": []}, "same_day"),
    ("after cancer, sore back and unsteady for long, much the same, is for today", {**BACK, "history": ["cancer"], "back": [], "feeling": ["unsteady"], "since": "same"}, "same_day"),
    ("after cancer, sore back and unsteady, nobody asked since when", {**BACK, "history": ["cancer"], "feeling": ["unsteady"]}, "same_day"),
    ("a sore back and unsteady for long, no cancer", {**BACK, "history": [], "back": [], "feeling": ["unsteady"], "since": "same"}, "routine"),
    ("after cancer, sore back and a leg newly numb", {**BACK, "history": ["cancer"], "feeling": ["numb_one"], "since": "days"}, "same_day"),
    ("after cancer, sore back and a leg numb for long, much the same", {**BACK, "history": ["cancer"], "feeling": ["numb_one"], "since": "same"}, "routine"),
    ("after cancer, a pain of weeks that shoots down from the back", {**BACK, "history": ["cancer"], "feel": "shooting"}, "same_day"),
    ("after cancer, the same for months", {**BACK, "history": ["cancer"], "feel": "shooting", "course": "months_on_off"}, "routine"),
    ("a pain of weeks that shoots down from the back, no cancer", {**BACK, "history": [], "feel": "shooting"}, "routine"),
    ("a sore back and a leg newly numb, no cancer", {**BACK, "history": [], "feeling": ["numb_one"], "since": "weeks"}, "routine"),
    ("after cancer, a cramp in the calf and an arm newly numb", {"region": "calf", "age": "40_to_59", "history": ["cancer"], "feeling": ["numb_one"], "since": "weeks"}, "routine"),
    ("MS and something about the pee", {**MS, "now": ["pee"], "pee_which": []}, "same_day"),
    ("MS without it", {**MS, "now": []}, "routine"),
    ("something about the pee without MS", {**MS, "conditions": [], "now": ["pee"], "pee_which": []}, "routine"),
    ("a crash and a mild headache", {**CRASH, "now": ["head"], "head_which": []}, "same_day"),
    ("a crash and a bad headache", {**CRASH, "now": ["head"], "head_which": ["bad"]}, "emergency"),
    ("a crash and a numb arm", {**CRASH, "feeling": ["numb_one"], "since": "days"}, "emergency"),
    ("a crash at 70", {**CRASH, "age": "60_to_74"}, "emergency"),
    ("a new water tablet at 80, and sick", {**TABLET, "now": ["gut"], "gut_which": ["sick"]}, "same_day"),
    ("a new water tablet at 80, and unsteady for long", {**TABLET, "feeling": ["unsteady"], "since": "same"}, "same_day"),
    ("a new water tablet at 80, and only cramp", {**TABLET, "now": [], "feeling": []}, "routine"),
    ("an old water tablet at 80, and sick", {**TABLET, "medicines": ["water_tablet"], "now": ["gut"], "gut_which": ["sick"]}, "routine"),
    ("two such medicines, and sweating", {**MOOD, "medicines": ["mood", "strong_painkiller"], "fluids": ["sweat"]}, "same_day"),
    ("two such medicines, and loose bowels", {**MOOD, "medicines": ["mood", "strong_painkiller"], "now": ["gut"], "gut_which": []}, "same_day"),
    ("one such medicine, and sweating in the heat", {**MOOD, "medicines": ["mood"], "fluids": ["sweat"]}, "routine"),
    ("an arm that aches on walking only, at 50", {**ARM, "timing": "walking_standing"}, "same_day"),
    ("an arm that aches at work only, at 50", {**ARM, "timing": "during_effort"}, "self_care"),
    ("must move since a new medicine", {**RESTLESS, "past": ["drugs"], "drug_which": ["mind"]}, "same_day"),
    ("must move since an antidepressant", {**RESTLESS, "past": ["drugs"], "drug_which": ["mood"]}, "same_day"),
    ("must move for weeks on an anti-sickness tablet", {**RESTLESS, "medicines": ["antisickness"], "course": "weeks"}, "routine"),
    ("must move since days on one", {**RESTLESS, "medicines": ["antisickness"], "course": "new"}, "same_day"),
    ("a knot for weeks on one", {**RESTLESS, "feel": "knot", "medicines": ["antisickness"], "course": "weeks"}, "self_care"),
    ("must move, no medicine", RESTLESS, "self_care"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "level"), [case[1:] for case in LEVELS], ids=[case[0] for case in LEVELS]
)
def test_a_class_ends_at_its_level_and_a_near_miss_does_not(
    knowledge: Knowledge, answers: Sheet, level: str
) -> None:
    assert found(knowledge, answers).urgency.level == level


JAW: Sheet = {"region": "jaw_face", "age": "16_to_39", "course": "months_on_off"}
FLU: Sheet = {"region": "several", "age": "16_to_39", "now": ["fever"], "fever_which": [], "course": "new"}
LATE: Sheet = {"region": "neck_shoulder", "age": "16_to_39", "present": ["pregnant"]}
SNAP: Sheet = {"region": "calf", "age": "40_to_59", "past": ["drugs"], "drug_which": ["not_sure"]}

WHERE: list[tuple[str, Sheet, str, str]] = [
    ("a jaw of months sees a dentist", {**JAW, "feel": "tight_ache"}, "dentist", "physiotherapist"),
    ("an eyelid of months does not", {**JAW, "feel": "twitch"}, "physiotherapist", "dentist"),
    ("flu stays at home", FLU, "Rest at home", "physiotherapist"),
    ("flu and worn out for weeks does not", {**FLU, "past": ["worn"], "slow_signs": ["spoils"]}, "in the next few days", "Rest at home"),
    ("a late period, spotting and the shoulder tip have no unit yet", {**LATE, "preg": ["shoulder", "spot"]}, "Call 999 now", "maternity"),
    ("a baby that moves less has one", {**LATE, "preg": ["still"]}, "maternity unit now", "999"),
    ("who is unsure of one line, and has a snapped tendon, goes for the tendon", {**SNAP, "look": ["tiptoe"]}, "A&E today", "safety line"),
    ("who is unsure of one line, and no more, tells that", {**SNAP, "look": []}, "safety line", "A&E"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "there", "elsewhere"), [case[1:] for case in WHERE], ids=[case[0] for case in WHERE]
)
def test_everybody_is_sent_where_they_can_be_helped(
    knowledge: Knowledge, answers: Sheet, there: str, elsewhere: str
) -> None:
    act = found(knowledge, answers).urgency.act
    assert there in act
    assert elsewhere not in act


DENIED: list[tuple[str, Sheet, str]] = [
    ("a band is not both legs", {**BACK, "back": ["belt"]}, "both legs"),
    ("drenched at night is not cancer", {**FLU, "fever_which": ["weight"], "history": []}, "cancer"),
    ("a sore bone with diabetes is not steroid tablets", {**BACK, "now": ["fever"], "back": ["bone"], "history": ["diabetes"]}, "steroid"),
    ("a hip that cannot take a step is no back", {"region": "thigh", "age": "16_to_39", "change": ["useless"]}, "A back"),
    ("a cold sweat is not only standing up", {"region": "calf", "now": ["faint"], "faint_which": ["sweat"]}, "light-headed on standing"),
    ("strong flickers of months are not weak", {"region": "calf", "now": ["body"], "body_which": ["flicker"], "feeling": [], "course": "months_on_off"}, "with weak or thin"),
    ("breathless with swollen legs is not pain on breathing in", {"region": "calf", "now": ["chest"], "chest_which": ["breath"], "look": ["swollen"]}, "Pain on breathing in"),
    ("another antibiotic is not to be stopped", {"region": "calf", "medicines": ["antibiotic"], "look": ["swollen"]}, "tear tendons. Take no further dose"),
    ("after a birth no period is late", {"region": "back", "age": "16_to_39", "present": ["pregnant"], "preg": ["bleed"], "now": ["faint"], "faint_which": ["nearly"]}, "In pregnancy, or with a late period, these"),
    ("a band with unsteady legs is no pain in both", {**BACK, "back": ["belt"], "feeling": ["unsteady"], "since": "days"}, "pain, numbness or weakness in both legs"),
    ("light-headed in pregnancy is no new medicine", {"region": "calf", "age": "16_to_39", "present": ["pregnant"], "now": ["faint"], "faint_which": ["standing"]}, "with a new medicine or lost fluid"),
    ("numb for ten minutes neither lasts nor grows", {"region": "arm_hand", "feel": "numb", "course": "new", "duration": "to_10_min"}, "lasts or grows"),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "said"), [case[1:] for case in DENIED], ids=[case[0] for case in DENIED])
def test_no_reason_says_what_was_not_said(knowledge: Knowledge, answers: Sheet, said: str) -> None:
    reasons = found(knowledge, answers).urgency.reasons
    assert reasons
    assert not [reason.id for reason in reasons if said in reason.say]


def test_restless_legs_of_a_medicine_say_whom_to_call_in_despair(knowledge: Knowledge) -> None:
    """Akathisia has driven people to harm themselves, and no line asks for it."""
    story = found(knowledge, dict(of("f17").answers))
    assert "harming yourself, call 999 now" in story.urgency.reasons[0].say
    assert story.leading
    assert story.leading.id == "medicine_related"
    assert "not stop it by yourself" in story.leading.do_not
    assert "harming yourself" in knowledge.cause["restless_legs"].see_someone


def test_who_aches_all_over_is_not_told_to_add_exercise_and_not_to(knowledge: Knowledge) -> None:
    """Pacing says: follow no plan that adds step by step. What adds has to say for whom it is not."""
    steps = {step.id: step for step in found(knowledge, dict(of("f28").answers)).steps}
    assert "pacing" in steps
    for name in {"strengthen", "exercise_regular", "strengthen_tight"} & steps.keys():
        assert any("do not add a little each week" in caution for caution in steps[name].cautions), name
    ache = {**BACK, "feel": "heavy_ache", "course": "months_constant", "duration": "constant", "past": []}
    others = {step.id: step for step in found(knowledge, ache).steps}
    assert "exercise_regular" in others
    assert not any("each week" in caution for caution in others["exercise_regular"].cautions)


@pytest.mark.parametrize(("story", "step"), [("f13", "heel_ease"), ("f44", "wrist_splint"), ("f45", "massage_gentle"), ("f26", "dystonia_task"), ("f27", "neck_keep_moving")])  # fmt: skip
def test_no_step_is_for_another_illness(knowledge: Knowledge, story: str, step: str) -> None:
    """A numb diabetic foot, an arm slept on once, an eyelid, an arm after a stroke, shoulders stiff each morning."""
    plan = found(knowledge, dict(of(story).answers)).steps
    assert plan
    assert step not in [each.id for each in plan]


def test_a_hand_that_tingles_for_weeks_still_gets_the_splint(knowledge: Knowledge) -> None:
    assert "wrist_splint" in [step.id for step in found(knowledge, dict(of("f08").answers)).steps]


def test_an_eyelid_is_told_as_a_twitch_once_its_strength_was_asked(knowledge: Knowledge) -> None:
    """The sheet is silent on the slow signs, so the twitch is held back; the interview asks for them."""
    story = dict(of("f45").answers)
    held = next(cause for cause in found(knowledge, story).shown if cause.id == "benign_twitch")
    assert held.unchecked == ("slow_signs",)
    assert found(knowledge, {**story, "slow_signs": []}).shown[0].id == "benign_twitch"
    asked = interviewed(knowledge, story).answers
    assert asked["slow_signs"].ticked == ()
    assert assess(knowledge, asked).shown[0].id == "benign_twitch"


def test_a_card_without_a_step_has_no_empty_heading(knowledge: Knowledge) -> None:
    clot = found(knowledge, dict(of("f46").answers))
    assert not clot.steps
    assert not clot.left_out
    assert knowledge.words("card.to_do") not in words_of(card_document(knowledge, clot))
    cramp = found(knowledge, dict(of("f02").answers))
    assert knowledge.words("card.to_do") in words_of(card_document(knowledge, cramp))


@pytest.mark.parametrize(
    ("age", "fit", "heading", "other"),
    [
        ("16_to_39", "partly", "card.nearest", "card.looks_like"),
        ("60_to_74", "well", "card.looks_like", "card.nearest"),
    ],
)
def test_a_card_never_says_in_part_above_a_cause_that_fits_well(
    knowledge: Knowledge, age: str, fit: str, heading: str, other: str
) -> None:
    """What leads gives the heading, be it a pattern or what feeds it; the pattern behind fits in part in both."""
    sheet = {"region": "several", "course": "weeks", "timing": "no_pattern", "medicines": ["started_raised"]}
    shown = found(knowledge, {**sheet, "age": age})
    assert shown.leading
    assert shown.leading.fit == fit
    assert [cause.fit for cause in shown.shown if cause.kind == "pattern"] == ["partly"]
    words = words_of(card_document(knowledge, shown))
    assert knowledge.words(heading) in words
    assert knowledge.words(other) not in words
