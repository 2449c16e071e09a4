"""What people say of each safety line: every line has wordings and near-misses, and readers who knew only the screen told them apart."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import alternatives, split_reference

SIGNS = Path(__file__).parent / "cases" / "signs.toml"
PLACE = ("region", "also")
"""The questions about the place: what they open is asked because of where it hurts, not because of a tick."""
KINDS = ("says", "not")
ENOUGH = 90
"""The least share, in percent, of wordings that tick their line, and of near-misses that do not."""

BELOW: set[str] = set()
"""Lines, with the kind, where readers were right less often than that. May only shrink."""

Table = dict[str, Any]


@pytest.fixture(scope="module")
def tables() -> list[Table]:
    signs: list[Table] = tomllib.loads(SIGNS.read_text(encoding="utf-8"))["signs"]
    return signs


def line_of(table: Table) -> str:
    return f"{table['question']}.{table['option']}"


def text_of(wording: Any) -> str:
    text: str = wording if isinstance(wording, str) else wording["text"]
    return text


def wanted(question: Question) -> int:
    """Return how many wordings and near-misses each line needs: more where everybody or a whole place sees it."""
    if not question.when:
        return 5
    named = {
        split_reference(name)[0]
        for case in alternatives(question.when)
        for name in case.references
        if name not in case.none
    }
    return 5 if named & set(PLACE) else 2


def rights(tables: Iterable[Table]) -> Iterator[tuple[str, str, int, int]]:
    """Yield for each line and kind how often it was ticked, or left, as it should, and how often it was read."""
    for table in tables:
        for kind in KINDS:
            of = len(table[kind]) * len(table["encoded"])
            ticked = sum(len(set(reader[kind])) for reader in table["encoded"])
            yield line_of(table), kind, ticked if kind == "says" else of - ticked, of


def too_few(hits: int, of: int) -> bool:
    return 100 * hits < ENOUGH * of


def test_every_line_of_the_safety_questions_has_its_wordings(
    knowledge: Knowledge, tables: list[Table]
) -> None:
    lines = {
        f"{question.id}.{option.id}": wanted(question)
        for question in knowledge.questions
        if question.section == "safety"
        for option in question.options
    }
    assert [line_of(table) for table in tables] == list(lines), (
        "not every line once, in the order of the file"
    )
    few = [
        f"{line_of(table)} {kind}: {len(table[kind])}"
        for table in tables
        for kind in KINDS
        if len(table[kind]) < lines[line_of(table)]
    ]
    assert few == []


def test_what_everybody_or_a_place_sees_needs_more_than_a_follow_up(knowledge: Knowledge) -> None:
    needs = {
        question.id: wanted(question) for question in knowledge.questions if question.section == "safety"
    }
    assert {name for name, count in needs.items() if count == 5} == {
        *("now", "feeling", "past", "history", "present", "change"),
        *("look", "back", "neck", "trunk"),
    }
    assert {needs["child"], needs["chest_which"], needs["since"], needs["injury_which"]} == {2}


def test_no_wording_stands_twice_and_each_is_one_short_sentence(tables: list[Table]) -> None:
    texts = [text_of(wording) for table in tables for kind in KINDS for wording in table[kind]]
    assert [text for text, count in Counter(text.casefold() for text in texts).items() if count > 1] == []
    assert [text for text in texts if len(text.split()) > 16 or text != text.strip()] == []


def test_a_wording_names_a_page_that_is_listed_and_each_page_is_used(tables: list[Table]) -> None:
    sources = tomllib.loads(SIGNS.read_text(encoding="utf-8"))["sources"]
    named = {
        wording["from"]
        for table in tables
        for kind in KINDS
        for wording in table[kind]
        if not isinstance(wording, str)
    }
    assert named == set(sources)
    assert all(url.startswith(("https://", "http://")) for url in sources.values())
    assert len(set(sources.values())) == len(sources)


def test_every_line_was_read_by_the_same_readers(tables: list[Table]) -> None:
    assert len({len(table.get("encoded", [])) for table in tables}) == 1
    for table in tables:
        for reader in table.get("encoded", []):
            for kind in KINDS:
                numbers = reader[kind]
                assert numbers == sorted(set(numbers) & set(range(1, len(table[kind]) + 1))), line_of(table)


@pytest.mark.parametrize("kind", KINDS)
def test_readers_tick_what_is_said_and_leave_the_near_misses(tables: list[Table], kind: str) -> None:
    if not all("encoded" in table for table in tables):
        pytest.skip("nobody has read them yet")
    found = [(name, hits, of) for name, of_kind, hits, of in rights(tables) if of_kind == kind]
    assert not too_few(sum(hits for _, hits, _ in found), sum(of for _, _, of in found))
    assert {f"{name} {kind}" for name, hits, of in found if too_few(hits, of)} == {
        name for name in BELOW if name.endswith(f" {kind}")
    }


def test_a_line_is_counted_over_all_its_readers() -> None:
    """Of five said, one reader ticks all and one three: 8 of 10. Of two near-misses one is ticked once: 3 of 4 are left."""
    table = {
        "question": "now",
        "option": "chest",
        "says": ["a", "b", "c", "d", "e"],
        "not": ["f", {"text": "g", "from": "page"}],
        "encoded": [{"says": [1, 2, 3, 4, 5], "not": []}, {"says": [1, 2, 5], "not": [2]}],
    }
    assert [*rights([table])] == [("now.chest", "says", 8, 10), ("now.chest", "not", 3, 4)]
    assert [too_few(8, 10), too_few(9, 10), too_few(3, 4), too_few(4, 4)] == [True, False, True, False]
