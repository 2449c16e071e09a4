"""What a person reads and presses in the real program at 80 by 24: the budgets, and what is still above them."""

import re
from pathlib import Path

import pytest
import reading_load
from reading_load import Load

from spasm_cli.core.knowledge import Knowledge

pytestmark = pytest.mark.slow

MOST_SAFETY_WORDS, MOST_SAFETY_SCREENS, MOST_TO_TICK = 550, 8, 9
"""Seven screens for everybody, and one that an effort opens."""
MOST_RESULT_LINES = 24
REACHED = {
    "night_cramp": (1385, 46),
    "gardeners_back": (1080, 35),
    "desk_neck": (1115, 35),
}
"""Words before the card, and keys. The budget is 950 and 35; until it is met these only go down. What the night cramp has beyond it is asked
for the sake of danger rules: whether to book a visit after months of cramp."""
TOLD = {"chest_tightness": (400, 12), "saddle_numbness": (400, 13), "swollen_calf": (800, 27)}
"""The same before an urgent level is told. The budget is 400 and 12; what is for today is told after the last danger sign."""

ALOUD = 7.6
"""Minutes of a consult with four answers known. It was 9.4; this, too, only goes down."""


@pytest.fixture(scope="module")
def loads(knowledge: Knowledge) -> dict[str, Load]:
    people = reading_load.sheets()
    return {name: reading_load.drive(knowledge, people[name]) for name in (*REACHED, *TOLD)}


@pytest.mark.parametrize("name", REACHED)
def test_an_ordinary_person_reads_no_more_than_was_reached(name: str, loads: dict[str, Load]) -> None:
    load, (words, keys) = loads[name], REACHED[name]
    assert load.words <= words, load.by_screen
    assert load.keys <= keys
    assert load.safety_words <= MOST_SAFETY_WORDS
    assert load.safety_screens <= MOST_SAFETY_SCREENS
    assert load.most_to_tick <= MOST_TO_TICK
    assert load.result_lines <= MOST_RESULT_LINES


@pytest.mark.parametrize("name", TOLD)
def test_whoever_is_in_danger_is_told_soon(name: str, loads: dict[str, Load]) -> None:
    load, (words, keys) = loads[name], TOLD[name]
    assert 0 < load.told_after <= words, load.by_screen
    assert 0 < load.told_keys <= keys


def test_a_consult_is_read_aloud_in_the_time_that_was_reached_and_leaves_page_and_note(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    load = reading_load.consult(knowledge, reading_load.sheets()["night_cramp"], tmp_path)
    assert load.aloud <= ALOUD, load.by_screen
    page = (tmp_path / "spasm-result.html").read_text("utf-8")
    note = (tmp_path / "spasm-result.note.txt").read_text("utf-8")
    assert knowledge.cause["nocturnal_leg_cramp"].name in page
    assert "DANGER SIGNS DENIED" in note


def test_the_first_screen_promises_the_time_that_was_measured(
    loads: dict[str, Load], knowledge: Knowledge
) -> None:
    found = re.search(r"About (\d+) minutes", knowledge.meta.intro)
    assert found
    assert max(loads[name].minutes for name in REACHED) <= int(found[1]) + 0.5
    assert min(loads[name].minutes for name in REACHED) >= int(found[1]) - 3


def test_words_are_counted_as_they_are_drawn() -> None:
    assert (
        reading_load.count(["» 1 [ ] Fever or shivering", "  0 [✓] None of these", "Esc: back  ?: why"]) == 6
    )
    assert reading_load.count(["It isn't an all-clear: call 999."]) == 8


def test_a_slow_reader_takes_a_minute_for_two_hundred_words_and_two_seconds_for_a_key() -> None:
    assert Load(words=300, result_words=100, keys=30).minutes == 3
