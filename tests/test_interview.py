"""What is asked next, going back, changing one's mind, and the end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import answer_to

from spasm_cli.answers import Answer, Answers
from spasm_cli.assessment import assess
from spasm_cli.interview import Interview
from spasm_cli.knowledge import Knowledge, Level
from spasm_cli.loading import data_file, load_knowledge

KNOWLEDGE = load_knowledge(str(data_file("causes.toml")))
PEOPLE = st.fixed_dictionaries({question.id: answer_to(question) for question in KNOWLEDGE.questions})


def straight(person: dict[str, Answer], *, ask_all: bool = False) -> Interview:
    """Answer every question as it comes."""
    interview = Interview(knowledge=KNOWLEDGE, ask_all=ask_all)
    while interview.question is not None:
        interview = interview.answer(person[interview.question.id])
    return interview


@given(PEOPLE, st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_interview_ends_and_asks_nothing_twice(person: dict[str, Answer], ask_all: bool) -> None:
    interview = straight(person, ask_all=ask_all)
    assert interview.end is not None
    assert len(set(interview.asked)) == len(interview.asked) <= len(KNOWLEDGE.questions)
    assert set(interview.answers) == set(interview.asked)


@given(PEOPLE)
@settings(max_examples=60, deadline=None)
def test_asking_less_never_changes_the_urgency(person: dict[str, Answer]) -> None:
    less = assess(KNOWLEDGE, straight(person).answers).urgency
    more = assess(KNOWLEDGE, straight(person, ask_all=True).answers).urgency
    assert less.level is more.level
    assert less.complete or less.level is Level.EMERGENCY


@given(PEOPLE, st.data())
@settings(max_examples=60, deadline=None)
def test_any_way_of_answering_going_back_and_editing_ends_where_straight_answering_does(
    person: dict[str, Answer], data: st.DataObject
) -> None:
    interview = Interview(knowledge=KNOWLEDGE)
    for _ in range(data.draw(st.integers(0, 25))):
        move = data.draw(st.sampled_from(["right", "wrong", "back", "edit"]))
        if move == "back":
            interview = interview.back()
        elif move == "edit" and interview.asked:
            interview = interview.edit(data.draw(st.sampled_from(interview.asked)))
        elif interview.question is not None:
            question = interview.question
            interview = interview.answer(
                person[question.id] if move == "right" else data.draw(answer_to(question))
            )
    for _ in range(200):
        wrong = [name for name in interview.asked if interview.memory[name] != person[name]]
        if wrong:
            interview = interview.edit(wrong[0]).answer(person[wrong[0]])
        elif interview.question is not None:
            interview = interview.answer(person[interview.question.id])
        else:
            break
    expected = straight(person)
    assert dict(interview.answers) == dict(expected.answers)
    assert interview.asked == expected.asked
    assert interview.end == expected.end


def test_where_and_safety_come_first_in_the_order_of_the_file(knowledge: Knowledge) -> None:
    interview = Interview(knowledge=knowledge)
    seen = []
    for answer in (Answer(("neck_shoulder",)), Answer(("16_to_39",)), Answer(), Answer()):
        assert interview.question is not None
        seen.append(interview.question.id)
        interview = interview.answer(answer)
    assert seen == ["region", "age", "safety_now", "safety_neck"]
    assert interview.question is not None
    assert interview.question.section not in {"where", "safety"}


def test_an_emergency_ends_it_at_once_and_can_be_taken_back_once(knowledge: Knowledge) -> None:
    interview = Interview(knowledge=knowledge).answer(Answer(("calf",))).answer(Answer(("40_to_59",)))
    over = interview.answer(Answer(("chest",)))
    assert over.end == "emergency"
    assert over.question is None
    assert over.can_go_back
    again = over.back()
    assert again.question is not None
    assert again.question.id == "safety_now"
    assert again.earlier is None
    assert again.answer(Answer()).end is None
    final = again.answer(Answer(("breath",)))
    assert final.end == "emergency"
    assert not final.can_go_back
    assert final.back() is final


def test_a_child_is_stopped_after_the_safety_screens(knowledge: Knowledge) -> None:
    interview = Interview(knowledge=knowledge)
    for answer in (Answer(("calf",)), Answer(("under_16",)), Answer(), Answer()):
        assert interview.end is None
        interview = interview.answer(answer)
    assert interview.end == "stopped"
    assert assess(knowledge, interview.answers).causes == ()


def test_back_at_the_first_question_does_nothing(knowledge: Knowledge) -> None:
    interview = Interview(knowledge=knowledge)
    assert interview.back() is interview


def test_changing_an_early_answer_keeps_what_still_applies(knowledge: Knowledge) -> None:
    interview = Interview(knowledge=knowledge)
    for answer in (Answer(("calf",)), Answer(("40_to_59",)), Answer(), Answer(), Answer(("in_bed",))):
        interview = interview.answer(answer)
    changed = interview.edit("region").answer(Answer(("foot",)))
    assert set(changed.answers) == set(interview.answers)
    moved = interview.edit("region").answer(Answer(("back",)))
    assert "safety_leg" not in moved.answers
    assert moved.question is not None
    assert moved.question.id == "safety_back"
    assert moved.memory["timing"] == Answer(("in_bed",))


def test_given_answers_are_not_asked_and_count_even_when_gated(knowledge: Knowledge) -> None:
    given_answers = Answers({"region": Answer(("neck_shoulder",)), "safety_leg": Answer(("swollen",))})
    interview = Interview(knowledge=knowledge, given=given_answers)
    assert interview.question is not None
    assert interview.question.id == "age"
    assert "safety_leg" in interview.answers


def test_answering_when_nothing_is_asked_is_a_fault(knowledge: Knowledge) -> None:
    over = Interview(knowledge=knowledge, given=Answers({"safety_now": Answer(("chest",))}))
    with pytest.raises(ValueError, match="no question"):
        over.answer(Answer())
    with pytest.raises(ValueError, match="was not asked"):
        over.edit("region")
