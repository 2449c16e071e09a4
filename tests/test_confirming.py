"""Confirm before alarm: boxes that people tick generously are put once more before an urgent level is told."""

from contextlib import nullcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from small import built, sheet
from strategies import answer_to
from test_consult import DECIDE, PICK, Script
from test_interview import flag, pattern, question, way
from test_prompts_plain import Typed

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.confirming import to_confirm, without
from spasm_cli.core.interview import Interview
from spasm_cli.core.triage import level_of
from spasm_cli.core.vocabulary import NOT_SURE, Condition, Level
from spasm_cli.prompts.consult import DONE as FINISH
from spasm_cli.prompts.consult import consult
from spasm_cli.prompts.conversation import converse
from spasm_cli.prompts.one_question import what_opens
from spasm_cli.prompts.screens import NO, YES, Move, Screen

FILE = (
    question("place", "where", "one", {"arm": 0.4, "leg": 0.6})
    + question("danger", "safety", "many", dict.fromkeys(("chest", "ill", "fever", "rash", "odd", "rare")))
    + question("leg", "safety", "many", {"swollen": None}, '{ any = ["danger.fever"] }')
    + question("feel", "about_spasm", "one", {"knot": 0.3, "ache": 0.7})
    + flag("chest", "danger.chest", "emergency")
    + flag("septic", "danger.ill", "emergency").replace('any = ["danger.ill"]', 'all = ["danger.ill", "danger.fever"]')
    + flag("fever", "danger.fever", "same_day")
    + flag("rash", "danger.rash", "routine")
    + flag("odd", "danger.odd", "same_day").replace('["danger.odd"]', '["danger.odd", "danger.rare"]')
    + flag("late", "feel.ache", "same_day").replace('any = ["feel.ache"]', 'all = ["feel.ache", "danger.rash"]')
    + flag("swollen", "leg.swollen", "routine")
    + pattern("strain", "[]", 'knot = { p = 0.9, from = "judgement" }')
    + pattern("cramp", "[]", 'ache = { p = 0.95, from = "judgement" }')
)  # fmt: skip
for name in ("ill", "fever", "rash", "odd", "rare"):
    FILE = FILE.replace(f'label = "L {name}"', f'label = "L {name}", confirm = true, check = "C {name}."')
KNOWLEDGE = built(FILE)
ARM, NONE = Answer(("arm",)), Answer()


def at_danger(*ticked: str) -> Interview:
    _, interview = way(Interview(knowledge=KNOWLEDGE), ARM, Answer(ticked))
    return interview


def test_an_emergency_waits_for_each_box_that_it_rests_on_in_the_order_of_the_file() -> None:
    first = at_danger("ill", "fever", "rash")
    assert (first.confirming, first.question, first.end) == ("danger.ill", None, None)
    second = first.confirm("yes")
    assert (second.confirming, second.question, second.end) == ("danger.fever", None, None)
    over = second.confirm("yes")
    assert (over.confirming, over.question, over.end) == (None, None, "emergency")
    assert over.answers["danger"] == Answer(("ill", "fever", "rash"))


def test_no_unticks_it_and_what_is_for_today_waits_for_the_last_danger_sign() -> None:
    well = at_danger("ill", "fever").confirm("no")
    assert well.answers["danger"] == Answer(("fever",))
    assert (well.confirming, well.question) == (None, KNOWLEDGE.question["leg"])
    asked = well.answer(NONE)
    assert (asked.confirming, asked.question, asked.end) == ("danger.fever", None, None)
    sure = asked.confirm("yes")
    assert (sure.confirming, sure.question) == (None, KNOWLEDGE.question["feel"])
    # What was asked because of it goes with it.
    cool = asked.confirm("no")
    assert dict(cool.answers) == {"place": ARM, "danger": NONE}
    assert (cool.confirming, cool.question) == (None, KNOWLEDGE.question["feel"])


def test_not_sure_makes_it_unsure_and_the_level_what_doubt_makes_of_it() -> None:
    doubt = at_danger("ill", "fever").confirm("not_sure")
    assert doubt.answers["danger"] == Answer(("fever",), ("ill",))
    assert level_of(KNOWLEDGE, doubt.answers) is Level.SAME_DAY
    assert doubt.question == KNOWLEDGE.question["leg"]
    # Without the fever nothing would be for today, ill or not.
    both = doubt.answer(NONE).confirm("not_sure")
    assert both.answers["danger"] == Answer((), ("ill", "fever"))
    assert level_of(KNOWLEDGE, both.answers) is Level.SAME_DAY
    assert (both.confirming, both.question) == (None, KNOWLEDGE.question["feel"])


