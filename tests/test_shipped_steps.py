"""What to do, in the shipped file: no step harms, and each fits the story that it is given for."""

import itertools
import re
from collections.abc import Iterator

import pytest
from forms import bare, plain_text

from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.conditions import possible, state
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.plan import PlannedStep, make_plan
from spasm_cli.core.vocabulary import Level, alternatives
from spasm_cli.files.answers_file import parse_answers

NARROWED: dict[str, object] = {"timing": "walking_standing", "relief": "stand_still"}
"""Pain on walking that goes on standing still: it can be narrowed leg arteries."""

HARMS_SUCH_A_LEG = re.compile(
    r"\b(warm\w*|heat|hot|cold|ice|cool\w*|packs?|raised?|higher|massage|knead|stroke|rub\w*|compression)\b",
    re.IGNORECASE,
)
MUST_SAY = {
    "compression_not_for_cramp": "Do not wear them until",
    "pregnancy_cramp": "Leave out the pack",
    "tear_care": "Rest the leg level, not raised.",
}
"""Steps with such a word all the same, and what must be said beside it."""
OTHER_MEANING = {"heat_cool_only", "heat_cramp_cool", "hydrate", "ors", "pain_relief_otc", "pause_walking"}
"""Steps that use the word for the weather, the whole body, an illness or clothes. Look before you add one."""

TIGHT_NECK = {
    "region": "neck_shoulder", "age": "40_to_59", "also": [], "now": [],
    "feeling": [], "past": [], "history": [], "present": [], "neck": [], "onset": "slow", "change": [], "timing": "most_of_day",
    "feel": "tight_ache", "duration": "to_hours", "course": "months_on_off", "side": "both", "stress": "some",
    "relief": "warmth_massage", "activity": "sitting", "slow_signs": [], "medicines": [], "conditions": [],
}  # fmt: skip


def result(knowledge: Knowledge, **answers: object) -> Assessment:
    return assess(knowledge, parse_answers(knowledge, answers, source="test"))


def every_step(knowledge: Knowledge, **answers: object) -> tuple[PlannedStep, ...]:
    """Plan for somebody in whom every cause is shown, at home: the most that anybody can be told."""
    shown = [cause.id for cause in knowledge.causes]
    sheet = parse_answers(knowledge, answers, source="test")
    return make_plan(knowledge, sheet, shown, Level.SELF_CARE).steps


def people(knowledge: Knowledge) -> Iterator[dict[str, object]]:
    """Everybody with that story, whatever else they say that those steps hang on."""
    names = ("region", "feel", "leg_look")
    options = [[option.id for option in knowledge.question[name].options] for name in names]
    illnesses: list[dict[str, object]] = [
        {"present": ["pregnant"]},
        {"conditions": ["heart_failure"]},
        {"history": ["diabetes"]},
    ]
    for chosen in itertools.product(*options):
        given: dict[str, object] = dict(zip(names, chosen, strict=True))
        for illness in illnesses:
            yield NARROWED | given | illness | {"fluids": ["sweat"]}


def test_no_step_warms_cools_presses_or_raises_a_leg_that_may_be_short_of_blood(knowledge: Knowledge) -> None:
    seen = set()
    for answers in people(knowledge):
        for step in every_step(knowledge, **answers):
            if HARMS_SUCH_A_LEG.search(f"{step.title} {step.how}"):
                seen.add(step.id)
                assert step.id in OTHER_MEANING or MUST_SAY[step.id] in " ".join(step.cautions), (
                    step.id,
                    answers,
                )
    assert seen == OTHER_MEANING | set(MUST_SAY)


@pytest.mark.parametrize("conditions", [[], ["heart_failure"], ["circulation"]], ids=str)
def test_suspected_narrowed_arteries_start_with_a_pause_and_say_what_was_left_out(
    knowledge: Knowledge, conditions: list[str]
) -> None:
    found = result(
        knowledge, region="calf", age="60_to_74", look=[], course="months_on_off", also=[], now=[], feeling=[], past=[], history=[], present=[],
        feel="heavy_ache", medicines=[], conditions=conditions, **NARROWED,
    )  # fmt: skip
    assert found.steps[0].id == "pause_walking"
    assert "heat" in [step.id for step in found.left_out]


def test_being_unsure_what_eases_the_walking_pain_leaves_a_warning(knowledge: Knowledge) -> None:
    steps = every_step(knowledge, region="calf", timing="walking_standing", relief="not_sure")
    for step in steps:
        if step.id in {"heat", "cold", "massage_gentle", "legs_up"}:
            assert any("Not if you get pain on walking" in words for words in step.cautions), step.id


