"""What to do, in the shipped file: no step harms, and each fits the story that it is given for."""

import itertools
import re
from collections.abc import Iterator

import pytest
from forms import bare, plain_text

from spasm_cli.core.assessment import Assessment, assess
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
