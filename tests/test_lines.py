"""Lines that not everybody is shown, and what is put before the lines of a question."""

from collections.abc import Mapping
from contextlib import nullcontext

import pytest
from small import built, sheet
from test_interview import flag, pattern, question, way
from test_prompts_plain import Typed

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.choosing import by_information
from spasm_cli.core.conditions import change_answer, hidden, possible, shown
from spasm_cli.core.entries import Question
from spasm_cli.core.interview import Interview
from spasm_cli.core.scoring import rank_causes, scores
from spasm_cli.core.triage import level_of
from spasm_cli.core.vocabulary import Level
from spasm_cli.core.what_if import what_if
from spasm_cli.prompts.conversation import converse
from spasm_cli.prompts.screens import Screen

FILE = (
    question("place", "where", "one", {"arm": None, "leg": None})
    + question("age", "where", "one", {"young": None, "old": None})
    + question("danger", "safety", "many", {"cold": None, "late": None})
    + question("marks", "about_spasm", "many", {"red": 0.2, "walk": 0.5})
    + question("rest", "about_you", "one", {"sits": 0.5, "stands": 0.5})
    + flag("cold", "danger.cold", "emergency")
    + flag("late", "danger.late", "same_day")
    + pattern("strain", "[]", 'x = { p = 0.5, from = "judgement" }').replace(
        'feel.x = { p = 0.5, from = "judgement" }', "marks.red = { p = 0.4 }\nmarks.walk = { p = 0.8 }"
    )
)
FILE = FILE.replace("{ p = 0.4 }", '{ p = 0.4, from = "judgement" }').replace(
    "{ p = 0.8 }", '{ p = 0.8, from = "judgement" }'
)
LATE = 'label = "L late", when = { any = ["age.young"] }'
WALK = 'label = "L walk", when = { any = ["place.leg"] }'
STANDS = 'label = "L stands", when = { none = ["place.arm"] }'
FILE = FILE.replace('label = "L late"', LATE).replace('label = "L walk"', WALK)
KNOWLEDGE = built(FILE.replace('label = "L stands"', STANDS))
ARM, LEG, NONE = Answer(("arm",)), Answer(("leg",)), Answer()
YOUNG, OLD = Answer(("young",)), Answer(("old",))
RED = Answer(("red",))


def lines(found: Question | None) -> list[str]:
    assert found
    return [option.id for option in found.options]


@pytest.mark.parametrize(
    ("answers", "out"),
    [
        ({"place": "arm"}, {"walk"}),
        ({"place": "leg"}, set()),
        # Not ruled out: not asked yet, or not sure.
        ({}, set()),
        ({"place": "not_sure"}, set()),
    ],
)
def test_a_line_is_hidden_once_what_it_waits_for_is_ruled_out(answers: dict[str, str], out: set[str]) -> None:
    given = sheet(KNOWLEDGE, **answers)
    assert hidden(KNOWLEDGE, "marks", given) == out
    assert set(lines(shown(KNOWLEDGE, KNOWLEDGE.question["marks"], given))) == {"red", "walk"} - out
    assert hidden(KNOWLEDGE, "place", given) == set()


def test_the_question_is_put_without_it() -> None:
    _, leg = way(Interview(knowledge=KNOWLEDGE), LEG, YOUNG)
    assert lines(leg.question) == ["cold", "late"]
    _, arm = way(Interview(knowledge=KNOWLEDGE, ask_all=True), ARM, OLD)
    assert lines(arm.question) == ["cold"]
    assert lines(arm.answer(NONE).question) == ["red"]


def strain(**answers: str | list[str]) -> int:
    given = sheet(KNOWLEDGE, **answers)
    (cause,) = rank_causes(KNOWLEDGE, given)
    assert scores(KNOWLEDGE, given) == {"strain": cause.score}
    return sum(row.weight for row in cause.evidence)


