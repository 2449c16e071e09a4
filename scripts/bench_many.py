"""What `spasm assess` costs: sheets a second, and how memory grows with their number.

    python scripts/bench_many.py [SHEETS [PYTHON]]

Each sheet (default 100,000) is a worked case of tests/cases in which about a fifth of the answers are drawn anew, so that hardly two
are alike. CPU is user plus system time of all processes together, since cores may be shared; memory is the peak of
the largest process. A tenth of the sheets is measured first, beside which memory should not grow.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from same_as_before import TOP, person, worked_cases

ANEW = 0.2


def main(sheets: int, python: str) -> None:
    """Print a row for a tenth of the sheets and for all."""
    print(f"{'':20} {'wall s':>7} {'CPU s':>7} {'a CPU second':>13} {'MiB':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for count in (sheets // 10, sheets):
            path = Path(folder) / "sheets.jsonl"
            with path.open("w", encoding="utf-8") as file:
                file.writelines(
                    json.dumps({"id": place, "answers": sheet}) + "\n" for place, sheet in drawn(count)
                )
            start, before = time.perf_counter(), spent()
            with (Path(folder) / "results.jsonl").open("wb") as results:
                subprocess.run([python, "-m", "spasm_cli", "assess", str(path)], stdout=results, check=True)
            wall, cpu = time.perf_counter() - start, spent() - before
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"{count:13,} sheets {wall:7.1f} {cpu:7.1f} {count / cpu:13,.0f} {most:6.1f}")
    print(f"A million at this rate: {1_000_000 * cpu / sheets / 60 / 2:.1f} minutes on two cores of its own")


def drawn(count: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Draw so many sheets, numbered."""
    chance = random.Random(20261129)
    questions = tomllib.loads((TOP / "data" / "causes.toml").read_text(encoding="utf-8"))["questions"]
    cases = [answers for _, answers in worked_cases()]
    for place in range(count):
        other = person(questions, chance)
        anew = {name: answer for name, answer in other.items() if chance.random() < ANEW}
        yield place, {**chance.choice(cases), **anew}


def spent() -> float:
    """Return the CPU seconds of all processes that were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 100_000,
        sys.argv[2] if len(sys.argv) > 2 else sys.executable,
    )