def test_a_neck_tight_for_months_is_told_to_strengthen_and_not_that_it_passes_in_days(
    knowledge: Knowledge,
) -> None:
    found = result(knowledge, **TIGHT_NECK)
    assert found.shown[0].id == "muscle_imbalance"
    steps = {step.id: step for step in found.steps}
    assert steps["strengthen_tight"].shown
    assert steps["strengthen_tight"].phase == "next_days"
    assert not steps.keys() & {"neck_keep_moving", "stretch_strain_later", "strengthen"}


def test_a_neck_strained_this_week_is_told_to_keep_it_moving_and_to_wait_with_stretching(
    knowledge: Knowledge,
) -> None:
    recent = {"course": "new", "timing": "after_effort", "activity": "unusual"}
    steps = {step.id for step in result(knowledge, **{**TIGHT_NECK, **recent}).steps}
    assert steps >= {"neck_keep_moving", "stretch_strain_later"}
    assert "strengthen_tight" not in steps


def test_everybody_gets_one_of_the_two_strengthening_steps(knowledge: Knowledge) -> None:
    feels = [option.id for option in knowledge.question["feel"].options if option.id != "pop"]
    courses = [option.id for option in knowledge.question["course"].options]
    for feel, course in itertools.product([*feels, "not_sure"], [*courses, "not_sure"]):
        steps = [step.id for step in every_step(knowledge, feel=feel, course=course)]
        assert len({"strengthen", "strengthen_tight"} & set(steps)) == 1, (feel, course)


@pytest.mark.parametrize(
    ("region", "leg"), [("neck_shoulder", False), ("back", False), ("calf", True), ("foot", True)]
)
def test_rubbing_in_pregnancy_speaks_of_the_leg_only_where_it_is_the_leg(
    knowledge: Knowledge, region: str, leg: bool
) -> None:
    screens: dict[str, list[str]] = {
        name: [] for name in ("feeling", "past", "look", "neck", "back", "change")
    }
    known = {"onset": "woke", "relief": "stretch"}
    steps = every_step(knowledge, region=region, present=["pregnant"], **screens, **known)
    massage = next(step for step in steps if step.id == "massage_gentle")
    assert "Light stroking only." in massage.cautions
    assert any("Stretch the leg" in words for words in massage.cautions) is leg


def test_numb_skin_is_minded_wherever_it_is(knowledge: Knowledge) -> None:
    """A new option of region must not slip through between the two cautions."""
    places = [option.id for option in knowledge.question["region"].options]
    for place, numb in itertools.product([*places, "not_sure"], ["sock_glove", "strip"]):
        for step in every_step(knowledge, region=place, sensation=numb, timing="in_bed"):
            if step.id in {"heat", "cold"}:
                assert any("never put it on numb skin" in words for words in step.cautions), (place, numb)


def test_the_limit_on_drinks_is_named_wherever_its_box_counts(knowledge: Knowledge) -> None:
    """The box is for heart failure or a limit on drinks, so a reason that names only the first may be untrue."""
    for step in knowledge.steps:
        for caution in step.cautions:
            counted = [
                name
                for case in alternatives(caution.when)
                for group in (*case.groups, case.any)
                for name in group
            ]
            if "conditions.heart_failure" in counted:
                assert "limit on drinks" in caution.who, step.id


def test_long_standing_trouble_in_both_legs_is_seen_soon_and_told_what_would_not_wait(
    knowledge: Knowledge,
) -> None:
    found = result(
        knowledge, region="back", age="60_to_74", back=["both_legs"], course="months_on_off", also=[], now=[], feeling=[], past=[], history=[], present=[],
    )  # fmt: skip
    assert found.urgency.level is Level.ROUTINE
    assert "2 weeks" in found.urgency.act
    assert "both_legs" in [reason.id for reason in found.urgency.reasons]
    said = bare(plain_text(knowledge, found)).lower()
    words = ("between the legs", "pee or bowels", "weakness", "unsteady", "emergency")
    assert [word for word in words if word not in said] == []


def test_heart_failure_does_not_count_as_having_no_heart_disease(knowledge: Knowledge) -> None:
    def points(*conditions: str) -> int:
        found = result(knowledge, region="calf", conditions=list(conditions), **NARROWED)
        cause = next(cause for cause in found.causes if cause.id == "peripheral_artery_disease")
        return next(row.weight for row in cause.evidence if row.question == "conditions")

    assert points() < points("circulation")
    assert points() < points("heart_failure")


