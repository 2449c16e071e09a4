"""What moved between two results: what is found, and that every form says all of it."""

import io
import re
from typing import Any

import pytest
from forms import blocks_of, words_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.console import Console
from strategies import answer_to, sheets
from test_report import HARMLESS, HOSTILE, QUIET, SHEETS, SMALL, TYPICAL, result

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.assessment import Assessment, assess
from spasm_cli.core.comparing import Changes, compare, opened_by
from spasm_cli.core.conditions import applies, change_answer
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import Level
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.report.blocks import Compared, Moved
from spasm_cli.report.change import change_document, in_short, where_it_leads
from spasm_cli.report.drawn.document import draw
from spasm_cli.report.lines.document import as_lines

PAIRS = [(before, after) for before in SHEETS for after in SHEETS if before != after]
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def moved(before: str | dict[str, Any], after: str | dict[str, Any]) -> Changes:
    return compare(result(before), result(after))


def drawn(changes: Changes, width: int, encoding: str = "utf-8") -> str:
    """Draw on a stream that takes nothing but its encoding."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors="strict", newline="\n")
    console = Console(file=stream, width=width, color_system=None, markup=False, emoji=False, highlight=False)
    draw(console, change_document(SMALL, changes))
    stream.flush()
    return raw.getvalue().decode(encoding)


def changes_text(changes: Changes, width: int = 78) -> str:
    return as_lines(change_document(SMALL, changes), width=width)


def test_nothing_moves_where_nothing_was_changed() -> None:
    for sheet in SHEETS:
        changes = moved(sheet, sheet)
        assert not changes.anything
        assert changes.answers == ()
        assert SMALL.words("moved.nothing") in words_of(change_document(SMALL, changes))


def test_causes_are_found_by_place_fit_and_score() -> None:
    changes = moved({**QUIET, "time": "night"}, {**QUIET, "time": "noon"})
    assert [(change.question, change.before, change.after) for change in changes.answers] == [
        ("time", "night", "noon")
    ]
    found = {cause.id: (cause.before, cause.after) for cause in changes.causes}
    before, after = found["alpha"]
    assert before is not None
    assert after is not None
    assert (before.place, before.fit) == (1, "well")
    assert after.score < before.score
    assert found["beta"][1] is not None
    assert found["beta"][1].place == 1
    assert next(iter(found)) == "beta", "what is first after the change is told first"


def test_steps_come_in_give_way_fall_away_or_are_left_out() -> None:
    changes = moved({**QUIET, "time": "night", "takes": []}, {**QUIET, "time": "night", "takes": ["tea"]})
    assert [step.id for step in changes.came_in] == ["second"]
    assert [(step.id, step.why) for step in changes.fell_away] == [
        ("unsafe", "Left out because you drink tea. Say of unsafe.")
    ]
    back = moved({**QUIET, "time": "night", "takes": ["tea"]}, {**QUIET, "time": "night", "takes": []})
    assert [step.id for step in back.came_in] == ["unsafe"]
    assert [(step.id, step.gave_way) for step in back.fell_away] == [("second", True)]
    gone = moved({**QUIET, "time": "night"}, {**QUIET, "time": "never", "place": "elbow"})
    assert any(not step.gave_way and not step.why for step in gone.fell_away)


def test_a_new_caution_counts_though_the_step_stays() -> None:
    changes = moved({**QUIET, "time": "night", "takes": []}, {**QUIET, "time": "night", "takes": ["coffee"]})
    assert [(step.id, step.new) for step in changes.cautions] == [("careful", ("Say of careful.",))]
    assert "1 with a new caution" in in_short(SMALL, changes)
    back = moved({**QUIET, "time": "night", "takes": ["coffee"]}, {**QUIET, "time": "night", "takes": []})
    assert [(step.id, step.gone) for step in back.cautions] == [("careful", ("Say of careful.",))]


def test_where_the_urgency_alone_moves_that_is_something() -> None:
    before = result("typical")
    after = replace(
        before, urgency=replace(before.urgency, level=Level.ROUTINE, title="Ask soon", act="Ask in a week.")
    )
    changes = compare(before, after)
    assert changes.anything
    assert SMALL.words("moved.nothing") not in words_of(change_document(SMALL, changes))
    assert in_short(SMALL, changes) == (
        "Urgency: Ask soon, before: Stay home. Still first: Name of alpha. Steps as before."
    )


def test_another_place_to_go_at_the_same_level_is_told_in_short() -> None:
    before = result("same day")
    after = replace(before, urgency=replace(before.urgency, act="Go to the eye clinic."))
    told = in_short(SMALL, compare(before, after))
    assert told.startswith("Urgency as before: Ask today. Go to the eye clinic. ")


def test_a_comparison_says_that_danger_signs_were_not_all_checked() -> None:
    changes = moved({**QUIET, "takes": ["coffee"]}, {"place": "knee", "takes": ["coffee"]})
    (urgency,) = (
        row for row in blocks_of(change_document(SMALL, changes), Compared) if row.name == "Urgency"
    )
    assert (urgency.before.words, urgency.after.words) == ("Ask soon", "Ask soon")
    assert (urgency.before.more, urgency.after.more) == ((), ("Meta unchecked.",))


def test_an_emergency_takes_everything_away_and_says_what_to_do() -> None:
    changes = moved("typical", "emergency")
    assert changes.after.level is Level.EMERGENCY
    assert all(cause.after is None for cause in changes.causes)
    assert not changes.came_in
    assert in_short(SMALL, changes) == "Run now. Run now: this is what to do."
    back = moved("emergency", "typical")
    assert [reason.id for reason in back.gone_reasons] == [reason.id for reason in changes.new_reasons]
    assert in_short(SMALL, back).startswith("Urgency: Stay home, before: Run now.")


def test_what_does_not_count_any_more_is_told_beside_what_it_was() -> None:
    changes = moved("same day", "typical")
    document = change_document(SMALL, changes)
    (urgency,) = (row for row in blocks_of(document, Compared) if row.name == "Urgency")
    assert urgency.before.more == ("Reason of fumes_flag.", "Reason of coffee_flag.")
    eased = [moves.lines for moves in blocks_of(document, Moved) if moves.heading == "No longer to mind"]
    assert eased == [(("Title of careful", ""),)]


def test_a_first_pattern_where_there_was_none_is_not_set_against_one() -> None:
    assert "Now first: Name of alpha. Steps" in in_short(SMALL, moved("nothing fits", "typical"))


def held_back(sheet: str) -> Assessment:
    """Have the first pattern wait for an answer that tells it from something dangerous."""
    found = result(sheet)
    first, *others = found.causes
    return replace(found, causes=(replace(first, unchecked=("time",)), *others))


def test_what_is_held_back_is_first_in_no_sentence_and_has_no_place() -> None:
    changes = compare(result("typical"), held_back("typical"))
    first = changes.causes[0]
    assert first.before
    assert first.after
    assert (first.before.place, first.after.place, first.after.unchecked) == (1, None, True)
    rows = {row.name: row for row in blocks_of(change_document(SMALL, changes), Compared)}
    after = rows["Name of alpha"].after
    assert after.words.startswith("not checked, ")
    assert (after.cells, rows["Name of alpha"].before.words.startswith("first, ")) == (0, True)
    assert not where_it_leads(SMALL, held_back("typical")).startswith("Stay home. First: Name of alpha")


def test_a_step_that_is_left_out_now_and_was_not_there_moves_something() -> None:
    after = result("typical")
    changes = compare(replace(after, left_out=()), after)
    assert [step.id for step in changes.left_out] == ["unsafe"]
    assert changes.anything
    assert "Steps as before." not in in_short(SMALL, changes)
    # What was shown before fell away: it is told once.
    shown = replace(after, left_out=(), steps=(replace(after.steps[0], id="unsafe", shown=True),))
    assert compare(shown, after).left_out == ()


def test_a_result_that_stops_compares_no_causes() -> None:
    changes = moved("typical", "stopped")
    assert "No pattern" not in in_short(SMALL, changes)
    rows = {row.name: row for row in blocks_of(change_document(SMALL, changes), Compared)}
    assert rows["Name of alpha"].after.words == "not compared"


def test_no_pattern_fitting_any_more_is_said() -> None:
    changes = moved("typical", "nothing fits")
    assert "No pattern fits now, before: Name of alpha." in in_short(SMALL, changes)
    assert SMALL.meta.no_pattern in words_of(change_document(SMALL, changes))


def test_where_answers_lead_is_told_in_a_line() -> None:
    assert where_it_leads(SMALL, result("typical")) == "Stay home. First: Name of alpha, fits well."
    assert where_it_leads(SMALL, result("nothing fits")) == "Stay home. No pattern fits."
    assert where_it_leads(SMALL, result("emergency")) == "Run now. Run now: this is what to do."


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_every_form_says_everything(before: str, after: str) -> None:
    changes = moved(before, after)
    wanted = words_of(change_document(SMALL, changes))
    texts = {"plain": changes_text(changes), "narrow": drawn(changes, 99)}
    for name, text in texts.items():
        told = re.sub(r"[─\s]+", " ", text).lower()
        for words in wanted:
            assert " ".join(words.split()).lower() in told, name
    wide = drawn(changes, 400)  # drawn at its widest, where words still break over lines of a column
    for words in wanted:
        for word in words.split():
            assert word in wide


@pytest.mark.parametrize("width", [132, 100, 99, 80, 40, 24])
def test_no_line_is_too_long_and_both_sides_are_named(width: int) -> None:
    changes = moved({**TYPICAL, "time": "noon"}, "same day")
    text = drawn(changes, width)
    assert all(len(line) <= width for line in text.splitlines())
    beside = any("Before" in line and "After" in line for line in text.splitlines())
    assert beside is (width >= 100)
    assert beside or ("before" in text and "after" in text)
    plain = changes_text(changes, width=width)
    assert all(len(line) <= width for line in plain.splitlines())
    assert "\x1b" not in plain


def test_words_from_a_file_stay_words() -> None:
    changes = moved("typical", "close")
    first = replace(changes.causes[0], name=HOSTILE)
    changes = replace(changes, causes=(first, *changes.causes[1:]))
    for text in (drawn(changes, 99), drawn(changes, 300), changes_text(changes)):
        assert "\x1b" not in text
        assert "[red]x[/red]" in text
    assert HARMLESS in " ".join(drawn(changes, 99).split())


def test_a_terminal_with_few_letters_can_show_it() -> None:
    for width in (120, 60):
        assert "#" in drawn(moved("typical", "close"), width, "ascii")


@given(st.data())
@MANY
def test_looking_back_mirrors_looking_forward(knowledge: Knowledge, data: st.DataObject) -> None:
    first, second = data.draw(sheets(knowledge)), data.draw(sheets(knowledge))
    there = compare(assess(knowledge, first), assess(knowledge, second))
    back = compare(assess(knowledge, second), assess(knowledge, first))
    assert there.anything == back.anything
    assert {cause.id for cause in there.causes} == {cause.id for cause in back.causes}
    assert [step.id for step in there.came_in] == [step.id for step in back.fell_away]
    assert [step.id for step in there.fell_away] == [step.id for step in back.came_in]
    assert there.new_reasons == back.gone_reasons
    assert {cause.id: cause.before for cause in there.causes} == {
        cause.id: cause.after for cause in back.causes
    }


@given(st.data())
@MANY
def test_a_change_drops_only_what_no_longer_applies(knowledge: Knowledge, data: st.DataObject) -> None:
    before = data.draw(sheets(knowledge))
    question = data.draw(st.sampled_from(knowledge.questions))
    answer = data.draw(answer_to(question))
    after = change_answer(knowledge, before, question.id, answer)
    assert after[question.id] == answer
    for name in before.keys() - {question.id}:
        asked = knowledge.question[name]
        if name in after:
            assert after[name] == before[name]
            assert applies(asked, after) or not applies(asked, before)
        else:
            assert applies(asked, before)
            assert not applies(asked, after)
    assert after.keys() <= before.keys() | {question.id}


def test_a_change_calls_for_the_danger_signs_that_it_opens(knowledge: Knowledge) -> None:
    screens = ("also", "now", "feeling", "past", "history", "present", "look", "change")
    sheet: dict[str, str | list[str]] = {name: [] for name in screens}
    sheet |= {"region": "calf", "age": "40_to_59", "onset": "woke", "course": "new"}
    before = parse_answers(knowledge, sheet, source="test")
    after = change_answer(knowledge, before, "region", Answer(("back",)))
    assert "look" not in after
    assert opened_by(knowledge, before, after) == "back"
    assert opened_by(knowledge, before, after.with_answer("back", Answer())) is None
    ill = change_answer(knowledge, before, "now", Answer(("chest",)))
    assert opened_by(knowledge, before, ill) == "chest_which"
    worse = change_answer(knowledge, before, "feeling", Answer(("saddle",)))
    assert assess(knowledge, worse).urgency.level is Level.EMERGENCY
    assert opened_by(knowledge, before, worse) is None
    assert opened_by(knowledge, Answers({}), Answers({})) is None
