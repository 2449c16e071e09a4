"""For whom a cause can be, what holds a pattern back, what leads the page, and how each form says so."""

from typing import Any

import pytest
from forms import bare, blocks_of, every_form, words_of
from small import built, sheet

from spasm_cli.core.answers import Answer
from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.choosing import beliefs
from spasm_cli.core.comparing import compare
from spasm_cli.core.interview import Interview
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.scoring import rank_causes, scores
from spasm_cli.files.checking.checks import check
from spasm_cli.report import blocks
from spasm_cli.report.change import change_document, in_short, where_it_leads
from spasm_cli.report.lines.explain import explain
from spasm_cli.report.result import result_document

QUESTIONS = """
[[questions]]
id = "spot"
ask = "Where is it?"
help = "Why."
kind = "one"
section = "where"
options = [{ id = "leg", label = "Leg", baseline = 0.6 }, { id = "arm", label = "Arm", baseline = 0.4 }]

[[questions]]
id = "sign"
ask = "Any sign?"
help = "Why."
kind = "many"
section = "safety"
options = [{ id = "numb", label = "Numb" }, { id = "hot", label = "Hot" }, { id = "stiff", label = "Stiff" }]

[[questions]]
id = "more"
ask = "How numb?"
help = "Why."
kind = "many"
section = "safety"
when = { all = ["sign.numb"] }
options = [{ id = "both", label = "Both" }]

[[questions]]
id = "feel"
ask = "How does it feel?"
help = "Why."
kind = "one"
section = "about_spasm"
options = [{ id = "knot", label = "Knot", baseline = 0.5 }, { id = "ache", label = "Ache", baseline = 0.5 }]

[[questions]]
id = "slow"
ask = "Is it getting thinner?"
help = "Why."
kind = "many"
section = "about_you"
options = [{ id = "thin", label = "Thin" }]

[[questions]]
id = "drugs"
ask = "Which tablets?"
help = "Why."
kind = "many"
section = "about_you"
options = [{ id = "statin", label = "Statin", baseline = 0.2 }, { id = "other", label = "Other", baseline = 0.3 }]

[[flags]]
id = "hot_now"
when = { all = ["sign.hot"] }
urgency = "same_day"
within = "now"
say = "Hot."
may_be = "M."
sources = ["A"]

[[flags]]
id = "stiff_today"
when = { all = ["sign.stiff"] }
urgency = "same_day"
within = "today"
say = "Stiff."
may_be = "M."
sources = ["A"]
"""
TWITCH = 'only = { none = ["feel.knot"] }\nshown_if_asked = ["sign", "more"]\nexpect = "It lasts for weeks."'
CRAMP = 'only = { all = ["spot.leg"] }\nexpect = "It lasts for minutes."'
PILL = 'shown_when = { any = ["drugs.statin"] }\ndo_not = "Do not stop it by yourself."\nknown = "you take one that can do this"'


def cause(name: str, prior: float, more: str = "", kind: str = "pattern") -> str:
    return f"""
[[causes]]
id = "{name}"
name = "Name of {name}"
clinical_name = "C"
kind = "{kind}"
summary = "Summary of {name}."
claim = "Claim"
prior = {prior}
steps = []
see_someone = "See"
sources = ["A"]
{more}
[causes.findings]
"""


# Scores: 10 log10(0.8 / 0.2) = 6, of 0.6 it is 2, of 0.3 it is -4, of 0.7 it is 4. Partly from -4 on, well from 3 on.
CAUSES = (
    cause("twitch", 0.8, TWITCH),
    cause("cramp", 0.6, CRAMP),
    cause("tight", 0.3),
    cause("pill", 0.7, PILL, kind="contributor"),
)
SMALL = built(QUESTIONS + "".join(CAUSES))
ALONE = built(QUESTIONS + CAUSES[0])
WEAK = built(QUESTIONS + CAUSES[1] + cause("pill", 0.2, PILL, kind="contributor"))
LEG: dict[str, Any] = {"spot": "leg", "sign": [], "drugs": ["statin"]}


def found(knowledge: Knowledge = SMALL, **answers: Any) -> Assessment:
    return assess(knowledge, sheet(knowledge, **answers), explore=True)


