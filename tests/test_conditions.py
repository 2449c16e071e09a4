"""Conditions: held, ruled out, or open."""

import pytest

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.conditions import holds, possible, state
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