def test_it_weighs_nothing() -> None:
    # Red 10·log10(0.4/0.2) = 3.01, blank 10·log10(0.6/0.8) = -1.25; walking blank 10·log10(0.2/0.5) = -3.98; times 0.7.
    assert strain(place="leg", marks=["red"]) == -1  # 0.7 · (3.01 - 3.98) = -0.68
    assert strain(place="leg", marks=[]) == -4  # 0.7 · -5.23 = -3.66
    assert strain(marks=[]) == -4
    assert strain(place="arm", marks=["red"]) == 2  # 0.7 · 3.01 = 2.11
    assert strain(place="arm", marks=[]) == -1  # 0.7 · -1.25 = -0.87
    assert strain(place="arm", marks=["walk"]) == -1


def test_it_promises_nothing() -> None:
    """With one cause there is nothing to tell apart, so a second one is needed."""
    more = pattern("cramp", "[]", "").replace("feel.", 'marks.walk = { p = 0.1, from = "judgement" }')
    knowledge = built(FILE + more)
    given = {"age": OLD, "danger": NONE, "rest": Answer(("sits",))}
    (asked, with_it), *_ = by_information(knowledge, Answers({"place": LEG, **given}))
    _, without_it = by_information(knowledge, Answers({"place": ARM, **given}))[0]
    assert asked == knowledge.question["marks"]
    assert 0 < without_it < with_it
    # The same as in a file whose causes make nothing of the line.
    for share in ("0.8", "0.1"):
        more = more.replace(f'marks.walk = {{ p = {share}, from = "judgement" }}', "")
    only_red = built(FILE.replace('marks.walk = { p = 0.8, from = "judgement" }', "") + more)
    assert by_information(only_red, Answers({"place": LEG, **given}))[0][1] == pytest.approx(without_it)


def test_for_cautions_it_is_ruled_out_unless_it_was_named() -> None:
    assert "marks.walk" in possible(KNOWLEDGE, sheet(KNOWLEDGE, place="leg"))
    assert "marks.walk" not in possible(KNOWLEDGE, sheet(KNOWLEDGE, place="arm"))
    assert "marks.walk" not in possible(KNOWLEDGE, sheet(KNOWLEDGE, place="arm", marks=["not_sure"]))
    assert "marks.red" in possible(KNOWLEDGE, sheet(KNOWLEDGE, place="arm", marks=["not_sure"]))
    assert "marks.walk" in possible(KNOWLEDGE, sheet(KNOWLEDGE, place="arm", marks=["walk?"]))


def test_what_a_file_says_counts_for_urgency_all_the_same() -> None:
    assert level_of(KNOWLEDGE, sheet(KNOWLEDGE, age="old", danger=["late"])) is Level.SAME_DAY
    assert level_of(KNOWLEDGE, sheet(KNOWLEDGE, age="old", danger=["late?"])) is Level.SAME_DAY


def test_no_other_answer_would_be_it() -> None:
    file = FILE + flag("walk", "marks.walk", "routine")
    for place, told in ((ARM, []), (LEG, ["walk"])):
        knowledge = built(file)
        found = what_if(knowledge, Answers({"place": place, "marks": NONE}))
        assert [change.answer for change in found if change.level is Level.ROUTINE] == told


def test_a_tick_goes_with_its_line_and_comes_back_with_it() -> None:
    _, young = way(Interview(knowledge=KNOWLEDGE), ARM, YOUNG, Answer(("late",)))
    old = young.edit("age").answer(OLD)
    assert old.answers["danger"] == NONE
    assert old.edit("danger").earlier == NONE
    assert old.edit("age").answer(YOUNG).answers["danger"] == Answer(("late",))


def test_a_line_that_nobody_saw_was_not_denied() -> None:
    """Its question is put again once the line is shown, with what was ticked."""
    _, old = way(Interview(knowledge=KNOWLEDGE), ARM, OLD, NONE)
    assert old.asked == ("place", "age", "danger")
    young = old.edit("age").answer(YOUNG)
    assert young.asked == ("place", "age")
    assert lines(young.question) == ["cold", "late"]
    assert young.earlier == NONE
    assert young.answer(NONE).asked == ("place", "age", "danger")
    # Back to old it counts as it was.
    assert young.edit("age").answer(OLD).answers["danger"] == NONE


