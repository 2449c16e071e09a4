"""The files of worked people: all of tests/cases but the wordings, which are sentences and no people."""

from pathlib import Path

WORKED = sorted(
    path for path in (Path(__file__).parent / "cases").glob("*.toml") if path.name != "signs.toml"
)
