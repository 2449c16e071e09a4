"""Conditions: held, ruled out, or open."""

import pytest
from small import sheet
from test_interview import SMALL

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.conditions import change_answer, holds, in_doubt, needed, possible, state
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Condition, When

CALF = "region.calf"
FOOT = "region.foot"
LEG = Condition(any=(CALF, FOOT))


@pytest.mark.parametrize(
    ("when", "said", "expected"),
    [
        ((), set(), True),
        (Condition(all=("a.x", "b.y")), {"a.x"}, False),
        (Condition(all=("a.x", "b.y")), {"a.x", "b.y"}, True),
        (Condition(any=("a.x", "b.y", "c.z"), at_least=2), {"a.x"}, False),
        (Condition(any=("a.x", "b.y", "c.z"), at_least=2), {"a.x", "c.z"}, True),
        (Condition(none=("a.x",)), set(), True),
        (Condition(none=("a.x",)), {"a.x"}, False),
        ((Condition(all=("a.x",)), Condition(all=("b.y",))), {"b.y"}, True),
    ],
)
def test_holds(when: When, said: set[str], expected: bool) -> None:
    assert holds(when, frozenset(said)) is expected


def found(knowledge: Knowledge, when: When, answers: Answers) -> bool | None:
    return state(when, answers.said, possible(knowledge, answers))


def test_a_condition_is_open_until_its_question_is_answered(knowledge: Knowledge) -> None:
    assert found(knowledge, LEG, Answers({})) is None
    assert found(knowledge, LEG, Answers({"region": Answer(("calf",))})) is True
    assert found(knowledge, LEG, Answers({"region": Answer(("back",))})) is False
    assert found(knowledge, LEG, Answers({"region": Answer(not_sure=True)})) is None


def test_an_unsure_box_stays_open_and_the_others_are_ruled_out(knowledge: Knowledge) -> None:
    answers = Answers({"region": Answer(("calf",)), "look": Answer((), ("swollen",))})
    assert found(knowledge, Condition(any=("look.swollen",)), answers) is None
    assert found(knowledge, Condition(any=("look.hot",)), answers) is False


def test_a_question_that_does_not_apply_rules_its_options_out(knowledge: Knowledge) -> None:
    when = Condition(any=("look.swollen",))
    neck = Answers({"region": Answer(("neck_shoulder",))})
    assert found(knowledge, when, neck) is None
    assert found(knowledge, when, neck.with_answer("also", Answer())) is None
    assert (
        found(knowledge, when, neck.with_answer("also", Answer()).with_answer("feeling", Answer())) is False
    )
    assert found(knowledge, when, Answers({})) is None


def test_an_answer_behind_two_gates_falls_with_the_first() -> None:
    """`gate` opens `deep`, and that opens `deeper`: nobody is asked the last while the first says no."""
    before = sheet(SMALL, gate="yes", deep=["odd"], deeper="x", feel="knot")
    after = change_answer(SMALL, before, "gate", Answer(("no",)))
    assert after == sheet(SMALL, gate="no", feel="knot")
    # What did not apply before either was given on purpose, and stays.
    given = sheet(SMALL, gate="no", deeper="x")
    assert change_answer(SMALL, given, "gate", Answer(not_sure=True)) == given.with_answer(
        "gate", Answer(not_sure=True)
    )


def test_one_box_that_somebody_is_unsure_of_is_a_doubt() -> None:
    assert in_doubt(Answer((), ("hot",)))
    assert in_doubt(Answer(not_sure=True))
    assert not in_doubt(Answer(("hot",)))


def test_what_is_needed_is_what_no_alternative_would_be_met_without() -> None:
    when = (Condition(all=("a.x",), any=("b.y", "b.z"), at_least=2), Condition(all=("c.w", "d.v")))
    counted = frozenset({"a.x", "b.y", "b.z", "c.w"})
    assert needed(when, frozenset({"a.x", "b.y"}), counted) == {"b.z"}
    assert needed(when, frozenset({"b.y", "b.z"}), counted) == {"a.x"}
    assert needed(when, frozenset({"a.x", "b.y", "b.z"}), counted) == frozenset()