@pytest.mark.parametrize(
    ("answers", "weighed"),
    [
        ({}, ["twitch", "cramp", "tight", "pill"]),
        ({"spot": "leg"}, ["twitch", "cramp", "tight", "pill"]),
        ({"spot": "arm"}, ["twitch", "tight", "pill"]),
        # not sure leaves it open, of what `only` asks for and of what it rules out
        ({"spot": "not_sure"}, ["twitch", "cramp", "tight", "pill"]),
        ({"feel": "not_sure"}, ["twitch", "cramp", "tight", "pill"]),
        ({"feel": "ache"}, ["twitch", "cramp", "tight", "pill"]),
        ({"feel": "knot"}, ["cramp", "tight", "pill"]),
        ({"spot": "arm", "feel": "knot"}, ["tight", "pill"]),
    ],
)
def test_a_cause_takes_part_until_its_only_is_ruled_out(answers: dict[str, str], weighed: list[str]) -> None:
    given = sheet(SMALL, **answers)
    assert list(scores(SMALL, given)) == weighed
    assert {cause.id for cause in rank_causes(SMALL, given)} == set(weighed)


def test_a_box_that_a_person_is_unsure_of_leaves_only_open() -> None:
    knowledge = built(QUESTIONS + cause("numbness", 0.6, 'only = { all = ["sign.numb"] }'))
    assert [*scores(knowledge, sheet(knowledge, sign=["numb?"]))] == ["numbness"]
    assert [*scores(knowledge, sheet(knowledge, sign=["not_sure"]))] == ["numbness"]
    assert [*scores(knowledge, sheet(knowledge, sign=["hot"]))] == []


def test_what_waits_for_a_question_that_is_never_put_is_ruled_out() -> None:
    knowledge = built(QUESTIONS + cause("both", 0.6, 'only = { all = ["more.both"] }'))
    assert [*scores(knowledge, sheet(knowledge))] == ["both"]
    assert [*scores(knowledge, sheet(knowledge, sign=["numb"]))] == ["both"]
    assert [*scores(knowledge, sheet(knowledge, sign=[]))] == []


def test_what_is_ruled_out_stands_nowhere() -> None:
    knowledge = built(QUESTIONS + CAUSES[1] + CAUSES[2])
    result = found(knowledge, spot="arm", sign=[])
    assert [cause.id for cause in result.causes] == ["tight"]
    assert not any(change.first_cause == "cramp" for change in result.what_if)
    for form in every_form(knowledge, result, why=True).values():
        assert "Name of cramp" not in form
    assert "Name of cramp" in every_form(knowledge, found(knowledge, spot="leg", sign=[]))["plain"]


def test_nobody_believes_in_what_is_ruled_out() -> None:
    # 6, out, -4 and 4 points: 1, 0, 0.1 and 0.631 beside each other, 1.731 in all
    expected = (1 / 1.73096, 0, 0.1 / 1.73096, 0.63096 / 1.73096)
    assert beliefs(SMALL, sheet(SMALL, spot="arm")) == pytest.approx(expected, abs=1e-4)
    nothing = built(QUESTIONS + CAUSES[1])
    assert beliefs(nothing, sheet(nothing, spot="arm")) == (0,)
    assert Interview(knowledge=nothing).answer(Answer(("arm",))).question is not None


@pytest.mark.parametrize(
    ("more", "order", "missing"),
    [
        # 6, 4, 2 and -4 points
        ({}, ["twitch", "pill", "cramp", "tight"], ()),
        ({"sign": ["numb"], "more": []}, ["twitch", "pill", "cramp", "tight"], ()),
        ({"sign": None}, ["pill", "cramp", "tight", "twitch"], ("sign", "more")),
        ({"sign": ["numb"]}, ["pill", "cramp", "tight", "twitch"], ("more",)),
        ({"sign": ["numb"], "more": ["both?"]}, ["pill", "cramp", "tight", "twitch"], ("more",)),
        ({"sign": ["not_sure"], "more": []}, ["pill", "cramp", "tight", "twitch"], ("sign",)),
    ],
)
def test_a_pattern_never_comes_first_while_its_dangerous_twin_was_not_asked_for(
    more: dict[str, Any], order: list[str], missing: tuple[str, ...]
) -> None:
    answers = {name: value for name, value in {**LEG, **more}.items() if value is not None}
    result = found(**answers)
    assert [cause.id for cause in result.shown] == order
    assert {cause.id: cause.unchecked for cause in result.shown if cause.unchecked} == (
        {"twitch": missing} if missing else {}
    )
    # Between cramp and tight are 6 points, between twitch and cramp 4.
    assert result.verdict == "clear"


