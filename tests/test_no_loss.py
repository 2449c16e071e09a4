"""Asking less loses nothing: every development story, as it is asked, against being asked for everything."""

from pathlib import Path

import pytest
from interview_length import Played, play
from test_cases import DEVELOPMENT, LATER

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.cases_file import load_cases

CASES = Path(__file__).parent / "cases"
STORIES = {"development_a.toml": 46, "development_b.toml": 46, "development_2.toml": 83,
           "development_3a.toml": 41, "development_3b.toml": 41}  # fmt: skip
OTHER_THAN_WRITTEN = {"development_2.toml": {"E064"}, "development_3b.toml": {"F036"}}
"""Whose sheet has lines that nobody in that place is shown, so that it puts another cause first. May only shrink."""


@pytest.fixture(scope="module", params=[*DEVELOPMENT, *LATER])
def played(request: pytest.FixtureRequest, knowledge: Knowledge) -> tuple[str, list[Played]]:
    return request.param, [play(knowledge, case) for case in load_cases(str(CASES / request.param))]


def test_the_first_cause_and_the_urgency_are_those_of_asking_everything(
    played: tuple[str, list[Played]],
) -> None:
    name, stories = played
    assert len(stories) == STORIES[name]
    assert [one.id for one in stories if one.asked != one.everything] == []


def test_the_urgency_is_that_of_the_sheet_and_so_is_the_first_cause(
    played: tuple[str, list[Played]],
) -> None:
    name, stories = played
    assert [one.id for one in stories if one.asked.level is not one.sheet.level] == []
    other = {one.id for one in stories if one.asked.first != one.sheet.first}
    assert other == OTHER_THAN_WRITTEN.get(name, set())
