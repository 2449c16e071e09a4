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


def main() -> int:
    pythons = found_pythons()
    if not pythons:
        print("No Python from 3.11 on is on the PATH.", file=sys.stderr)
        return 2
    LOGS.mkdir(parents=True, exist_ok=True)
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
            [
                *uv,
                "pip",
                "install",
                "--python",
                python,
                "--resolution",
                AGES[age],
                "--editable",
                f"{TOP}[dev]",
            ],
            [*uv, "pip", "freeze", "--python", python],
            [python, "-m", "pytest", "--quiet", *(arguments or ["-m", "not slow"])],
        )
        good = all(
            subprocess.run(step, cwd=TOP, stdout=log, stderr=subprocess.STDOUT, check=False).returncode == 0
            for step in steps
        )
        log.seek(0)
        lines = log.read().splitlines()
    have = dict(line.split("==") for line in lines if line.count("==") == 1 and line.startswith(SHOWN))
    print(f"{version:8} {age:7} {' '.join(have.get(name, '?') for name in SHOWN):40} {lines[-1]}", flush=True)
    return good


if __name__ == "__main__":
    sys.exit(main())