def test_what_is_held_back_is_moved_down_and_never_up() -> None:
    # 2, -4 (held back) and -4 points: pill, with 4, stays where it is
    knowledge = built(QUESTIONS + CAUSES[1] + cause("late", 0.3, 'shown_if_asked = ["sign"]') + CAUSES[3])
    assert [cause.id for cause in found(knowledge, drugs=["statin"]).shown] == ["pill", "cramp", "late"]


def test_where_all_are_held_back_none_comes_first() -> None:
    result = found(ALONE, spot="leg")
    assert [cause.id for cause in result.shown] == ["twitch"]
    assert result.verdict == "none"
    assert result.verdict_note == ALONE.words("result.none_first")
    assert found(ALONE, spot="leg", sign=[], feel="knot").verdict_note == "Fits nothing."
    (entry,) = blocks_of(result_document(ALONE, result), blocks.Entry)
    assert (entry.number, entry.fit, entry.cells) == (None, "not checked", 0)
    assert where_it_leads(ALONE, result).endswith("No pattern fits.")


def test_every_form_says_that_it_was_not_checked_and_which_answer_is_missing() -> None:
    for name, form in every_form(SMALL, found(spot="leg", sign=["numb"])).items():
        words = bare(form)
        assert "Name of twitch: not checked" in words
        # Paper has room for a question's short name.
        asked = SMALL.question["more"].short if name == "html" else "How numb?"
        assert f"It cannot stand first until this is answered: {asked}" in words
        assert "It lasts for weeks." not in words
        assert "Name of cramp: fits partly" in words


def test_what_holds_a_pattern_back_is_asked() -> None:
    knowledge = built(QUESTIONS + cause("slowly", 0.8, 'shown_if_asked = ["slow"]') + CAUSES[2])
    interview = Interview(knowledge=knowledge)
    asked = []
    while interview.question:
        asked.append(interview.question.id)
        answer = (
            Answer() if interview.question.kind == "many" else Answer((interview.question.options[0].id,))
        )
        interview = interview.answer(answer)
    assert asked == ["spot", "sign", "slow"]
    assert assess(knowledge, interview.answers).shown[0].id == "slowly"


def test_what_would_change_this_never_puts_first_what_is_held_back() -> None:
    answers: dict[str, Any] = {"spot": "leg", "feel": "knot"}
    assert [change.first_cause for change in found(**answers, sign=[]).what_if] == ["twitch"]
    assert found(**answers).what_if == ()


def test_how_long_it_lasts_is_told_unless_it_is_urgent() -> None:
    forms = every_form(SMALL, found(**LEG))
    # The page to keep has room for that of the first.
    assert "How long it usually lasts: It lasts for weeks." in bare(forms.pop("html"))
    for form in forms.values():
        assert "How long it usually lasts: It lasts for minutes." in bare(form)
    for form in every_form(SMALL, found(**{**LEG, "sign": ["stiff"]})).values():
        assert "It lasts for minutes." not in bare(form)
    assert [cause.expect for cause in found(**LEG).causes][:1] == ["It lasts for weeks."]


def test_a_contributor_above_every_pattern_leads_with_what_not_to_do() -> None:
    # 4 points, and -4 of the one pattern that is left
    result = found(**{**LEG, "spot": "arm", "feel": "knot"})
    assert result.leading is not None
    assert result.leading.id == "pill"
    for name, form in every_form(SMALL, result).items():
        words = bare(form).lower()
        assert "name of pill: fits well. do not stop it by yourself." in words, name
        assert ".." not in words.replace("...", "")
        assert words.index("name of pill") < words.index("name of tight")


def test_a_contributor_below_a_pattern_stands_below_it() -> None:
    result = found(**LEG)  # 6 points of twitch, 4 of pill
    assert result.leading is None
    for form in every_form(SMALL, result).values():
        words = bare(form)
        assert "Do not stop it" not in words
        assert words.index("Name of cramp") < words.index("Name of pill")
    assert found(spot="arm", sign=[], feel="knot").leading is None  # nobody takes it


def test_a_contributor_leads_where_no_pattern_is_left_and_not_at_a_tie() -> None:
    knowledge = built(QUESTIONS + CAUSES[1] + CAUSES[3])
    only_pill = found(knowledge, **{**LEG, "spot": "arm"})
    assert only_pill.leading is not None
    tie = built(QUESTIONS + cause("same", 0.7) + CAUSES[3])
    assert found(tie, **LEG).leading is None