PARTS = {
    "leg": r"calf|calves|shins?|legs?|thighs?|knees?|hips?|foot|feet|toes?|heels?|soles?|shoes?|half-squats",
    "arm": r"hands?|wrists?|fingers?|elbows?|thumbs?|grip",
    "neck": r"necks?|shoulders?|shoulder blades?",
    "jaw": r"jaws?|teeth|chew\w*|gum|yawns?",
    "back": r"lower back|spine|trunk",
    "trunk": r"ribs?|belly|breastbone|chest",
}
OWN_PARTS = {
    "calf": {"leg"}, "foot": {"leg"}, "thigh": {"leg"}, "back": {"back", "leg"}, "neck_shoulder": {"neck"},
    "jaw_face": {"jaw"}, "arm_hand": {"arm"}, "chest_belly": {"trunk"},
}  # fmt: skip
NAMES_ANOTHER_PART = {
    "massage_gentle": "where it must not be rubbed",
    "cold": "where it must not be put",
    "exercise_regular": "when to stop: the chest",
    "claudication_walk": "when to stop: the chest",
    "stop_smoking": "chewing gum",
    "calm_breathing": "the whole body lets go",
    "strengthen_tight": "which exercise for which part",
    "stretch_now": "which stretch for which part",
    "blood_test": "which test for which complaint",
    "spasm_trigger": "an infection of the chest; how to lie",
    "walk_breaks": "the whole body gets up",
    "mineral_supplements_no": "leg cramps, in which they were tried",
    "pelvis_in_pregnancy": "how to stand",
    "stitch_ease": "when it is the heart; what to train",
}
"""Steps that name another part for a reason. May only shrink."""


def test_no_step_treats_another_part_of_the_body_than_the_one_that_hurts(knowledge: Knowledge) -> None:
    """Every place, and every cause that may be shown there."""
    named = set()
    for place, own in OWN_PARTS.items():
        answers = parse_answers(knowledge, {"region": place}, source="test")
        may_be = possible(knowledge, answers)
        causes = [one for one in knowledge.causes if state(one.only, answers.said, may_be) is not False]
        listed = {step for cause in causes for step in cause.steps}
        for step in knowledge.steps:
            if step.id in listed and state(step.when, answers.said, may_be) is not False:
                others = "|".join(words for part, words in PARTS.items() if part not in own)
                if re.search(rf"\b({others})\b", f"{step.title} {step.how}", re.IGNORECASE):
                    named.add(step.id)
    assert named == set(NAMES_ANOTHER_PART)


WORN_OUT: dict[str, object] = {
    "region": "several", "age": "16_to_39", "also": [], "now": [], "feeling": [], "past": ["worn"], "history": [],
    "present": [], "look": [], "onset": "slow", "change": ["yes"], "course": "months_constant",
    "timing": "most_of_day", "feel": "tight_ache", "duration": "constant", "relief": "rest",
    "slow_signs": ["spoils"], "medicines": [], "conditions": [], "sensation": "no_tingle", "stress": "some",
}  # fmt: skip


def test_nobody_with_a_fatigue_illness_is_told_to_add_a_little_each_week(knowledge: Knowledge) -> None:
    steps = {step.id: step for step in every_step(knowledge, **WORN_OUT)}
    adding = re.compile(
        r"\b(a little more e(very|ach)|add (a little|load)|build up|little each week)\b", re.IGNORECASE
    )
    assert [name for name, step in steps.items() if adding.search(step.how)] == []
    assert "pacing" in steps
    found = result(knowledge, **WORN_OUT)
    assert found.shown[0].id == "widespread_pain"
    assert {"exercise_regular", "strengthen_tight"} <= {step.id for step in found.left_out}


def test_an_ache_of_the_jaw_on_walking_is_no_matter_of_the_legs(knowledge: Knowledge) -> None:
    """It can be the heart, and must be seen today; nobody is sent to walk until it hurts."""
    jaw: dict[str, object] = {
        "region": "jaw_face", "age": "60_to_74", "also": [], "now": [], "feeling": [], "past": [], "history": ["diabetes"],
        "present": [], "neck": [], "onset": "bouts", "change": ["yes"], "course": "weeks", "feel": "heavy_ache",
    }  # fmt: skip
    found = result(knowledge, **jaw, **NARROWED)
    assert found.urgency.level is Level.SAME_DAY
    steps = {step.id for step in every_step(knowledge, **jaw, **NARROWED)}
    assert not steps & {"pause_walking", "claudication_walk", "jaw_care"}


@pytest.mark.parametrize("course", ["new", "months_constant"])
def test_a_sore_back_is_not_told_to_rely_on_paracetamol_nor_an_old_one_on_codeine(
    knowledge: Knowledge, course: str
) -> None:
    steps = {step.id: step for step in every_step(knowledge, region="back", course=course)}
    assert "pain_relief_otc" not in steps
    how = steps["pain_relief_back"].how
    assert "alone does little for a back" in how
    assert "No codeine for a back that has hurt for months" in how
    elsewhere = {step.id for step in every_step(knowledge, region="calf", course=course)}
    assert "pain_relief_otc" in elsewhere
    assert "pain_relief_back" not in elsewhere
