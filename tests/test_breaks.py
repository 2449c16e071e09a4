"""The breaks of scripts/breaks.toml fit the code that they are to break: one that does not would stop `make breaks`."""

import tomllib
from pathlib import Path

TOP = Path(__file__).parents[1]
BREAKS = tomllib.loads((TOP / "scripts" / "breaks.toml").read_text(encoding="utf-8"))["breaks"]


def test_what_each_break_changes_stands_once_in_its_file_and_its_tests_are_there() -> None:
    for each in BREAKS:
        text = (TOP / "src" / "spasm_cli" / each["file"]).read_text(encoding="utf-8")
        assert text.count(each["old"]) == 1, each["name"]
        assert each["tests"], each["name"]
        for name in each["tests"]:
            assert (TOP / "tests" / f"{name}.py").is_file(), each["name"]
