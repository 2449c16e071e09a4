"""Change the code in small ways, one at a time, by a random sample, and count how many changes the quick tests notice.

    python scripts/mutants.py [--seed 1] [--size 80] [FOLDER]...

Needs the extra "mutation" (`make mutants` brings it). Draws so many changes of each folder in src/spasm_cli, works on copies in
build/mutants, two at a time, and exits with 1 when fewer than nine in ten of a folder are noticed. What it found stays there: a
second run with the same seed tries only what nothing had noticed, and counts what was noticed at first sight beside
what is noticed now. Without build/mutants it begins anew.
"""

import argparse
import hashlib
import json
import sys
import time
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import libcst as cst
import mutating
from mutant_tests import BUILD, Map, copy, start, wait

from spasm_cli.core.evaluation import wilson

CODE = Path("src", "spasm_cli")
FOLDERS = ("core", "files", "report", "prompts", "cli")
LEAST = 0.9
Drawn = tuple[cst.Module, mutating.Mutant]
"""A change, with its file parsed."""
JOBS = 2
NOTICED = {1, 2, 3, None}
"""Exit codes of pytest: a test failed, the tests could not be collected, pytest broke; and none, as it had no end."""


def main() -> int:
    """Draw, run, count."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=80)
    parser.add_argument("folders", nargs="*", default=FOLDERS)
    wanted = parser.parse_args()
    known = Map()
    log = BUILD / f"found-{wanted.seed}.json"
    found: dict[str, Any] = json.loads(log.read_text()) if log.exists() else {}
    drawn = {folder: draw(folder, wanted.seed, wanted.size) for folder in wanted.folders}
    run([each for row in zip(*drawn.values(), strict=True) for each in row], known, found, log)
    return report(drawn, found)


def draw(folder: str, seed: int, size: int) -> list[Drawn]:
    """Return changes at random, each with its file parsed: those first in an order that hashes shuffle.

    So a change of the code changes the sample only by the changes that it takes away or brings.
    """
    top = Path(CODE)
    files = sorted(str(path.relative_to(top)) for path in (top / folder).rglob("*.py"))
    every = [
        (module, each)
        for module, listed in (mutating.mutants_of(top, file) for file in files)
        for each in listed
    ]
    print(f"{folder}: {len(every)} changes", flush=True)
    return sorted(every, key=lambda pair: hashlib.sha256(f"{seed} {pair[1].key}".encode()).digest())[:size]


def run(drawn: list[Drawn], known: Map, found: dict[str, Any], log: Path) -> None:
    """Try every change that was not noticed before, JOBS at a time, and keep what is found."""
    free = [copy(f"copy{at}") for at in range(JOBS)]
    left = [(module, each) for module, each in drawn if not found.get(each.key, {}).get("noticed")]
    left.sort(key=lambda pair: pair[1].key in found)  # first what was never tried
    running: dict[int, Trial] = {}
    while left or running:
        while left and free:
            trial = Trial(*left.pop(0), free.pop(), known)
            running[trial.go_on()] = trial
        number, code = wait({number: trial.until for number, trial in running.items()})
        trial = running.pop(number)
        if code == 0 and trial.turns:
            running[trial.go_on()] = trial
            continue
        trial.mend()
        free.append(trial.folder)
        first = found.get(trial.mutant.key, {}).get("first", code in NOTICED)
        found[trial.mutant.key] = {**trial.told(), "code": code, "first": first, "noticed": code in NOTICED}
        log.write_text(json.dumps(found, indent=1), "utf-8")
        print("." if code in NOTICED else f"\nnot noticed ({code})\n{trial.difference}", flush=True)


class Trial:
    """One change, made in a copy, and the tests that are still to be run against it."""

    def __init__(self, module: cst.Module, mutant: mutating.Mutant, folder: Path, known: Map) -> None:
        self.mutant, self.folder, self.known, self.until = mutant, folder, known, 0.0
        self.path = folder / CODE / mutant.file
        after = mutating.changed(module, mutant)
        self.before = module.code
        self.difference = mutating.difference(self.before, after, mutant.file)
        self.turns = known.tests(mutant.file, mutant.line, mutant.statement, mutant.function) or [[]]
        write(self.path, after)

    def go_on(self) -> int:
        """Start the next turn of tests; return the number of its process."""
        tests = self.turns.pop(0)
        self.until = time.monotonic() + 60 + 4 * sum(self.known.seconds[test] for test in tests)
        return start(self.folder, tests, self.folder / "log")

    def mend(self) -> None:
        write(self.path, self.before)

    def told(self) -> dict[str, Any]:
        """Return what the file of what was found keeps for whoever wants to know which test it was."""
        last = (self.folder / "log").read_text("utf-8", "replace").splitlines()[-3:]
        return {"file": self.mutant.file, "difference": self.difference, "log": last}


def write(path: Path, code: str) -> None:
    """Write code, and take away what Python compiled of the code before: of the same second and size it would pass."""
    path.write_text(code, "utf-8")
    Path(cache_from_source(path)).unlink(missing_ok=True)


def report(drawn: dict[str, list[Drawn]], found: dict[str, Any]) -> int:
    """Print what was not noticed and a row for each folder; return the exit code."""
    short = False
    rows = []
    for folder, changes in drawn.items():
        entries = [found[each.key] for _, each in changes]
        for entry in entries:
            if not entry["noticed"]:
                print(f"\nnot noticed\n{entry['difference']}")
        counts = [sum(entry[when] for entry in entries) for when in ("first", "noticed")]
        rates = [wilson(count, len(entries)) for count in counts]
        rows.append(
            f"{folder:10} {len(entries):4} "
            + " ".join(
                f"{rate.hits:4} {rate.hits / rate.of:6.1%} ({rate.low:.0%} to {rate.high:.0%})"
                for rate in rates
            )
        )
        short |= counts[1] < LEAST * len(entries)
    print("\n".join(["", f"{'folder':10} {'of':>4} at first sight, now", *rows]))
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
