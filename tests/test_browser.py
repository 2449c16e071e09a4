"""The pages in a real browser: paper, phone, console, network, accessibility. `make browser` installs what it needs."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import warm

from spasm_cli.files.cases_file import load_cases
from spasm_cli.files.shipped import data_file

HERE = Path(__file__).parent / "browser"
CHROMIUM = shutil.which("chromium", path="/usr/bin") or shutil.which("chromium")
NODE = shutil.which("node")
LONGEST = {"D039", "old_fall_from_horse"}
"""Of the development and trap cases, those whose pages are longest."""
STORIES = Path(__file__).parent / "cases"
CASES = {case.id: case for case in load_cases(str(data_file("demo.toml")))} | {
    case.id: case
    for name in ("development_a.toml", "traps.toml")
    for case in load_cases(str(STORIES / name))
    if case.id in LONGEST
}
ORDINARY = {"night_cramp", "gardeners_back", "walking_calf", "new_medicine", "fits_nothing", "numb_saddle"}
"""One side of paper is room for these; for the longest two, rather than a caution is cut."""

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
    wanted = {
        **{name: (case, f"{name}.html", ()) for name, case in CASES.items()},
        **{f"{name} large": (CASES[name], f"{name}_large.html", ("--large",)) for name in ORDINARY},
        **{f"{name} note": (CASES[name], f"{name}.note.html", ()) for name in ORDINARY},
    }
    files = []
    for case, file, words in wanted.values():
        files.append(folder / file)
        save = ("--save", str(files[-1]), "--country", "gb", *words)
        warm.run(
            [sys.executable, "-m", "spasm_cli", "check", "--answers", "-", *save],
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
    return dict(zip(wanted, json.loads(run.stdout), strict=True))


PAGES = [*CASES, *(f"{name} large" for name in sorted(ORDINARY))]
EVERYTHING = [*PAGES, *(f"{name} note" for name in sorted(ORDINARY))]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints_on_one_side_and_a_long_or_large_one_on_two(
    name: str, seen: dict[str, dict[str, Any]]
) -> None:
    most = 1 if name in ORDINARY else 2
    assert all(sides <= most for sides in seen[name]["sides"].values()), seen[name]["sides"]


@pytest.mark.parametrize("name", PAGES)
def test_no_letter_on_paper_is_smaller_than_14_points_or_18(
    name: str, seen: dict[str, dict[str, Any]]
) -> None:
    points = 18 if name.endswith("large") else 14
    assert seen[name]["smallestOnPaper"] * 72 / 96 == pytest.approx(points, abs=0.01)


@pytest.mark.parametrize("name", EVERYTHING)
def test_the_browser_has_nothing_to_say_and_nothing_to_fetch(
    name: str, seen: dict[str, dict[str, Any]]
) -> None:
    assert seen[name]["messages"] == []
    assert seen[name]["requests"] == []


@pytest.mark.parametrize("name", EVERYTHING)
def test_axe_finds_no_violation(name: str, seen: dict[str, dict[str, Any]]) -> None:
    assert seen[name]["violations"] == []


@pytest.mark.parametrize("name", EVERYTHING)
def test_a_phone_shows_the_whole_width_in_letters_of_16_pixels(
    name: str, seen: dict[str, dict[str, Any]]
) -> None:
    assert seen[name]["tooWide"] == []
    assert seen[name]["smallest"] >= 16
