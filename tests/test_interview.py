"""What is asked next, going back, changing one's mind, and the end."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import built
from strategies import answer_to

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.assessment import assess
from spasm_cli.core.choosing import by_information
from spasm_cli.core.conditions import applies, shown, still_said
from spasm_cli.core.entries import Question
from spasm_cli.core.interview import Interview
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.shipped import data_file

KNOWLEDGE = load_knowledge(str(data_file("causes.toml"))).at("gb")
PEOPLE = st.fixed_dictionaries({question.id: answer_to(question) for question in KNOWLEDGE.questions})


def straight(person: dict[str, Answer], *, ask_all: bool = False) -> Interview:
    """Answer every question as it comes."""
    interview = Interview(knowledge=KNOWLEDGE, ask_all=ask_all)
    while interview.end is None:
        interview = on(interview, person)
    return interview


def on(interview: Interview, person: dict[str, Answer]) -> Interview:
    """Take the next step: what was ticked is meant."""
    if interview.confirming:
        return interview.confirm("yes")
    assert interview.question is not None
    return interview.answer(meant(interview.question, person))


def meant(question: Question, person: dict[str, Answer]) -> Answer:
    """Return what a person says to a question as it is shown: nobody can choose a line that is not there."""
    return still_said(question, person[question.id]) or Answer(not_sure=True)


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
def test_any_way_of_answering_going_back_and_editing_keeps_the_last_reply_to_all_that_applies(
    person: dict[str, Answer], data: st.DataObject
) -> None:
    """No reply is lost while its question applies, none is counted when it does not, and nothing needed stays open."""
    interview, last = Interview(knowledge=KNOWLEDGE), dict[str, Answer]()
    for _ in range(data.draw(st.integers(0, 25))):
        move = data.draw(st.sampled_from(["right", "wrong", "back", "edit"]))
        if move == "back":
            if interview.end == "emergency" and interview.can_go_back and interview.latest:
                del last[interview.latest]
            interview = interview.back()
        elif move == "edit" and interview.asked and interview.end != "emergency":
            interview = interview.edit(data.draw(st.sampled_from(interview.asked)))
        elif interview.confirming:
            name, _, _ = interview.confirming.partition(".")
            interview = interview.confirm(data.draw(st.sampled_from(["yes", "no", "not_sure"])))
            last[name] = interview.memory[name]
        elif interview.question is not None:
            question = interview.question
            reply = meant(question, person) if move == "right" else data.draw(answer_to(question))
            last[question.id] = reply
            interview = interview.answer(reply)
    for _ in range(200):
        if interview.end:
            break
        if interview.question:
            last[interview.question.id] = meant(interview.question, person)
        interview = on(interview, person)
    found = interview.answers
    # A line that is hidden from this person was not on the screen, whatever this test said of it.
    on_screen = {name: shown(KNOWLEDGE, KNOWLEDGE.question[name], found) for name in found}
    assert dict(found) == {name: still_said(on_screen[name], last[name]) for name in found}
    for name in last:
        assert (name in found) == applies(KNOWLEDGE.question[name], found), name
    at_once = Interview(knowledge=KNOWLEDGE, given=found)
    assert (at_once.question, at_once.end) == (None, interview.end)


ORDINARY = {
    "region": Answer(("calf",)),
    "age": Answer(("40_to_59",)),
    "onset": Answer(("woke",)),
    "course": Answer(("months_on_off",)),
}
"""Somebody who ticks nothing."""


def ordinary(interview: Interview, person: dict[str, Answer] = ORDINARY) -> tuple[list[str], Interview]:
    """Answer all that stands before what is asked for the cause; return what that was, and what comes after."""
    seen = []
    while interview.question is not None and interview.question.section in {"where", "safety"}:
        seen.append(interview.question.id)
        interview = interview.answer(person.get(interview.question.id, Answer()))
    return seen, interview


def test_a_tick_opens_its_screen_at_once_and_no_other(knowledge: Knowledge) -> None:
    seen, _ = ordinary(Interview(knowledge=knowledge))
    ticked, _ = ordinary(Interview(knowledge=knowledge), ORDINARY | {"now": Answer(("pee",))})
    at = ticked.index("now") + 1
    assert ticked[at] == "pee_which"
    assert ticked[:at] + ticked[at + 1 :] == seen


def test_where_and_safety_come_first_in_the_order_of_the_file(knowledge: Knowledge) -> None:
    person = ORDINARY | {"region": Answer(("neck_shoulder",))}
    seen, interview = ordinary(Interview(knowledge=knowledge), person)
    assert seen == [
        "region", "age", "also", "now", "feeling", "past", "history", "present", "neck", "onset", "change", "course",
    ]  # fmt: skip
    assert interview.question is not None
    assert interview.question.section not in {"where", "safety"}


def test_an_emergency_ends_it_at_once_and_can_be_taken_back_once(knowledge: Knowledge) -> None:
    interview = Interview(knowledge=knowledge)
    for answer in (Answer(("calf",)), Answer(("40_to_59",)), Answer(), Answer(("chest",))):
        interview = interview.answer(answer)
    assert interview.end is None
    over = interview.answer(Answer(("tight",)))
    assert over.end == "emergency"
    assert over.question is None
    assert len(over.asked) == 5
    assert over.can_go_back
    again = over.back()
    assert again.question is not None
    assert again.question.id == "chest_which"
    assert again.earlier is None
    assert again.can_go_back
    assert again.answer(Answer()).end is None
    final = again.answer(Answer(("breath",)))
    assert final.end == "emergency"
    assert not final.can_go_back
    assert final.back() is final


def test_a_child_is_stopped_after_the_safety_screens(knowledge: Knowledge) -> None:
    seen, interview = ordinary(Interview(knowledge=knowledge), ORDINARY | {"age": Answer(("under_16",))})
    assert "child" in seen
    assert seen[-1] == "course"
    assert interview.end == "stopped"
    assert assess(knowledge, interview.answers).causes == ()


def test_back_at_the_first_question_does_nothing(knowledge: Knowledge) -> None:
    interview = Interview(knowledge=knowledge)
    assert interview.back() is interview


def test_changing_an_early_answer_keeps_what_still_applies(knowledge: Knowledge) -> None:
    _, interview = ordinary(Interview(knowledge=knowledge))
    assert interview.question is not None
    assert interview.question.id == "timing"
    interview = interview.answer(Answer(("in_bed",)))
    changed = interview.edit("region").answer(Answer(("foot",)))
    assert set(changed.answers) == set(interview.answers)
    moved = interview.edit("region").answer(Answer(("back",)))
    assert "look" not in moved.answers
    assert moved.question is not None
    assert moved.question.id == "back"
    assert moved.memory["timing"] == Answer(("in_bed",))


def test_given_answers_are_not_asked_and_count_even_when_gated(knowledge: Knowledge) -> None:
    given_answers = Answers({"region": Answer(("neck_shoulder",)), "look": Answer(("swollen",))})
    interview = Interview(knowledge=knowledge, given=given_answers)
    assert interview.question is not None
    assert interview.question.id == "age"
    assert "look" in interview.answers


def test_answering_when_nothing_is_asked_is_a_fault(knowledge: Knowledge) -> None:
    over = Interview(knowledge=knowledge, given=Answers({"chest_which": Answer(("tight",))}))
    with pytest.raises(ValueError, match=r"^there is no question to answer$"):
        over.answer(Answer())
    with pytest.raises(ValueError, match=r"^region has no answer$"):
        over.edit("region")


def pattern(name: str, steps: str, finding: str) -> str:
    return f"""
