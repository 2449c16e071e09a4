"""When the interview may stop asking for the cause: what is settled, and which answers change nothing that is shown."""

import pytest
from small import built
from test_interview import flag, question

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.interview import Interview
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.settled import is_settled, may_change

KNOT, ACHE = Answer(("knot",)), Answer(("ache",))
SCORING = {"shrink": 1.0, "cap": 10, "fits_well": 4, "fits_partly": -5, "min_bits": 0.0001}


def cause(name: str, *findings: str, prior: float = 0.5, kind: str = "pattern", more: str = "") -> str:
    return f"""
[[causes]]
id = "{name}"
name = "N"
clinical_name = "C"
kind = "{kind}"
summary = "S"
claim = "C"
prior = {prior}
steps = []
see_someone = "S"
sources = ["A"]
{more}
[causes.findings]
""" + "\n".join(findings)


QUESTIONS = (
    question("place", "where", "one", {"arm": 0.5, "leg": 0.5})
    + question("feel", "about_spasm", "one", {"knot": 0.2, "ache": 0.8})
    + question("relief", "about_spasm", "one", {"rest": 0.5, "heat": 0.5})
)
# A knot: 10·log10(0.8 / 0.2) = 6.02 for cramp; 10·log10(0.1 / 0.2) = -3.01 for strain. Both start at 0.
CRAMP, STRAIN = (
    cause("cramp", "feel.knot = { p = 0.8 }"),
    cause("strain", "feel.knot = { p = 0.1 }", "relief.rest = { p = 0.6 }"),
)
TWO = built(QUESTIONS + CRAMP + STRAIN, scoring=SCORING)


def told(**given: str) -> Answers:
    return Answers({name: Answer((option,)) for name, option in {"place": "arm", **given}.items()})


def test_it_is_settled_once_the_first_fits_well_and_is_clear_of_the_second() -> None:
    """6 points are 4 or more, and 9 above the other; the spread of two judgements of 2 is 2.8 and a little more."""
    assert not is_settled(TWO, told())
    assert is_settled(TWO, told(feel="knot"))


def test_it_is_not_settled_while_the_first_fits_only_partly() -> None:
    knowledge = built(QUESTIONS + CRAMP + STRAIN, scoring=SCORING | {"fits_well": 7})
    assert not is_settled(knowledge, told(feel="knot"))


def test_it_is_not_settled_while_a_second_is_about_equal() -> None:
    # 10·log10(0.75 / 0.2) = 5.74, a quarter of a point below: a chance of little more than a half.
    knowledge = built(QUESTIONS + CRAMP + cause("strain", "feel.knot = { p = 0.75 }"), scoring=SCORING)
    assert not is_settled(knowledge, told(feel="knot"))


@pytest.mark.parametrize(("exposure", "settled"), [("place.arm", False), ("place.leg", True)])
def test_it_is_not_settled_while_a_contributor_that_is_shown_is_about_equal(
    exposure: str, settled: bool
) -> None:
    """One that is not shown matters to nobody."""
    salt = cause(
        "salt",
        "feel.knot = { p = 0.75 }",
        kind="contributor",
        more=f'shown_when = {{ any = ["{exposure}"] }}',
    )
    knowledge = built(QUESTIONS + CRAMP + salt, scoring=SCORING)
    assert is_settled(knowledge, told(feel="knot")) == settled


def test_one_pattern_alone_is_settled_once_it_fits_well() -> None:
    knowledge = built(QUESTIONS + CRAMP, scoring=SCORING)
    assert not is_settled(knowledge, told())
    assert is_settled(knowledge, told(feel="knot"))


def asked(knowledge: Knowledge, *replies: Answer) -> list[str]:
    """Return the questions that come for these replies, and after them."""
    interview = Interview(knowledge=knowledge)
    for reply in replies:
        interview = interview.answer(reply)
    return [*interview.asked, *([interview.question.id] if interview.question else [])]


