"""Urgency: flags, boxes that a person is unsure of, and what was never asked."""

import pytest

from spasm_cli.answers import Answer, Answers
from spasm_cli.knowledge import Knowledge, Level, alternatives
from spasm_cli.triage import triage


def boxes(knowledge: Knowledge) -> list[tuple[str, str]]:
    return [
        (q.id, o.id)
        for q in knowledge.questions
        if q.section == "safety" and q.kind == "many"
        for o in q.options
    ]


def test_a_box_of_a_screen_alone_raises_the_level_or_opens_a_question(knowledge: Knowledge) -> None:
    opens = {
        name
        for question in knowledge.questions
        for case in alternatives(question.when)
        for name in case.references
    }
    for question_id, option_id in boxes(knowledge):
        found = triage(knowledge, Answers({question_id: Answer((option_id,))}))
        reference = f"{question_id}.{option_id}"
        alone = knowledge.question[question_id].when
        followed = any(
            name.startswith(f"{question_id}.") for case in alternatives(alone) for name in case.references
        ) or question_id in {"neck_bad", "ache_risk", "tetany_with"}
        assert found.level is not Level.SELF_CARE or reference in opens or followed, reference


def test_an_unsure_box_raises_to_its_own_level(knowledge: Knowledge) -> None:
    for question_id, option_id in boxes(knowledge):
        question = knowledge.question[question_id]
        option = question.option(option_id)
        assert option is not None
        expected = option.if_unsure or question.if_unsure or Level.SELF_CARE
        found = triage(knowledge, Answers({question_id: Answer((), (option_id,))}))
        assert found.level is expected, f"{question_id}.{option_id}"


def test_not_sure_of_which_raises_to_the_question_s_level_and_never_to_an_emergency(
    knowledge: Knowledge,
) -> None:
    for question in knowledge.questions:
        found = triage(knowledge, Answers({question.id: Answer(not_sure=True)}))
        if question.section == "safety":
            assert found.level is (question.if_unsure or Level.SELF_CARE), question.id
        assert found.level is not Level.EMERGENCY


def test_reasons_come_most_urgent_first_and_then_in_file_order(knowledge: Knowledge) -> None:
    everything = {
        q.id: Answer(tuple(o.id for o in q.options)) for q in knowledge.questions if q.kind == "many"
    }
    reasons = triage(knowledge, Answers(everything)).reasons
    ranks = [reason.level.rank for reason in reasons]
    assert ranks == sorted(ranks, reverse=True)
    order = [flag.id for flag in knowledge.flags]
    for level in Level:
        places = [
            order.index(reason.id) for reason in reasons if reason.level is level and reason.id in order
        ]
        assert places == sorted(places)


def test_only_applicable_safety_questions_count_as_unanswered(knowledge: Knowledge) -> None:
    found = triage(knowledge, Answers({"region": Answer(("calf",))}))
    assert found.unanswered == ("age", "safety_now", "safety_leg")


@pytest.mark.parametrize("age", ["16_to_39", "75_or_over"])
def test_an_adult_is_not_stopped(knowledge: Knowledge, age: str) -> None:
    assert triage(knowledge, Answers({"age": Answer((age,))})).stopped is None


def test_a_child_is_stopped_but_an_emergency_still_wins(knowledge: Knowledge) -> None:
    child = Answers({"age": Answer(("under_16",))})
    assert triage(knowledge, child).stopped == "under_16"
    found = triage(knowledge, child.with_answer("safety_now", Answer(("chest",))))
    assert found.level is Level.EMERGENCY