[[causes]]
id = "{name}"
name = "N"
clinical_name = "C"
kind = "pattern"
summary = "S"
claim = "C"
prior = 0.3
steps = {steps}
see_someone = "S"
sources = ["A"]
[causes.findings]
feel.{finding}
"""


def step(name: str, cautions: str = "[]") -> str:
    return f"""
[[steps]]
id = "{name}"
title = "T"
how = "H"
phase = "now"
grade = "limited"
sources = ["A"]
cautions = {cautions}
"""


def question(name: str, section: str, kind: str, options: dict[str, float | None], when: str = "[]") -> str:
    lines = ", ".join(
        f'{{ id = "{option}", label = "L {option}"' + (f", baseline = {share} }}" if share else " }")
        for option, share in options.items()
    )
    return f"""
[[questions]]
id = "{name}"
ask = "Ask?"
help = "Why."
kind = "{kind}"
section = "{section}"
when = {when}
options = [{lines}]
"""


def flag(name: str, reference: str, urgency: str, stops: str = "false") -> str:
    return f"""
[[flags]]
id = "{name}"
when = {{ any = ["{reference}"] }}
urgency = "{urgency}"
say = "S"
may_be = "M"
sources = ["A"]
stops = {stops}
"""


FILE = (
    question("place", "where", "one", {"arm": 0.4, "leg": 0.6})
    + question("danger", "safety", "many", {"cold": None, "child": None, "tired": None})
    + question("leg", "safety", "many", {"swollen": None}, '{ any = ["place.leg"] }')
    + question("spare", "about_you", "one", {"a": 0.4, "b": 0.6})
    + question("deeper", "about_you", "one", {"x": 0.5, "y": 0.5}, '{ any = ["deep.odd"] }')
    + question("deep", "about_you", "many", {"odd": 0.1}, '{ any = ["gate.yes"] }')
    + question("gate", "about_you", "one", {"yes": 0.2, "no": 0.8})
    + question("drugs", "about_you", "many", {"kidney": 0.1})
    + question("feel", "about_spasm", "one", {"knot": 0.3, "ache": 0.7})
    + flag("cold", "danger.cold", "emergency")
    + flag("child", "danger.child", "routine", stops="true")
    + flag("tired", "danger.tired", "routine")
    + flag("swollen", "leg.swollen", "same_day")
    + flag("deeper", "deeper.x", "routine")
    + pattern("strain", '["pills", "rest", "third"]', 'knot = { p = 0.9, from = "A" }')
    + pattern("cramp", '["rest"]', 'ache = { p = 0.95, from = "A" }')
    + step(
        "pills",
        '[{ when = { any = ["drugs.kidney"] }, who = "you", drop = true },'
        ' { when = { any = ["spare.a"] }, who = "you", say = "S" }]',
    )
    + step("rest")
    + step("third", '[{ when = { any = ["spare.b"] }, who = "you", drop = true }]')
)
SMALL = built(FILE)


def way(interview: Interview, *answers: Answer) -> tuple[list[str], Interview]:
    """Give these answers in turn; return what was asked for each and what comes after."""
    seen = []
    for answer in answers:
        assert interview.question is not None
        seen.append(interview.question.id)
        interview = interview.answer(answer)
    return seen, interview


def test_a_box_that_somebody_is_unsure_of_opens_its_follow_up() -> None:
    knowledge = built(FILE.replace('when = { any = ["place.leg"] }', 'when = { any = ["danger.tired"] }'))
    seen, _ = way(Interview(knowledge=knowledge), ARM, Answer((), ("tired",)), NONE)
    assert seen == ["place", "danger", "leg"]
    # Not sure of which opens nothing: it is another answer.
    seen, _ = way(Interview(knowledge=knowledge), ARM, Answer(not_sure=True), KNOT)
    assert seen == ["place", "danger", "feel"]


ARM, LEG, NONE = Answer(("arm",)), Answer(("leg",)), Answer()
KNOT, ACHE = Answer(("knot",)), Answer(("ache",))
YES, NO = Answer(("yes",)), Answer(("no",))


def test_it_asks_for_safety_then_for_the_cause_then_for_what_a_flag_or_a_shown_step_needs() -> None:
    seen, over = way(Interview(knowledge=SMALL), LEG, NONE, NONE, KNOT, NO, NONE)
    assert seen == ["place", "danger", "leg", "feel", "gate", "drugs"]
    assert over.end == "complete"
    assert over.question is None
    assert dict(over.answers) == dict(zip(seen, (LEG, NONE, NONE, KNOT, NO, NONE), strict=True))


def test_what_hides_behind_gates_is_asked_for_gate_by_gate() -> None:
    seen, over = way(Interview(knowledge=SMALL), ARM, NONE, ACHE, YES, Answer(("odd",)), Answer(("x",)))
    assert seen == ["place", "danger", "feel", "gate", "deep", "deeper"]
    assert over.end == "complete"


def test_a_step_that_is_not_shown_needs_nothing() -> None:
    seen, over = way(Interview(knowledge=SMALL), ARM, NONE, ACHE, NO)
    assert seen == ["place", "danger", "feel", "gate"]
    assert over.end == "complete"


def test_a_flag_that_would_raise_nothing_more_needs_nothing() -> None:
    seen, over = way(Interview(knowledge=SMALL), ARM, Answer(("tired",)), KNOT, NONE)
    assert seen == ["place", "danger", "feel", "drugs"]
    assert over.end == "complete"


def test_asking_all_goes_by_the_file_once_safety_is_done() -> None:
    seen, over = way(Interview(knowledge=SMALL, ask_all=True), ARM, NONE, Answer(("a",)), NO, NONE, KNOT)
    assert seen == ["place", "danger", "spare", "gate", "drugs", "feel"]
    assert over.end == "complete"


@pytest.mark.parametrize("ask_all", [False, True])
def test_it_stops_for_a_child_once_the_screens_are_answered(ask_all: bool) -> None:
    seen, over = way(Interview(knowledge=SMALL, ask_all=ask_all), LEG, Answer(("child",)), NONE)
    assert seen == ["place", "danger", "leg"]
    assert over.end == "stopped"


def test_the_cause_is_asked_for_while_a_question_tells_just_enough() -> None:
    (_, bits), *_ = by_information(SMALL, Answers({"place": ARM, "danger": NONE}))
    given = Answers({"place": ARM, "danger": NONE, "gate": NO})
    for least, asked in ((bits, "feel"), (math.nextafter(bits, 1), None)):
        knowledge = built(FILE, scoring={"min_bits": least, "fits_partly": 0})
        put = Interview(knowledge=knowledge, given=given).question
        assert (put.id if put else None) == asked


def test_where_one_stands_while_going_back_and_editing() -> None:
    _, over = way(Interview(knowledge=SMALL), ARM, NONE, ACHE, NO)
    assert over.place == 5
    assert over.earlier is None
    back = over.back()
    assert (back.question, back.place, back.earlier, back.end) == (SMALL.question["gate"], 4, NO, None)
    assert back.asked == over.asked
    edited = over.edit("feel")
    assert (edited.question, edited.place, edited.can_go_back) == (SMALL.question["feel"], 3, True)
    assert edited.back() == over
    second = back.back().back()
    assert (second.question, second.place, second.earlier) == (SMALL.question["danger"], 2, NONE)
    first = second.back()
    assert (first.place, first.can_go_back) == (1, False)
    assert first.back() is first
    again = first.answer(ARM)
    assert again.end == "complete"
    assert again.revisiting is None
    assert again.question is None


def test_what_is_given_is_not_asked_and_a_reply_that_no_longer_applies_is_kept_for_later() -> None:
    interview = Interview(knowledge=SMALL, given=Answers({"feel": ACHE}))
    swollen = Answer(("swollen",))
    seen, over = way(interview, LEG, NONE, swollen)
    assert (seen, over.end) == (["place", "danger", "leg"], "complete")
    moved = over.edit("place").answer(ARM)
    assert moved.asked == ("place", "danger")
    assert moved.question == SMALL.question["gate"]
    assert "leg" not in moved.answers
    assert moved.edit("place").answer(LEG).answers["leg"] == swollen


def test_what_is_given_stands_on_the_review_and_once_changed_never_comes_back() -> None:
    given = Answers({"feel": ACHE, "leg": Answer(("swollen",))})
    _, over = way(Interview(knowledge=SMALL, given=given), LEG, NONE)
    assert over.reviewed == ("feel", "leg", "place", "danger")
    chosen = over.edit("leg")
    assert (chosen.question, chosen.earlier) == (SMALL.question["leg"], Answer(("swollen",)))
    assert dict(chosen.back().answers) == dict(over.answers)
    none = chosen.answer(NONE)
    assert none.answers["leg"] == NONE
    moved = none.edit("place").answer(ARM)
    assert "leg" not in moved.answers, "and not what was given first"
    assert moved.answers["feel"] == ACHE


def test_a_changed_answer_costs_no_other_and_moves_none() -> None:
    """Though the questions would now come in another order, or not at all."""
    _, over = way(Interview(knowledge=SMALL), ARM, NONE, KNOT, NO, NONE)
    assert over.asked == ("place", "danger", "feel", "gate", "drugs")
    changed = over.edit("feel").answer(ACHE)
    assert changed.asked == over.asked
    assert dict(changed.answers) == dict(over.answers) | {"feel": ACHE}
    assert changed.end == "complete"
    _, short = way(Interview(knowledge=SMALL), ARM, NONE, ACHE, NO)
    assert short.asked == ("place", "danger", "feel", "gate")


def test_an_emergency_made_by_a_change_is_taken_back_where_it_was_made() -> None:
    _, over = way(Interview(knowledge=SMALL), ARM, NONE, ACHE, NO)
    made = over.edit("danger").answer(Answer(("cold",)))
    assert (made.end, made.can_go_back) == ("emergency", True)
    again = made.back()
    assert (again.question, again.earlier) == (SMALL.question["danger"], None)
    assert again.answer(NONE).end == "complete"
    assert made.again("danger").question == SMALL.question["danger"]
    assert made.again("danger").earlier == Answer(("cold",))


def test_what_made_an_emergency_is_put_afresh_though_nothing_else_would_ask_for_it() -> None:
    unsure = built(FILE.replace('id = "spare"', 'id = "spare"\nif_unsure = "emergency"'))
    _, over = way(Interview(knowledge=unsure), ARM, NONE, ACHE, NO)
    over = Interview(knowledge=unsure, memory={**over.memory, "spare": Answer(("a",))})
    assert over.end == "complete"
    made = over.edit("spare").answer(Answer(not_sure=True))
    assert made.end == "emergency"
    again = made.back()
    assert (again.question, again.earlier, again.place) == (unsure.question["spare"], None, 5)
    assert again.answer(Answer(("b",))).end == "complete"


def test_back_leads_to_the_review_only_from_the_question_that_was_chosen_there() -> None:
    _, over = way(Interview(knowledge=SMALL), ARM, NONE, ACHE, NO)
    opened = over.edit("place").answer(LEG)
    assert opened.question == SMALL.question["leg"]
    assert opened.back().question == SMALL.question["gate"]
