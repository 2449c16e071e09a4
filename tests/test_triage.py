"""Urgency: flags, boxes that a person is unsure of, and what was never asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import built, sheet
from strategies import all_boxes, blank_unsure_ticked_in_order, grown_sheets, sheets
from test_shipped_knowledge import asked_for

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.triage import Reason, Triage, level_of, triage
from spasm_cli.core.vocabulary import Level, alternatives


def boxes(knowledge: Knowledge) -> list[tuple[str, str]]:
    return [
        (q.id, o.id)
        for q in knowledge.questions
        if q.section == "safety" and q.kind == "many"
        for o in q.options
    ]


BACKGROUND = {"past", "history", "present", "change"}
"""Screens that change what other signs mean, and are no sign by themselves."""

ONLY_WITH_ANOTHER = {"back.night", "neck.night", "trunk.night"} | {
    "wound_which.sting",
    "illness_which.thyroid",
    "spine_when.recent",
    "spine_when.old",
}
"""Boxes of the other screens that raise nothing by themselves, with what opens their screen. May only shrink."""


def test_every_box_of_a_screen_counts_for_a_flag_or_opens_a_screen(knowledge: Knowledge) -> None:
    whens = [flag.when for flag in knowledge.flags]
    whens += [question.when for question in knowledge.questions if question.section == "safety"]
    used = {name for when in whens for case in alternatives(when) for name in case.references}
    assert {f"{question}.{option}" for question, option in boxes(knowledge)} - used == set()


def test_nobody_who_ticked_a_sign_is_sent_home(knowledge: Knowledge) -> None:
    """Even where the screen that it opens fits nothing; only what changes the meaning of other signs may be harmless."""
    harmless = set()
    for question_id, option_id in boxes(knowledge):
        if question_id in BACKGROUND:
            continue
        box = f"{question_id}.{option_id}"
        for said in asked_for(knowledge, frozenset({box})):
            given: dict[str, tuple[str, ...]] = {}
            for name in said:
                question, _, option = name.partition(".")
                given[question] = (*given.get(question, ()), option)
            found = triage(knowledge, Answers({name: Answer(ticked) for name, ticked in given.items()}))
            if found.level is Level.SELF_CARE:
                harmless.add(box)
    assert harmless == ONLY_WITH_ANOTHER


def test_an_unsure_box_alone_raises_as_far_as_it_may_help_a_flag_that_names_it_alone(
    knowledge: Knowledge,
) -> None:
    for question_id, option_id in boxes(knowledge):
        question = knowledge.question[question_id]
        option = question.option(option_id)
        assert option is not None
        most = option.if_unsure or question.if_unsure or Level.SAME_DAY
        ticked = level_of(knowledge, Answers({question_id: Answer((option_id,))}))
        found = triage(knowledge, Answers({question_id: Answer((), (option_id,))}))
        assert found.level is min(most, ticked, key=lambda level: level.rank), f"{question_id}.{option_id}"


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
    whole_person = ("age", "also", "now", "feeling", "past", "history", "present")
    assert found.unanswered == (*whole_person, "look", "onset", "change", "course")
    back = triage(knowledge, Answers({"region": Answer(("back",)), "now": Answer(("pee",))}))
    assert back.unanswered == (
        "age",
        "also",
        "pee_which",
        *whole_person[3:],
        "back",
        "onset",
        "change",
        "course",
    )


@pytest.mark.parametrize("age", ["16_to_39", "75_or_over"])
def test_an_adult_is_not_stopped(knowledge: Knowledge, age: str) -> None:
    assert triage(knowledge, Answers({"age": Answer((age,))})).stopped is None


def test_a_child_is_stopped_but_an_emergency_still_wins(knowledge: Knowledge) -> None:
    child = Answers({"age": Answer(("under_16",))})
    assert triage(knowledge, child).stopped == "under_16"
    found = triage(knowledge, child.with_answer("chest_which", Answer(("tight",))))
    assert found.level is Level.EMERGENCY


SMALL = built(
    """
[[questions]]
id = "place"
ask = "Where?"
help = "Why."
kind = "one"
section = "where"
if_unsure = "routine"
options = [{ id = "leg", label = "Leg" }, { id = "arm", label = "Arm" }]

[[questions]]
id = "danger"
ask = "Any of this?"
help = "Why."
kind = "many"
section = "safety"
if_unsure = "same_day"
unsure_route = "line"
options = [
  { id = "cold", label = "Cold", if_unsure = "emergency" },
  { id = "hot", label = "Hot" },
  { id = "dull", label = "Dull", if_unsure = "self_care" },
]