def test_it_ends_as_soon_as_the_level_holds_with_what_was_confirmed() -> None:
    either = at_danger("odd", "rare")
    assert either.confirming == "danger.odd"
    assert either.confirm("yes").confirming is None
    assert either.confirm("no").confirming == "danger.rare"
    assert either.confirm("no").confirm("no").confirming is None


@pytest.mark.parametrize("ticked", [("chest", "ill", "fever"), ("chest",)])
def test_what_must_not_wait_a_key_waits_for_none(ticked: tuple[str, ...]) -> None:
    over = at_danger(*ticked)
    assert (over.confirming, over.end) == (None, "emergency")


@pytest.mark.parametrize("ticked", [("rash",), ("ill",), ()])
def test_nothing_is_put_below_today(ticked: tuple[str, ...]) -> None:
    assert at_danger(*ticked).confirming is None


def test_an_answer_about_the_spasm_can_call_for_it_too() -> None:
    _, late = way(at_danger("rash"), Answer(("ache",)))
    assert (late.confirming, late.end) == ("danger.rash", None)
    assert late.confirm("yes").end == "complete"


def test_what_a_file_says_is_not_put_again() -> None:
    given_answers = Answers({"place": ARM, "danger": Answer(("ill", "fever"))})
    assert Interview(knowledge=KNOWLEDGE, given=given_answers).end == "emergency"


def test_back_leads_to_the_question_and_answering_it_anew_puts_the_box_again() -> None:
    second = at_danger("ill", "fever").confirm("yes")
    back = second.back()
    assert second.can_go_back
    assert (back.question, back.earlier, back.confirming) == (
        KNOWLEDGE.question["danger"], Answer(("ill", "fever")), None,
    )  # fmt: skip
    assert back.answer(Answer(("ill", "fever"))).confirming == "danger.ill"
    assert back.answer(NONE).question == KNOWLEDGE.question["feel"]
    # Another question leaves what was confirmed as it is.
    over = second.confirm("yes")
    assert over.edit("place").answer(Answer(("leg",))).end == "emergency"


def test_where_there_is_nothing_to_confirm_a_confirmation_is_a_fault() -> None:
    with pytest.raises(ValueError, match=r"^there is no box to confirm$"):
        at_danger().confirm("yes")


@given(answer_to(KNOWLEDGE.question["danger"]), st.data())
@settings(max_examples=200, deadline=None)
def test_no_urgent_level_is_told_that_rests_on_an_unconfirmed_box(
    answer: Answer, data: st.DataObject
) -> None:
    interview = Interview(knowledge=KNOWLEDGE, memory={"place": ARM, "danger": answer, "leg": NONE})
    before = level_of(KNOWLEDGE, interview.answers)
    put = []
    while interview.confirming:
        put.append(interview.confirming)
        interview = interview.confirm(data.draw(st.sampled_from(["yes", "no", "not_sure"])))
    assert put == sorted(set(put), key=put.index)
    level = level_of(KNOWLEDGE, interview.answers)
    assert level.rank <= before.rank
    boxes = ("ill", "fever", "rash", "odd", "rare")
    left = [f"danger.{name}" for name in interview.answers["danger"].ticked if name in boxes]
    rest = without(KNOWLEDGE, interview.answers, [name for name in left if name not in interview.confirmed])
    assert level_of(KNOWLEDGE, rest) is level or level.rank < Level.SAME_DAY.rank
    assert to_confirm(KNOWLEDGE, interview.answers, interview.memory, interview.confirmed) is None


# As it is put


def test_a_follow_up_says_whether_what_opened_it_was_said_or_doubted() -> None:
    leg = KNOWLEDGE.question["leg"]
    for answer, told in ((Answer(("fever",)), "L fever"), (Answer((), ("fever",)), "Not sure: L fever")):
        assert what_opens(KNOWLEDGE, leg, Answers({"danger": answer})) == (told,)


def test_only_what_is_met_is_named_as_what_opened_a_question_and_never_the_place() -> None:
    both = Condition(all=("danger.fever", "danger.ill"))
    rash, leg = Condition(any=("danger.rash",)), Condition(any=("place.leg",))
    answers = sheet(KNOWLEDGE, place="leg", danger=["fever", "rash"])

    def opened(*cases: Condition) -> tuple[str, ...]:
        return what_opens(KNOWLEDGE, replace(KNOWLEDGE.question["leg"], when=cases), answers)

    assert opened(both, rash) == ("L rash",)
    assert opened(Condition(any=("place.leg", "danger.fever"))) == ("L fever",)
    assert opened(rash, leg) == (), "the place alone opens it, whatever else was said"


