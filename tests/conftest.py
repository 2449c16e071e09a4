"""Fixtures: the shipped knowledge file, and where things are."""

import os
from pathlib import Path

import pytest
from loaded import keep_loaded

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.shipped import data_file
from spasm_cli.files.words_file import own_words, speak

TOP = Path(__file__).parents[1]

keep_loaded()


def pytest_xdist_auto_num_workers() -> int:
    """Two for each core: a test of a terminal waits for most of its time."""
    return (os.cpu_count() or 1) * 2


LONG = (
    "test_browser",
    "test_reading_load",
    "test_house",
    "test_readme",
    "test_packaging",
    "test_limits",
    "test_translation",
)
"""Files with a test, or something that all of their tests need, that takes long by itself."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put each long file at the head of another process's share, as xdist deals them out, so that none is left for the end."""
    processes = int(getattr(config, "workerinput", {}).get("workercount", 1))
    long: dict[str, list[pytest.Item]] = {name: [] for name in LONG}
    rest: list[pytest.Item] = []
    for item in items:
        long.get(item.path.stem, rest).append(item)
    left = len(items)
    items.clear()
    for number in range(processes):
        share = [item for name in LONG[number::processes] for item in long[name]]
        size = left // (processes - number)
        left -= size
        short = max(size - len(share), 0)
        items += share + rest[:short]
        del rest[:short]
    items += rest


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The shipped knowledge file."""
    return load_knowledge(str(data_file("causes.toml"))).at("gb")


@pytest.fixture(scope="session")
def shipped_text() -> str:
    return data_file("causes.toml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests changes a result, and the numbers are those of Britain."""
    for name in (
        "SPASM_KNOWLEDGE",
        "SPASM_PLAIN",
        "ACCESSIBLE",
        "SPASM_DEBUG",
        "NO_COLOR",
        "COLUMNS",
        "FORCE_COLOR",
        "PY_COLORS",
        "GITHUB_ACTIONS",
        "TERMINAL_WIDTH",
        "PYTHONUNBUFFERED",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SPASM_COUNTRY", "gb")
    # A file that another test loaded may speak another language.
    speak(own_words())
