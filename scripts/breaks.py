"""Break the code by hand in the ways of scripts/breaks.toml, one at a time, and count how many the tests notice.

    python scripts/breaks.py [WORD IN THE NAME OF A BREAK]...

mutmut changes operators and numbers; these take a sentence, a caution or a reason away, as an edit by mistake would. Works on a
copy in build/breaks, for a quarter of an hour or more, and exits with 1 when fewer than nine in ten of a folder are noticed.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import TypedDict

TOP = Path(__file__).parents[1]
COPY = TOP / "build" / "breaks"
LEAST = 0.9
FAILED = {1, 2}
"""Exit codes of pytest: a test failed, or a module of tests could not be loaded."""


class Break(TypedDict):
    """One change of a file in src/spasm_cli: `old` stands there once."""

    name: str
    file: str
    old: str
    new: str
    tests: list[str]
    """The modules of tests that have to do with it."""


def main(wanted: list[str]) -> int:
    """Copy, break, run the tests that have to do with it, mend, count."""
    listed: list[Break] = tomllib.loads((TOP / "scripts" / "breaks.toml").read_text("utf-8"))["breaks"]
    copy()
    noticed, total = Counter[str](), Counter[str]()
    for each in listed:
        if not wanted or any(word in each["name"] for word in wanted):
            folder = folder_of(each["file"])
            total[folder] += 1
            if is_noticed(each):
                noticed[folder] += 1
            else:
                print(f"not noticed: {each['name']} ({each['file']})", flush=True)
    for folder in sorted(total):
        print(
            f"{folder:20} {noticed[folder]:3} of {total[folder]:3} noticed  {noticed[folder] / total[folder]:.0%}"
        )
    return int(any(noticed[folder] < LEAST * total[folder] for folder in total))


def copy() -> None:
    """Put what the tests need into the copy."""
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    shutil.copy(TOP / "pyproject.toml", COPY)
    for folder in ("src", "tests", "data", "docs", "scripts"):
        shutil.copytree(
            TOP / folder, COPY / folder, ignore=shutil.ignore_patterns("__pycache__", "node_modules")
        )


def folder_of(file: str) -> str:
    """Name the folder of a file, as the table has it; comparing and conditions stand by themselves."""
    path = Path(file)
    if path.stem in {"comparing", "conditions"}:
        return path.stem
    return "files/checking" if path.parent.name == "checking" else path.parts[0]


def is_noticed(each: Break) -> bool:
    """Tell whether a test fails while this is broken."""
    path = COPY / "src" / "spasm_cli" / each["file"]
    whole = path.read_text("utf-8")
    if whole.count(each["old"]) != 1:
        raise SystemExit(f"{each['name']}: what it breaks does not stand once in {each['file']}")
    path.write_text(whole.replace(each["old"], each["new"]), "utf-8")
    try:
        tests = [f"tests/{name}.py" for name in each["tests"]]
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-m", "not slow", *tests]
        env = {**os.environ, "PYTHONPATH": str(COPY / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        return (
            subprocess.run(command, cwd=COPY, env=env, check=False, capture_output=True).returncode in FAILED
        )
    finally:
        path.write_text(whole, "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