def test_the_panel_of_an_emergency_tells_two_reasons_and_is_not_left_by_a_reflex() -> None:
    assert panel("1", "1 2 3 4") == ["Say chest.", "Say septic."]
    front = Typed(["1", "1", "b"])
    with pytest.raises(EOFError):
        converse(front, Interview(knowledge=KNOWLEDGE), guard=lambda _: nullcontext())
    assert [screen.ask for screen in front.screens] == ["Ask?", "Ask?", EMERGENCY]
    assert not front.screens[-1].can_go_back


def test_what_is_for_today_tells_the_reasons_of_today_alone() -> None:
    # A fever, and a rash that is for a routine visit.
    assert panel("1", "3 4", "2", "1") == ["Say fever."]


def panel(*lines: str) -> list[str]:
    """Type these lines, and return the reasons that the last screen names."""
    flags = tuple(replace(flag, say=f"Say {flag.id}.") for flag in KNOWLEDGE.flags)
    front = Typed([*lines])
    with pytest.raises(EOFError):
        converse(front, Interview(knowledge=replace(KNOWLEDGE, flags=flags)), guard=lambda _: nullcontext())
    return [line for line in front.screens[-1].detail.splitlines() if line.startswith("Say ")]


def test_the_review_counts_doubts_and_names_a_screen_on_which_all_was_denied() -> None:
    def review(*lines: str) -> Screen:
        front = Typed([*lines])
        with pytest.raises(EOFError):
            converse(front, Interview(knowledge=KNOWLEDGE), guard=lambda _: nullcontext())
        assert front.screens[-1].ask == "Here is what you said. Is it right?"
        return front.screens[-1]

    # None of the danger signs, then a knot.
    calm = review("1", "7", "1")
    assert [choice.label for choice in calm.choices][2:] == ["Short: none", "Short: L knot"]
    assert "not sure" not in calm.detail.casefold()
    # A rash, which denies the others and not all of them; and not sure how it feels.
    told = review("1", "4", "3")
    assert [choice.label for choice in told.choices][2:] == ["Short: L rash", "Short: Not sure"]
    assert KNOWLEDGE.words("ask.to_change_unsure", count=1) in told.detail


def talk(*lines: str) -> tuple[list[str], Interview | None]:
    """Type these lines; return what the screens asked, and the interview if it ended."""
    front = Typed([*lines])
    try:
        found = converse(front, Interview(knowledge=KNOWLEDGE), guard=lambda _: nullcontext())
    except EOFError:
        return [screen.ask for screen in front.screens], None
    return [screen.ask for screen in front.screens], found


EMERGENCY = KNOWLEDGE.levels[Level.EMERGENCY].title.upper()
TODAY = KNOWLEDGE.levels[Level.SAME_DAY].title


def test_a_box_is_put_alone_with_how_to_check_it() -> None:
    front = Typed(["1", "2 3"])
    with pytest.raises(EOFError):
        converse(front, Interview(knowledge=KNOWLEDGE), guard=lambda _: nullcontext())
    screen = front.screens[-1]
    assert (screen.heading, screen.ask, screen.detail) == ("One check", "L ill", "How to check: C ill.")
    assert [choice.label for choice in screen.choices] == ["Yes, it is so", "No", "Not sure"]
    assert screen.help == "Why."


def test_the_panel_comes_only_once_it_is_confirmed() -> None:
    assert talk("1", "2 3", "1", "1", "1")[0] == ["Ask?", "Ask?", "L ill", "L fever", EMERGENCY]
    # Boxes that wait for no key, first tick and all.
    assert talk("1", "1 2 3", "1")[0] == ["Ask?", "Ask?", EMERGENCY]
    asked, _ = talk("1", "2 3", "2", "2")
    assert asked[:4] == ["Ask?", "Ask?", "L ill", "Ask?"]
    assert EMERGENCY not in asked


def test_back_from_it_leads_to_the_lines_and_nothing_is_said_of_the_level_before() -> None:
    front = Typed(["1", "3", "2", "b"])
    with pytest.raises(EOFError):
        converse(front, Interview(knowledge=KNOWLEDGE), guard=lambda _: nullcontext())
    assert [screen.ask for screen in front.screens] == ["Ask?", "Ask?", "Ask?", "L fever", "Ask?"]
    assert front.screens[-1].ticked == {"fever"}
    assert all(TODAY not in screen.heading for screen in front.screens)


def test_what_is_for_today_is_told_once_after_the_last_danger_sign_and_help_comes_first() -> None:
    front = Typed(["1", "3", "2", "1", "1"])
    found = converse(front, Interview(knowledge=KNOWLEDGE), guard=lambda _: nullcontext())
    assert [screen.ask for screen in front.screens] == ["Ask?", "Ask?", "Ask?", "L fever", TODAY]
    assert [choice.label for choice in front.screens[-1].choices] == [
        "How to get help today",
        "More questions first",
        "No: I ticked the wrong line, take me back",
    ]
    assert found.answers["danger"] == Answer(("fever",))
    assert "feel" not in found.answers