[[questions]]
id = "leg"
ask = "And the leg?"
help = "Why."
kind = "many"
section = "safety"
when = { any = ["place.leg"] }
options = [
  { id = "swollen", label = "Swollen", if_unsure = "routine" },
  { id = "sore", label = "Sore" },
]

[[questions]]
id = "feel"
ask = "How?"
help = "Why."
kind = "one"
section = "about_spasm"
options = [{ id = "knot", label = "Knot" }, { id = "ache", label = "Ache" }]

[[flags]]
id = "sore"
when = { all = ["leg.sore", "feel.ache"] }
urgency = "routine"
say = "Sore."
may_be = "M"
sources = ["A"]
stops = true

[[flags]]
id = "swollen"
when = [{ any = ["leg.swollen"] }, { any = ["danger.hot"] }]
urgency = "same_day"
say = "Swollen."
may_be = "A clot"
sources = ["A", "B"]
route = "line"

[[flags]]
id = "ache"
when = { any = ["feel.ache"] }
urgency = "routine"
say = "Ache."
may_be = "M"
sources = ["A"]
stops = true
""",
    levels__same_day={"routes": {"line": "Call the line."}},
)


def test_a_flag_is_a_reason_with_all_that_the_file_says_of_it() -> None:
    found = triage(SMALL, sheet(SMALL, leg=["swollen"], danger=["hot"]))
    assert found == Triage(
        level=Level.SAME_DAY,
        reasons=(Reason("swollen", Level.SAME_DAY, "Swollen.", "A clot", ("A", "B"), "line"),),
        unanswered=("place",),
        stopped=None,
    )
    assert level_of(SMALL, sheet(SMALL, leg=["swollen"], danger=["hot"])) is Level.SAME_DAY


def test_the_first_flag_of_the_file_that_stops_is_named_whatever_the_order_of_the_answers() -> None:
    for answers in (
        sheet(SMALL, leg=["sore"], feel="ache"),
        sheet(SMALL, feel="ache", leg=["sore"]),
    ):
        found = triage(SMALL, answers)
        assert [reason.id for reason in found.reasons] == ["sore", "ache"]
        assert found.stopped == "sore"
    assert triage(SMALL, sheet(SMALL, feel="ache")).stopped == "ache"


DOUBTS = built(
    """
[[questions]]
id = "place"
ask = "Where?"
help = "Why."
kind = "one"
section = "where"
if_unsure = "routine"
options = [{ id = "leg", label = "Leg" }, { id = "arm", label = "Arm" }]

[[questions]]
id = "danger"
ask = "Any of this?"
help = "Why."
kind = "many"
section = "safety"
if_unsure = "routine"
unsure_route = "line"
options = [
  { id = "cold", label = "Cold", if_unsure = "emergency" },
  { id = "hot", label = "Hot", if_unsure = "same_day" },
  { id = "dull", label = "Dull" },
  { id = "odd", label = "Odd", if_unsure = "self_care" },
]

[[questions]]
id = "other"
ask = "And?"
help = "Why."
kind = "many"
section = "about_you"
options = [{ id = "one", label = "One" }, { id = "two", label = "Two" }, { id = "three", label = "Three" }]

[[flags]]
id = "both"
when = { all = ["danger.cold", ["danger.hot", "danger.odd"]] }
urgency = "emergency"
say = "Both."
may_be = "M"
sources = ["A"]
route = "sea"

[[flags]]
id = "cold"
when = [{ all = ["danger.cold", "danger.dull"] }, { any = ["other.two", "other.one"], at_least = 2 }]
urgency = "emergency"
say = "Cold."
may_be = "M"
sources = ["A"]

[[flags]]
id = "leg"
when = { all = ["place.leg", ["other.three", "danger.odd"]] }
urgency = "same_day"
say = "Leg."
may_be = "M"
sources = ["A"]
route = "sea"
stops = true

