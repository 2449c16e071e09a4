"""Run the quick tests under every Python found, with the oldest and the newest dependencies that pyproject.toml allows.

    python scripts/matrix.py [ARGUMENTS OF PYTEST]

Needs uv (`pip install uv`). Looks on the PATH for python3.11, python3.12 and so on. What uv and pytest say is kept in
build/matrix; the table goes to standard output. Leaves with 1 if anything failed.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).parents[1]
LOGS = TOP / "build" / "matrix"
MINORS = range(11, 20)
AGES = {"oldest": "lowest-direct", "newest": "highest"}
SHOWN = ("typer", "rich", "questionary", "prompt-toolkit", "msgspec", "jinja2")
HEADING = ("Python", "allowed", *SHOWN, "result")


def main() -> int:
    pythons = found_pythons()
    if not pythons:
        print("No Python from 3.11 on is on the PATH.", file=sys.stderr)
        return 2
    LOGS.mkdir(parents=True, exist_ok=True)
    print_row(*HEADING)
    results = [run(*python, age, sys.argv[1:]) for python in pythons.items() for age in AGES]
    return 0 if all(results) else 1


def found_pythons() -> dict[str, str]:
    """Return the path of each Python by its version. One that does not start, as an idle pyenv shim, is left out."""
    found = {}
    for minor in MINORS:
        if path := shutil.which(f"python3.{minor}"):
            ask = [path, "-c", "import platform; print(platform.python_version())"]
            told = subprocess.run(ask, capture_output=True, text=True, check=False)
            if told.returncode == 0:
                found[told.stdout.strip()] = path
    return found


def run(version: str, path: str, age: str, arguments: list[str]) -> bool:
    """Install into a fresh environment and test there, print a row, and say whether all went well."""
    with tempfile.TemporaryDirectory() as folder, (LOGS / f"{version}-{age}.txt").open("w+") as log:
        python = f"{folder}/bin/python"
        uv = [sys.executable, "-m", "uv"]
        steps = (
            [*uv, "venv", "--quiet", "--python", path, folder],
            [*uv, "pip", "install", "--python", python, "--resolution", AGES[age], "-e", f"{TOP}[dev]"],
            [*uv, "pip", "freeze", "--python", python],
            [python, "-m", "pytest", "--quiet", *(arguments or ["-m", "not slow"])],
        )
        good = all(
            subprocess.run(step, cwd=TOP, stdout=log, stderr=subprocess.STDOUT, check=False).returncode == 0
            for step in steps
        )
        log.seek(0)
        lines = [line for line in log.read().splitlines() if line.strip()]
    have = dict(line.split("==") for line in lines if line.count("==") == 1)
    print_row(version, age, *(have.get(name, "?") for name in SHOWN), lines[-1])
    return good


def print_row(*cells: str) -> None:
    print(*(cell.ljust(max(8, len(name))) for cell, name in zip(cells, HEADING, strict=True)), flush=True)


if __name__ == "__main__":
    sys.exit(main())