def test_more_questions_first_goes_on_and_says_it_above_them() -> None:
    front = Typed(["1", "3", "2", "1", "2", "1", "1"])
    found = converse(front, Interview(knowledge=KNOWLEDGE), guard=lambda _: nullcontext())
    assert [screen.ask for screen in front.screens[5:]] == ["Ask?", "Here is what you said. Is it right?"]
    assert front.screens[5].heading.endswith(TODAY)
    assert found.end == "complete"


def test_a_box_that_is_not_so_after_all_tells_of_nothing() -> None:
    asked, found = talk("1", "3", "2", "2", "1", "1")
    assert asked == ["Ask?", "Ask?", "Ask?", "L fever", "Ask?", "Here is what you said. Is it right?"]
    assert found
    assert level_of(KNOWLEDGE, found.answers) is Level.SELF_CARE


def in_consult(*replies: str | set[str] | Move) -> tuple[list[str], Answers]:
    """Change the danger signs of somebody who had none, with these replies; return what was asked, and the answers."""
    script = Script("put:danger", *replies)
    start = sheet(KNOWLEDGE, place="leg", danger=[])
    end = consult(script, KNOWLEDGE, start, summary=lambda _: "", show=lambda _before, _after: "")
    assert next(script.replies, None) is None
    return [screen.ask for screen in script.screens], end


def test_a_consult_asks_no_more_once_it_is_an_emergency() -> None:
    """What must not wait a key was ticked beside a doubt: which one it is about makes no difference."""
    asked, end = in_consult({"chest", NOT_SURE}, FINISH)
    assert asked == [PICK, "Ask?", DECIDE]
    assert end["danger"] == Answer(("chest",), not_sure=True)


def test_back_from_which_one_leads_to_the_lines_as_they_were_ticked() -> None:
    script = Script("put:danger", {"rash", NOT_SURE}, Move.BACK, Move.BACK, FINISH)
    start = sheet(KNOWLEDGE, place="leg", danger=[])
    assert consult(script, KNOWLEDGE, start, summary=lambda _: "", show=lambda _before, _after: "") == start
    assert [screen.ask for screen in script.screens] == [
        PICK, "Ask?", "Which one are you not sure about?", "Ask?", PICK,
    ]  # fmt: skip
    assert [set(screen.ticked) for screen in script.screens[1:4]] == [{"none"}, set(), {"rash", NOT_SURE}]


def test_a_box_that_was_ticked_before_a_consult_is_not_put_again() -> None:
    script = Script("put:danger", {"ill", "fever"}, YES, FINISH)
    start = sheet(KNOWLEDGE, place="leg", danger=["ill"])
    consult(script, KNOWLEDGE, start, summary=lambda _: "", show=lambda _before, _after: "")
    assert [screen.ask for screen in script.screens] == [PICK, "Ask?", "L fever", DECIDE]


def test_a_consult_puts_a_decisive_box_once_more_before_it_shows_what_moves() -> None:
    asked, end = in_consult({"ill", "fever"}, YES, YES, FINISH)
    assert asked == [PICK, "Ask?", "L ill", "L fever", DECIDE]
    assert end["danger"] == Answer(("ill", "fever"))
    # What waits for no key is not put again.
    assert in_consult({"chest"}, FINISH)[0] == [PICK, "Ask?", DECIDE]


def test_what_is_said_not_to_be_so_at_once_leaves_its_mark_in_a_consult() -> None:
    said: list[Answers] = []
    start = sheet(KNOWLEDGE, place="arm", danger=[], feel="ache")
    script = Script("put:danger", {"ill", "fever"}, NO, NOT_SURE, {"none"}, FINISH)
    consult(
        script, KNOWLEDGE, start, summary=lambda _: "", show=lambda _before, _after: "", remember=said.append
    )
    assert [answers["danger"].ticked for answers in said] == [("ill", "fever"), ("fever",)]


def test_what_is_not_so_after_all_asks_on_in_a_consult() -> None:
    asked, end = in_consult({"ill", "fever"}, NO, NOT_SURE, {"none"}, FINISH)
    assert asked == [PICK, "Ask?", "L ill", "L fever", "Ask?", DECIDE]
    assert (end["danger"], end["leg"]) == (Answer((), ("fever",)), NONE)


def test_back_from_a_check_in_a_consult_leaves_everything_as_it_was() -> None:
    asked, end = in_consult({"ill", "fever"}, Move.BACK, FINISH)
    assert asked == [PICK, "Ask?", "L ill", PICK]
    assert end["danger"] == NONE
