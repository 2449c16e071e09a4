"""The README's pictures show what the program shows today, and nothing from elsewhere; `make pictures` takes them anew."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
KEPT = TOP / "docs" / "pictures"
NAMES = ("interview", "result")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pictures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pictures", TOP / "scripts" / "pictures.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its module up there.
    sys.modules["pictures"] = module
    spec.loader.exec_module(module)
    return module


def test_the_terminal_looks_as_in_its_pictures(pictures: ModuleType) -> None:
    for name, drawn in pictures.draw().items():
        assert (KEPT / f"{name}.txt").read_text(encoding="utf-8") == drawn.text
        assert (KEPT / f"{name}.svg").read_text(encoding="utf-8") == drawn.svg


def test_the_handout_is_the_one_in_its_picture(pictures: ModuleType) -> None:
    page = pictures.handout()
    kept = (KEPT / "handout.txt").read_text(encoding="utf-8")
    assert pictures.without_hash(kept) == pictures.without_hash(pictures.words_of(page))
    assert pictures.digest(page).encode() in (KEPT / "handout.png").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_says_what_stands_beside_it(name: str) -> None:
    lines: dict[float, str] = {}
    for text in ET.parse(KEPT / f"{name}.svg").iter("{http://www.w3.org/2000/svg}text"):
        if not (text.get("class") or "").endswith("-title"):
            lines[float(text.get("y", "0"))] = lines.get(float(text.get("y", "0")), "") + (text.text or "")
    said = "".join("".join(lines[y] for y in sorted(lines)).split())
    assert said == "".join((KEPT / f"{name}.txt").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_loads_nothing(name: str) -> None:
    svg = (KEPT / f"{name}.svg").read_text(encoding="utf-8")
    assert not re.findall(r"url\((?!#)|href|@import|@font-face|<script|<image", svg)


@pytest.mark.parametrize("name", [*NAMES, "handout"])
def test_the_readme_shows_each_picture_with_its_words(name: str) -> None:
    (alternative,) = re.findall(rf"!\[(.+?)\]\(docs/pictures/{name}\.\w+\)", README)
    assert len(alternative) > 20
    assert f"(docs/pictures/{name}.txt)" in README
