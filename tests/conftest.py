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