def test_beside_an_exposure_stands_what_is_known_and_never_that_it_fits_poorly() -> None:
    result = found(WEAK, **LEG)  # -6 points
    (pill,) = [cause for cause in result.shown if cause.id == "pill"]
    assert (pill.fit, pill.known) == ("poorly", "you take one that can do this")
    for form in every_form(WEAK, result, why=True).values():
        words = bare(form)
        assert "Name of pill: you take one that can do this" in words
        assert "fits poorly" not in words
    cells = {entry.title: entry.cells for entry in blocks_of(result_document(WEAK, result), blocks.Entry)}
    assert cells["Name of pill"] == 0
    assert [cause.known for cause in found(WEAK, spot="leg", drugs=[]).causes] == ["", ""]


def test_what_is_known_gives_way_to_a_fit() -> None:
    assert "you take one that can do this" not in words_of(result_document(SMALL, found(**LEG)))


@pytest.mark.parametrize(
    ("answers", "heading"),
    [
        ({"spot": "leg", "sign": []}, "What it looks like"),  # twitch 6: well
        ({"spot": "leg", "sign": [], "feel": "knot"}, "What it is nearest to"),  # cramp 2: partly
        ({"spot": "leg"}, "What it is nearest to"),  # twitch is held back
    ],
)
def test_where_the_first_pattern_fits_only_partly_the_page_says_nearest(
    answers: dict[str, Any], heading: str
) -> None:
    headings = [
        section.heading for section in blocks_of(result_document(SMALL, found(**answers)), blocks.Section)
    ]
    assert headings[0] == heading


@pytest.mark.parametrize(
    ("signs", "words"),
    [
        (["numb"], None),
        (["stiff"], "Do it today."),
        (["hot"], "Do it now: do not wait."),
        (["stiff", "hot"], "Do it now: do not wait."),
        # a doubt alone does not hurry anybody
        (["hot?"], None),
    ],
)
def test_a_flag_says_how_soon(signs: list[str], words: str | None) -> None:
    urgency = found(spot="leg", sign=signs).urgency
    plain = SMALL.levels[urgency.level].act
    if words is None:
        assert "Do it" not in urgency.act
    else:
        assert urgency.act == f"{plain} {words}"


def test_a_change_says_what_it_rules_out_and_what_it_holds_back() -> None:
    before, after = found(**LEG), found(**{**LEG, "spot": "arm"})
    words = words_of(change_document(SMALL, compare(before, after)))
    assert "ruled out by an answer" in words
    assert "not compared" not in words
    back = compare(after, before)
    assert [move.id for move in back.causes if move.ruled_out] == ["cramp"]
    held = compare(before, found(**{**LEG, "sign": ["numb"]}))
    told = words_of(change_document(SMALL, held))
    assert any(each.startswith("not checked, +6 points") for each in told)
    assert "Now first: Name of cramp, before: Name of twitch." in in_short(SMALL, held)


def test_the_page_of_a_cause_says_for_whom_it_is() -> None:
    page = explain(SMALL, "twitch")
    for words in ("Only when none of:", "NOT PUT FIRST UNTIL THIS IS ANSWERED", "It lasts for weeks."):
        assert words in bare(page)
    pill = bare(explain(SMALL, "pill"))
    assert "Do not stop it by yourself." in pill
    assert "you take one that can do this" in pill
    assert "Name of twitch" in bare(explain(SMALL, "more"))
    assert "Name of cramp" in bare(explain(SMALL, "spot"))
    assert "Do it now: do not wait." in bare(explain(SMALL, "hot_now"))


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (cause("a", 0.5, 'do_not = "Do not."'), "do_not is for contributors"),
        (cause("a", 0.5, 'known = "you do"'), "known is for contributors"),
        (
            cause("a", 0.5, PILL + '\nshown_if_asked = ["sign"]', kind="contributor"),
            "shown_if_asked is for patterns",
        ),
        (cause("a", 0.5, 'shown_if_asked = ["sing"]'), 'shown_if_asked: no question "sing"'),
        (cause("a", 0.5, 'only = { all = ["sign.hat"] }'), 'no option "sign.hat"'),
    ],
)
def test_keys_of_the_other_kind_and_slips_are_found(entry: str, told: str) -> None:
    problems = [problem.message for problem in check(built(QUESTIONS + entry), warnings=False)]
    assert any(told in message for message in problems), problems
