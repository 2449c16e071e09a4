"""No name of the built-in file is stretched over people whom it does not fit, and no reassurance goes before a question."""

from typing import Any

import pytest

from spasm_cli.core.assessment import assess
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.answers_file import parse_answers

Sheet = dict[str, Any]

NEVER: list[tuple[str, Sheet, str]] = [
    ("a jaw that aches on walking is not the leg arteries", {"region": "jaw_face", "timing": "walking_standing", "relief": "stand_still"}, "peripheral_artery_disease"),
    ("nor is a shoulder", {"region": "neck_shoulder", "timing": "walking_standing", "relief": "stand_still"}, "peripheral_artery_disease"),
    ("nor an arm the nerves of the lower back", {"region": "arm_hand", "timing": "walking_standing", "relief": "sit_bend"}, "lumbar_spinal_stenosis"),
    ("a hand that tingles at night is not restless legs", {"region": "arm_hand", "timing": "in_bed", "feel": "crawling", "relief": "move"}, "restless_legs"),
    ("a cramp in the dialysis chair is not a night cramp", {"region": "calf", "timing": "sitting_resting", "feel": "knot", "duration": "to_10_min"}, "nocturnal_leg_cramp"),
    ("nor is a spasm of the bowel at night", {"region": "chest_belly", "timing": "in_bed", "feel": "knot"}, "nocturnal_leg_cramp"),
    ("the day after a crash is not tight for a long time", {"region": "neck_shoulder", "course": "new", "onset": "injury", "feel": "tight_ache"}, "muscle_imbalance"),
    ("who is little worried has no tension from worry", {"region": "neck_shoulder", "timing": "most_of_day", "feel": "tight_ache", "stress": "little"}, "stress_muscle_tension"),
    ("who did nothing hard has no cramp of exercise", {"region": "calf", "timing": "in_bed", "onset": "woke", "activity": "ordinary", "feel": "knot"}, "exercise_cramp"),
    ("who did not sit is not stiff from sitting", {"region": "back", "timing": "most_of_day", "past": [], "activity": "standing"}, "prolonged_sitting"),
    ("an ache of three weeks is not pain for months", {"region": "several", "course": "weeks", "feel": "tight_ache"}, "widespread_pain"),
    ("a painless jolt in bed is no cramp", {"region": "several", "timing": "in_bed", "feel": "twitch"}, "nocturnal_leg_cramp"),
    ("who must move since a psychosis medicine has no restless legs of their own", {"region": "calf", "feel": "crawling", "past": ["drugs"], "drug_which": ["mind"]}, "restless_legs"),
    ("an arm bent since a stroke is spasticity, no dystonia of a task", {"region": "arm_hand", "course": "months_constant", "conditions": ["cord_brain"]}, "task_dystonia"),
    ("shoulders stiff every morning are no wry neck", {"region": "neck_shoulder", "course": "weeks", "neck": ["mornings"]}, "acute_neck"),
    ("feet that are numb like socks have no tendon trouble", {"region": "foot", "course": "months_constant", "sensation": "sock_glove"}, "joint_or_tendon"),
    ("a band all round is not one tight muscle", {"region": "back", "course": "weeks", "back": ["belt"]}, "muscle_imbalance"),
    ("who aches since a new statin is not told of worry", {"region": "thigh", "timing": "most_of_day", "past": ["drugs"], "drug_which": ["statin"], "course": "weeks"}, "stress_muscle_tension"),
    ("nor of muscles tight for long", {"region": "thigh", "past": ["drugs"], "drug_which": ["statin"], "course": "weeks"}, "muscle_imbalance"),
    ("what came bit by bit is no tear", {"region": "calf", "timing": "most_of_day", "onset": "slow", "feel": "tight_ache"}, "muscle_tear"),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "cause"), [case[1:] for case in NEVER], ids=[case[0] for case in NEVER])
def test_a_name_is_not_given_to_whoever_denied_it(knowledge: Knowledge, answers: Sheet, cause: str) -> None:
    found = assess(knowledge, parse_answers(knowledge, answers, source="test"))
    assert found.causes
    assert cause not in [each.id for each in found.causes]


def test_every_pattern_that_has_an_only_can_still_be(knowledge: Knowledge) -> None:
    """While nothing is known, all take part."""
    found = assess(knowledge, parse_answers(knowledge, {}, source="test"))
    assert {each.id for each in found.causes} == {cause.id for cause in knowledge.causes}
    assert len(knowledge.limited) >= 11


STIFF: Sheet = {
    "region": "neck_shoulder", "age": "40_to_59", "course": "months_constant", "feel": "tight_ache",
    "timing": "tense", "stress": "lot", "relief": "warmth_massage",
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "unchecked"),
    [
        ({"now": [], "neck": []}, set()),
        ({"now": []}, {"stress_muscle_tension", "muscle_imbalance"}),
        ({"now": [], "neck": ["scalp?"]}, {"stress_muscle_tension", "muscle_imbalance"}),
    ],
)
def test_tension_is_not_put_first_before_its_dangerous_twins_were_asked_for(
    knowledge: Knowledge, more: Sheet, unchecked: set[str]
) -> None:
    found = assess(knowledge, parse_answers(knowledge, {**STIFF, "also": [], **more}, source="test"))
    held = {cause.id for cause in found.shown if cause.unchecked}
    assert unchecked <= held
    assert held if unchecked else not held


def test_every_contributor_says_what_not_to_do_and_what_is_known(knowledge: Knowledge) -> None:
    contributors = [cause for cause in knowledge.causes if cause.kind == "contributor"]
    assert len(contributors) >= 6
    for cause in contributors:
        assert "not" in cause.do_not or cause.do_not.startswith(("Take no", "If you must limit")), cause.id
        assert cause.known, cause.id
        assert not cause.known.endswith("."), cause.id


def test_a_leading_medicine_is_told_with_what_not_to_do(knowledge: Knowledge) -> None:
    """A statin was raised, and both thighs are sore: nothing else fits better."""
    answers = {
        "region": "thigh", "age": "60_to_74", "also": [], "now": [], "feeling": [], "past": ["drugs"], "drug_which": ["statin"],
        "history": [], "present": [], "look": [], "onset": "slow", "change": [], "course": "weeks", "timing": "no_pattern",
        "feel": "heavy_ache", "side": "both", "relief": "nothing_yet", "activity": "ordinary",
        "medicines": ["statin", "started_raised"], "conditions": [], "stress": "little",
    }  # fmt: skip
    found = assess(knowledge, parse_answers(knowledge, answers, source="test"))
    assert found.leading is not None
    assert found.leading.id == "medicine_related"
    assert found.leading.do_not.startswith("Do not stop it by yourself")