def test_what_is_settled_is_asked_no_more_and_what_is_not_is() -> None:
    arm = Answer(("arm",))
    assert asked(TWO, arm, KNOT) == ["place", "feel"]
    # An ache: 10·log10(0.2 / 0.8) = -6.02 for cramp, which is not shown any more; 10·log10(0.9 / 0.8) = 0.51 for strain.
    # Strain fits partly. Rest gives it 10·log10(0.6 / 0.5) = 0.79, heat -0.97: it is shown, alone, whatever is said.
    assert asked(TWO, arm, ACHE) == ["place", "feel"]
    # A prior of 0.25 is -5 points (-4.77), which the ache makes -4: just shown, where that is the least. Heat would take it away.
    rare = cause("strain", "feel.knot = { p = 0.1 }", "relief.rest = { p = 0.6 }", prior=0.25)
    knowledge = built(QUESTIONS + CRAMP + rare, scoring=SCORING | {"fits_partly": -4})
    assert asked(knowledge, arm, ACHE) == ["place", "feel", "relief"]


def test_an_answer_may_change_what_is_first_what_leads_or_what_is_shown() -> None:
    relief = TWO.question["relief"]
    assert not may_change(TWO, told(feel="ache"), relief)
    # Nothing said of the feel: both stand at 0, cramp first by the file; rest puts strain, at 1 point, before it.
    assert may_change(TWO, told(), relief)
    # Shown from -2: with a prior of 0.4 (-2 points) strain is shown while heat, -1, would take it away.
    low = cause("strain", "relief.rest = { p = 0.6 }", prior=0.4)
    assert may_change(built(QUESTIONS + CRAMP + low, scoring=SCORING | {"fits_partly": -2}), told(), relief)
    salt = cause("salt", kind="contributor", more='shown_when = { any = ["relief.heat"] }')
    assert may_change(built(QUESTIONS + CRAMP + salt, scoring=SCORING), told(), relief)
    assert not may_change(built(QUESTIONS + CRAMP, scoring=SCORING), told(), relief)


def test_an_answer_may_change_what_leads_alone() -> None:
    """Cramp stays the first pattern, and both are shown in any case; but rest puts salt, at 1 point, above cramp's 0."""
    salt = cause(
        "salt", "relief.rest = { p = 0.7 }", kind="contributor", more='shown_when = { any = ["place.arm"] }'
    )
    knowledge = built(QUESTIONS + CRAMP + salt, scoring=SCORING)
    assert may_change(knowledge, told(), knowledge.question["relief"])


def test_while_no_pattern_is_first_every_answer_may_change_that_with_others() -> None:
    knowledge = built(QUESTIONS + CRAMP, scoring=SCORING | {"fits_partly": 5})
    assert may_change(knowledge, told(), knowledge.question["relief"])


ABOUT = (
    question("place", "where", "one", {"arm": 0.5, "leg": 0.5})
    + question("side", "about_spasm", "one", {"one": 0.5, "both": 0.5})
    + question("drug", "about_you", "many", {"statin": 0.2, "other": 0.1})
    + question("look", "about_you", "many", {"blue": 0.1})
)


def flagged(*cases: str) -> Knowledge:
    """Build a file with one flag that holds in any of these cases."""
    raised = flag("raised", "drug.other", "routine").replace(
        '{ any = ["drug.other"] }', f"[{', '.join(cases)}]"
    )
    return built(ABOUT + raised + cause("cramp"), scoring=SCORING)


def test_what_raises_by_itself_is_asked_before_what_needs_another_answer() -> None:
    both = '{ all = ["drug.statin", "side.both"] }'
    alone = flagged(both, '{ any = ["drug.other"] }')
    arm, none = Answer(("arm",)), Answer()
    # Without a statin the side raises nothing, and is not asked.
    assert asked(alone, arm, none) == ["place", "drug"]
    assert asked(alone, arm, Answer(("statin",))) == ["place", "drug", "side"]
    # Where neither raises alone, the file decides.
    assert asked(flagged(both), arm) == ["place", "side"]


def test_a_case_of_a_flag_that_is_ruled_out_asks_for_nothing() -> None:
    knowledge = flagged('{ all = ["place.leg", "side.both"] }', '{ any = ["look.blue"] }')
    assert asked(knowledge, Answer(("arm",)), Answer()) == ["place", "look"]
    assert asked(knowledge, Answer(("leg",)), Answer(("one",)), Answer()) == ["place", "side", "look"]