[[flags]]
id = "dull"
when = { any = ["danger.dull", "danger.odd"] }
urgency = "routine"
say = "Dull."
may_be = "M"
sources = ["A"]
""",
    levels__same_day={"routes": {"line": "Call the line.", "sea": "Swim."}},
)
SURE = {flag.id: Reason(flag.id, flag.urgency, flag.say, "M", ("A",), flag.route) for flag in DOUBTS.flags}


def unsure(part: str, level: Level, label: str, route: str = "") -> Reason:
    named = f"one of the lines under “{label}”" if part.endswith(".not_sure") else f"“{label}”"
    return Reason(part, level, f"U {named}", "", (), route)


COLD = unsure("danger.cold?", Level.SAME_DAY, "Cold", "line")
HOT = unsure("danger.hot?", Level.SAME_DAY, "Hot", "line")
DULL = unsure("danger.dull?", Level.ROUTINE, "Dull")


@pytest.mark.parametrize(
    ("answers", "reasons"),
    [
        # No flag names these alone.
        ({"danger": ["cold?"]}, ()),
        ({"danger": ["hot?", "odd?"], "other": ["one?", "three?"]}, ()),
        # "both" needs the two of them, so it goes no further than hot may help: to same_day.
        ({"danger": ["cold?", "hot?"]}, (COLD, HOT)),
        ({"danger": ["cold", "hot?"]}, (HOT,)),
        # Cold may help as far as the flag itself goes.
        ({"danger": ["cold?", "hot"]}, (unsure("danger.cold?", Level.EMERGENCY, "Cold"),)),
        # Odd may not help at all, yet it is ticked here.
        (
            {"danger": ["cold?", "hot?", "odd"]},
            (unsure("danger.cold?", Level.EMERGENCY, "Cold"), SURE["dull"]),
        ),
        # Dull may help to routine, though "cold" is an emergency; and "dull" alone is no more than that.
        ({"danger": ["dull?"]}, (DULL,)),
        ({"danger": ["cold?", "dull?"]}, (unsure("danger.cold?", Level.ROUTINE, "Cold"), DULL)),
        ({"danger": ["cold", "dull?"]}, (DULL,)),
        # Without a word in the file: same_day. Two are needed, and whichever was said is not doubted.
        (
            {"other": ["one?", "two?"]},
            (unsure("other.one?", Level.SAME_DAY, "One"), unsure("other.two?", Level.SAME_DAY, "Two")),
        ),
        ({"other": ["one", "two?"]}, (unsure("other.two?", Level.SAME_DAY, "Two"),)),
        # A flag's own level is the most; where the question names no route, the flag's own is right.
        ({"place": "leg", "other": ["three?"]}, (unsure("other.three?", Level.SAME_DAY, "Three", "sea"),)),
        # A flag that holds anyway rests on no doubt.
        ({"place": "leg", "danger": ["odd"], "other": ["three?"]}, (SURE["leg"], SURE["dull"])),
        # Not sure of which, and of a question with one answer.
        ({"danger": ["not_sure"]}, (unsure("danger.not_sure", Level.ROUTINE, "Any of this?"),)),
        ({"other": ["not_sure"]}, ()),
        (
            {"place": "not_sure", "danger": ["not_sure", "cold?", "hot?"]},
            (
                COLD,
                HOT,
                unsure("place.not_sure", Level.ROUTINE, "Where?"),
                unsure("danger.not_sure", Level.ROUTINE, "Any of this?"),
            ),
        ),
    ],
)
def test_an_unsure_box_raises_only_with_a_flag_and_only_so_far(
    answers: dict[str, str | list[str]], reasons: tuple[Reason, ...]
) -> None:
    found = triage(DOUBTS, sheet(DOUBTS, **answers))
    assert found.reasons == reasons
    assert found.level is (reasons[0].level if reasons else Level.SELF_CARE)
    assert level_of(DOUBTS, sheet(DOUBTS, **answers)) is found.level


def test_doubt_alone_stops_nobody() -> None:
    assert triage(DOUBTS, sheet(DOUBTS, place="leg", other=["three?"])).stopped is None
    assert triage(DOUBTS, sheet(DOUBTS, place="leg", other=["three"])).stopped == "leg"


@given(sheets(DOUBTS), st.data())
@settings(max_examples=300, deadline=None)
def test_each_box_raises_no_less_when_unsure_and_no_more_than_when_ticked(
    answers: Answers, data: st.DataObject
) -> None:
    blank_unsure_ticked_in_order(DOUBTS, answers, data.draw(st.sampled_from(all_boxes(DOUBTS))))


@given(grown_sheets(DOUBTS))
@settings(max_examples=300, deadline=None)
def test_adding_answers_or_ticks_lowers_no_level(pair: tuple[Answers, Answers]) -> None:
    small, large = pair
    assert level_of(DOUBTS, small).rank <= level_of(DOUBTS, large).rank


def test_a_screen_counts_as_unanswered_once_it_applies_and_until_it_is_answered() -> None:
    assert triage(SMALL, Answers({})).unanswered == ("place", "danger")
    assert triage(SMALL, sheet(SMALL, place="leg")).unanswered == ("danger", "leg")
    assert triage(SMALL, sheet(SMALL, place="arm", danger=[])).unanswered == ()