def test_an_answer_that_is_no_line_any_more_is_asked_for_again() -> None:
    stands = Answer(("stands",))
    _, leg = way(Interview(knowledge=KNOWLEDGE, ask_all=True), LEG, OLD, NONE, NONE, stands)
    arm = leg.edit("place").answer(ARM)
    assert lines(arm.question) == ["sits"]
    assert "rest" not in arm.answers
    assert arm.edit("place").answer(LEG).answers["rest"] == stands


def test_a_changed_answer_unticks_what_it_hides_and_drops_what_has_more_lines_now() -> None:
    """In a consult."""
    given = Answers({"place": LEG, "marks": Answer(("red", "walk")), "rest": Answer(("stands",))})
    arm = change_answer(KNOWLEDGE, given, "place", ARM)
    assert dict(arm) == {"place": ARM, "marks": RED}
    assert dict(change_answer(KNOWLEDGE, arm, "place", LEG)) == {"place": LEG}
    assert dict(change_answer(KNOWLEDGE, given, "age", OLD)) == dict(given) | {"age": OLD}


# Gates


GATED = built(
    FILE.replace('id = "danger"\n', 'id = "danger"\ngate = "Any at all?"\nif_unsure = "routine"\n').replace(
        'id = "marks"\n', 'id = "marks"\ngate = "Any mark?"\n'
    )
)


def put(*typed: str) -> tuple[list[Screen], Mapping[str, Answer]]:
    """Type these lines; return the screens, and what was answered when the lines ended."""
    front, last = Typed([*typed]), dict[str, Answer]()

    def remember(interview: Interview) -> nullcontext[None]:
        last.clear()
        last.update(interview.answers)
        return nullcontext()

    with pytest.raises(EOFError):
        converse(front, Interview(knowledge=GATED, ask_all=True), guard=remember)
    return front.screens, last


def test_a_gate_is_put_first_as_yes_or_no() -> None:
    screens, _ = put("1", "1")
    assert screens[-1].ask == "Any at all?"
    assert [choice.label for choice in screens[-1].choices] == ["Yes", "No", "Not sure"]
    assert screens[-1].help == "Why."
    assert not screens[-1].many
    assert screens[-1].ticked == frozenset()


def test_yes_leads_to_the_lines_no_is_none_of_them_and_not_sure_is_not_sure_of_which() -> None:
    screens, answers = put("1", "1", "1")
    assert (screens[-1].ask, "danger" in answers) == ("Ask?", False)
    assert [choice.id for choice in screens[-1].choices] == ["cold", "late", "none", "not_sure"]
    assert put("1", "1", "1", "2", "2")[1]["danger"] == Answer(("late",))
    screens, answers = put("1", "1", "2")
    assert (screens[-1].ask, answers["danger"]) == ("Any mark?", NONE)
    screens, answers = put("1", "1", "3")
    assert (screens[-1].ask, answers["danger"]) == ("Any mark?", Answer(not_sure=True))
    assert level_of(GATED, Answers(answers)) is Level.ROUTINE


@pytest.mark.parametrize(
    ("typed", "gate", "ticked"),
    [
        (["2"], "no", set()),
        (["3"], "not_sure", set()),
        # Yes, and red; yes, and none of these after all; yes, and not sure.
        (["1", "1"], "yes", {"red"}),
        (["1", "2"], "no", set()),
        (["1", "3"], "not_sure", set()),
    ],
)
def test_going_back_shows_what_was_said(typed: list[str], gate: str, ticked: set[str]) -> None:
    """Going back from the question after it, then saying yes: no and not sure are not ticked among the lines."""
    screens, _ = put("1", "2", "2", *typed, "b", "1")
    assert [screen.ticked for screen in screens if screen.ask == "Any mark?"] == [set(), {gate}]
    assert (screens[-1].ask, set(screens[-1].ticked)) == ("Ask?", ticked)


def test_back_leads_from_the_lines_to_the_gate_and_from_there_to_the_question_before() -> None:
    screens, _ = put("1", "1", "1", "b")
    assert screens[-1].ask == "Any at all?"
    screens, _ = put("1", "1", "1", "b", "b")
    assert [choice.id for choice in screens[-1].choices] == ["young", "old", "not_sure"]
