"""The handout in a real browser: paper, phone, console, network, accessibility. `make browser` installs what it needs."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.shipped import data_file

HERE = Path(__file__).parent / "browser"
CHROMIUM = shutil.which("chromium", path="/usr/bin") or shutil.which("chromium")
NODE = shutil.which("node")
LONGEST = {"D006", "D024", "D039", "old_whiplash", "old_fall_from_horse"}
"""Of the development and trap cases, those whose handouts are hardest to keep on one sheet."""
STORIES = Path(__file__).parent / "cases"
CASES = {case.id: case for case in load_cases(str(data_file("demo.toml")))} | {
    case.id: case
    for name in ("development_a.toml", "traps.toml")
    for case in load_cases(str(STORIES / name))
    if case.id in LONGEST
}
SIDES = {"numb_saddle": 1}
"""A result takes one side, with the answers on its back; an emergency has room for both, and what is long begins the second."""

MISSING = [
    name
    for name, there in (
        ("chromium", CHROMIUM),
        ("node", NODE),
        ("playwright-core", (HERE / "node_modules/playwright-core").is_dir()),
        ("axe-core", (HERE / "node_modules/axe-core").is_dir()),
    )
    if not there
]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        bool(MISSING), reason=f"no {', '.join(MISSING)} here; `make browser` installs what this needs"
    ),
]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the browser saw of each case, saved with the command itself."""
    folder = tmp_path_factory.mktemp("handouts")
    files = [folder / f"{name}.html" for name in CASES]
    for file, case in zip(files, CASES.values(), strict=True):
        subprocess.run(
            [sys.executable, "-m", "spasm_cli", "check", "--answers", "-", "--save", str(file)],
            input=json.dumps(case.answers),
            text=True,
            check=True,
            capture_output=True,
        )
    run = subprocess.run(
        [str(NODE), str(HERE / "look.mjs"), str(CHROMIUM), *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    return dict(zip(CASES, json.loads(run.stdout), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_a_handout_prints_on_one_sheet_of_a4_and_of_letter(
    name: str, seen: dict[str, dict[str, Any]]
) -> None:
    sides = SIDES.get(name, 2)
    assert seen[name]["sides"] == {"A4": sides, "Letter": sides}


@pytest.mark.parametrize("name", CASES)
def test_the_browser_has_nothing_to_say_and_nothing_to_fetch(
    name: str, seen: dict[str, dict[str, Any]]
) -> None:
    assert seen[name]["messages"] == []
    assert seen[name]["requests"] == []


@pytest.mark.parametrize("name", CASES)
def test_axe_finds_no_violation(name: str, seen: dict[str, dict[str, Any]]) -> None:
    assert seen[name]["violations"] == []


@pytest.mark.parametrize("name", CASES)
def test_a_phone_shows_the_whole_width_in_letters_of_16_pixels(
    name: str, seen: dict[str, dict[str, Any]]
) -> None:
    assert seen[name]["tooWide"] == []
    assert seen[name]["smallest"] >= 16
