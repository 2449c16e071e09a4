"""Steps: which, in what order, with what to mind, and what is left out and why."""

import pytest
from small import built, sheet

from spasm_cli.core.answers import Answers
from spasm_cli.core.plan import LeftOut, PlannedStep, make_plan, matching_steps
from spasm_cli.core.vocabulary import Level

KNOWLEDGE = built("""
[[questions]]
id = "place"
ask = "Where?"
help = "Why."
kind = "one"
section = "where"
options = [{ id = "leg", label = "Leg" }, { id = "arm", label = "Arm" }]

[[questions]]
id = "drugs"
ask = "Which?"
help = "Why."
kind = "many"
section = "about_you"
options = [
  { id = "thinner", label = "Thinner" },
  { id = "kidney", label = "Kidney" },
  { id = "ill", label = "Ill" },
]

[[causes]]
id = "strain"
name = "N"
clinical_name = "C"
kind = "pattern"
summary = "S"
claim = "C"
prior = 0.2
steps = ["walk", "rest", "pills", "stretch"]
see_someone = "S"
sources = ["A"]
findings = {}

[[causes]]
id = "cramp"
name = "N"
clinical_name = "C"
kind = "pattern"
summary = "S"
claim = "C"
prior = 0.2
steps = ["stretch", "heat"]
see_someone = "S"
sources = ["A"]
findings = {}

[[causes]]
id = "salt"
name = "N"
clinical_name = "C"
kind = "contributor"
summary = "S"
claim = "C"
prior = 0.2
steps = ["drink", "heat"]
see_someone = "S"
sources = ["A"]
findings = {}

[[steps]]
id = "walk"
title = "Walk"
how = "Walk."
phase = "prevent"
grade = "good"
sources = ["A"]

[[steps]]
id = "general"
title = "General"
how = "General."
phase = "now"
grade = "limited"
sources = ["A"]
if_no_pattern = true

[[steps]]
id = "rest"
title = "Rest"
how = "Rest."
phase = "now"
grade = "limited"
sources = ["A"]

[[steps]]
id = "pills"
title = "Pills"
how = "Take."
phase = "now"
grade = "moderate"
sources = ["A"]
cautions = [
  { when = { any = ["drugs.ill"] }, who = "you feel ill", say = "Be slow." },
  { when = { any = ["drugs.kidney"] }, who = "you have bad kidneys", say = "Or half.", drop = true },
  { when = { any = ["drugs.thinner"] }, who = "you take a thinner", say = "Ask.", drop = true, unless_sure = true },
]

[[steps]]
id = "stretch"
title = "Stretch"
how = "Stretch it."
phase = "now"
grade = "expert opinion"
sources = ["A", "B"]
figure = "calf"
when = [{ all = ["place.leg"], any = ["drugs.kidney", "drugs.ill"] }, { all = ["place.leg"] }]

[[steps]]
id = "heat"
title = "Heat"
how = "Warm it."
phase = "next_days"
grade = "limited"
sources = ["A"]

[[steps]]
id = "drink"
title = "Drink"
how = "Drink."
phase = "next_days"
grade = "limited"
sources = ["A"]
up_to = "same_day"
""")
NOBODY = Answers({})
WELL = sheet(KNOWLEDGE, place="leg", drugs=[])


def test_a_planned_step_says_all_that_the_file_does_for_whom_and_on_what_it_rests() -> None:
    answers = sheet(KNOWLEDGE, place="leg", drugs=["ill"])
    steps = make_plan(KNOWLEDGE, answers, ["cramp", "salt", "strain"], Level.SELF_CARE).steps
    assert steps[0] == PlannedStep(
        id="stretch",
        phase="now",
        title="Stretch",
        how="Stretch it.",
        brief="Stretch it.",
        grade="expert opinion",
        figure="calf",
        shown=True,
        causes=("cramp", "strain"),
        because=("place.leg", "drugs.ill"),
        cautions=(),
        sources=("A", "B"),
    )


def test_steps_come_by_phase_then_by_the_best_cause_then_by_place_and_the_first_two_of_a_phase_are_shown() -> (
    None
):
    steps = make_plan(KNOWLEDGE, WELL, ["cramp", "strain", "salt"], Level.SELF_CARE).steps
    assert [(step.id, step.shown) for step in steps] == [
        ("stretch", True),
        ("rest", True),
        ("pills", False),
        ("heat", True),
        ("drink", True),
        ("walk", True),
    ]
    assert steps[3].causes == ("cramp", "salt")
    other = make_plan(KNOWLEDGE, WELL, ["salt", "strain"], Level.SELF_CARE).steps
    assert [step.id for step in other] == ["rest", "pills", "stretch", "heat", "drink", "walk"]


def test_a_general_step_is_for_those_without_a_pattern_and_comes_last_in_its_phase() -> None:
    steps = matching_steps(KNOWLEDGE, WELL, ["salt"], Level.SELF_CARE)
    assert [(step.id, causes) for step, causes in steps] == [
        ("general", ()),
        ("heat", ("salt",)),
        ("drink", ("salt",)),
    ]
    ids = [step.id for step, _ in matching_steps(KNOWLEDGE, WELL, ["salt", "strain"], Level.SELF_CARE)]
    assert "general" not in ids
    assert [step.id for step in make_plan(KNOWLEDGE, WELL, [], Level.SELF_CARE).steps] == ["general"]


def test_a_step_is_for_levels_up_to_its_own_and_for_those_who_meet_its_condition() -> None:
    found = {
        level: [step.id for step, _ in matching_steps(KNOWLEDGE, WELL, ["salt"], level)] for level in Level
    }
    assert found[Level.ROUTINE] == ["general", "heat", "drink"]
    assert found[Level.SAME_DAY] == ["drink"]
    assert found[Level.EMERGENCY] == []
    arm = sheet(KNOWLEDGE, place="arm")
    assert [step.id for step, _ in matching_steps(KNOWLEDGE, arm, ["cramp"], Level.ROUTINE)] == ["heat"]


THINNER = "Left out because it is not safe if you take a thinner, and that is not known. Ask."


@pytest.mark.parametrize(
    ("drugs", "why", "cautions"),
    [
        ([], "", ()),
        (["ill"], "", ("Be slow.",)),
        (["ill?"], "", ("If you feel ill: Be slow.",)),
        (["kidney?"], "", ("Not if you have bad kidneys. Or half.",)),
        (["kidney"], "Left out because you have bad kidneys. Or half.", ()),
        (["thinner"], "Left out because you take a thinner. Ask.", ()),
        (["thinner?"], THINNER, ()),
        (None, THINNER, ()),
        (["thinner?", "kidney"], "Left out because you have bad kidneys. Or half.", ()),
    ],
)
def test_what_is_unsafe_is_left_out_with_the_reason_and_the_rest_says_what_to_mind(
    drugs: list[str] | None, why: str, cautions: tuple[str, ...]
) -> None:
    answers = NOBODY if drugs is None else sheet(KNOWLEDGE, drugs=drugs)
    plan = make_plan(KNOWLEDGE, answers, ["strain"], Level.SELF_CARE)
    pills = [step for step in plan.steps if step.id == "pills"]
    if why:
        assert plan.left_out == (LeftOut("pills", "Pills", why),)
        assert pills == []
    else:
        assert plan.left_out == ()
        assert [step.cautions for step in pills] == [cautions]


def test_a_step_left_out_takes_no_place_from_the_others() -> None:
    answers = sheet(KNOWLEDGE, place="leg", drugs=["kidney"])
    steps = make_plan(KNOWLEDGE, answers, ["strain"], Level.SELF_CARE).steps
    assert [(step.id, step.shown) for step in steps] == [("rest", True), ("stretch", True), ("walk", True)]
