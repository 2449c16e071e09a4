"""Which tests reach a line, and running them in a process of their own: for scripts/mutants.py.

The map of lines to tests is made once, by coverage contexts over the quick tests, of a copy that stays beside it.
"""

import difflib
import importlib
import os
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from coverage import CoverageData

TOP = Path(__file__).parents[1]
BUILD = TOP / "build" / "mutants"
OPTIONS = ["-q", "-m", "not slow", "--hypothesis-profile=ci", "-p", "no:cacheprovider"]
TURNS = ((3, 15.0), (6, 10.0), (99, 20.0))
"""How many modules of tests are tried in each turn, and how many seconds of tests, as they took when the map was made, which is
slower than they are: to load a module takes longer than most tests, and most changes are noticed at once."""


def copy(name: str, only: str = "") -> Path:
    """Bring a copy of what git knows, or could know, up to date, or of `only` a folder of it; return its place."""
    folder = BUILD / name
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=TOP, check=True, capture_output=True, text=True
    )
    names = {line for line in listed.stdout.splitlines() if line.startswith(only) and (TOP / line).is_file()}
    for gone in [
        path for path in (folder / only).rglob("*.py") if str(path.relative_to(folder)) not in names
    ]:
        gone.unlink()
    for line in names:
        there, here = folder / line, TOP / line
        if not there.exists() or there.read_bytes() != here.read_bytes():
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(here, there)
    return folder


SPY = """
import os, sys
from pathlib import Path

def note(event, _):
    if event in {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn"} and "PYTEST_CURRENT_TEST" in os.environ:
        (BUILD / f"test-{os.getpid()}").write_text(os.environ["PYTEST_CURRENT_TEST"].rpartition(" (")[0])

def test_above():
    number = os.getpid()
    while number > 1:
        number = int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
        if (BUILD / f"test-{number}").exists():
            return (BUILD / f"test-{number}").read_text()

if name := test_above():
    import coverage
    options = {"data_suffix": True, "auto_data": True, "context": name}
    coverage.Coverage(str(BUILD / "coverage"), config_file=str(BUILD / "coveragerc"), **options).start()
else:
    sys.addaudithook(note)
"""
"""Python runs it at its start, in the copy: a process that a test starts, however it does, measures itself for this test."""


class Map:
    """Which tests reach which line, and how long each took.

    Modules of tests that are not as they were when it was made are added to it, run on the code as it was then.
    """

    def __init__(self) -> None:
        self.folder = BUILD / "map"
        found = sorted(BUILD.glob("map-*.xml"))
        modules = [str(path.relative_to(TOP)) for path in sorted((TOP / "tests").glob("test_*.py"))]
        new = [name for name in modules if not _same(TOP / name, self.folder / name)] if found else [""]
        if new:
            copy("map", "tests" if found else "")
            found.append(BUILD / f"map-{len(found)}.xml")
            self._measure(list(filter(None, new)), found[-1])
        self.data = CoverageData(str(BUILD / "coverage"))
        self.data.read()
        ran = {test: (seconds, passed) for file in found for test, seconds, passed in _ran(file)}
        self.seconds = {test: seconds for test, (seconds, passed) in ran.items() if passed}
        self.sizes = Counter(map(_module, ran))
        self.lines: dict[str, dict[int, list[str]]] = {}

    def _measure(self, modules: list[str], junit: Path) -> None:
        print(f"learning which tests reach which line: {' '.join(modules) or 'all quick ones'}", flush=True)
        data, settings = BUILD / "coverage", BUILD / "coveragerc"
        code = self.folder / "src"
        settings.write_text(f"[run]\nsource = {code / 'spasm_cli'}\ndata_file = {data}\n", "utf-8")
        spy = f"from pathlib import Path\nBUILD = Path({str(BUILD)!r})\n{SPY}"
        (code / "sitecustomize.py").write_text(spy, "utf-8")
        how = ["--cov", "--cov-append", f"--cov-config={settings}", "--cov-context=test", "--cov-report="]
        command = [sys.executable, "-m", "pytest", *OPTIONS, *how, "-n", "2", f"--junitxml={junit}", *modules]
        # A process that is forked from a warm one does not measure itself; with this, tests begin every process anew.
        env = {**environment(self.folder), "COVERAGE_MAP": "made"}
        subprocess.run(command, cwd=self.folder, env=env, check=False)

    def tests(self, file: str, line: int, statement: int, function: tuple[int, int]) -> list[list[str]]:
        """Return tests that reach a line, its function or its module, in turns, the nearest first.

        Nearest are the modules of tests that are about the file, and those of which the greatest share reaches it. In each turn
        the quickest come first.
        """
        if file not in self.lines:
            self.lines[file] = self._lines_now(file)
        lines = self.lines[file]
        first, last = function
        reached: dict[str, int] = {}
        for distance, near in enumerate(({line, statement}, range(first + 1, last + 1), lines)):
            for number in near:
                for test in lines.get(number, ()):
                    if test in self.seconds:
                        reached.setdefault(test, distance)
        share = Counter(
            _module(test) for test, distance in reached.items() if distance == min(reached.values())
        )
        modules = sorted(
            {_module(test) for test in reached},
            key=lambda name: (
                not self._is_about(name, file),
                -round(share[name] / self.sizes[name], 1),
                self.sizes[name],
            ),
        )
        turns = []
        for number, seconds in TURNS:
            names, modules = modules[:number], modules[number:]
            tests = [test for test in reached if _module(test) in names]
            tests.sort(key=lambda test: (reached[test], self.seconds[test], test))
            until = list(accumulate(self.seconds[test] for test in tests))
            turns.append(
                [test for test, spent in zip(tests, until, strict=True) if spent < seconds] or tests[:1]
            )
        return [turn for turn in turns if turn]

    def _is_about(self, tests: str, file: str) -> bool:
        """Tell whether a module of tests bears the name of a file, or names it."""
        module = "spasm_cli." + file.removesuffix(".py").replace("/", ".")
        return Path(file).stem in tests or module in (self.folder / tests).read_text("utf-8")

    def _lines_now(self, file: str) -> dict[int, list[str]]:
        """Return the tests of each line, by where it stands now; the copy beside the map tells where it stood."""
        path = Path("src", "spasm_cli", file)
        then = self.data.contexts_by_lineno(str(self.folder / path))
        old, new = ((top / path).read_text("utf-8").splitlines() for top in (self.folder, TOP))
        matches = difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_matching_blocks()
        moved = {m.a + i + 1: m.b + i + 1 for m in matches for i in range(m.size)}
        return {
            moved[line]: [context.split("|")[0] for context in contexts if context]
            for line, contexts in then.items()
            if line in moved
        }


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.read_bytes() == other.read_bytes()


def _module(test: str) -> str:
    return test.partition("::")[0]


def _ran(junit: Path) -> Iterable[tuple[str, float, bool]]:
    for case in ET.parse(junit).iter("testcase"):
        tests, module, *classes = case.get("classname", "").split(".")
        name = "::".join([f"{tests}/{module}.py", *classes, case.get("name", "")])
        yield name, float(case.get("time", 0)), not len(case)


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(folder / "src")}


class Chosen:
    """Runs the tests of a list alone, in its order."""

    def __init__(self, tests: list[str]) -> None:
        self.order = {test: at for at, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = [item for item in items if item.nodeid in self.order]
        items.sort(key=lambda item: self.order[item.nodeid])


for _warm in ("hypothesis", "jinja2", "msgspec", "questionary", "rich.console", "typer.testing"):
    importlib.import_module(_warm)


def start(folder: Path, tests: list[str], log: Path) -> int:
    """Run tests in a copy, in a process forked from this one, which spares it the imports; return its number."""
    number = os.fork()
    if number:
        return number
    code = 3
    try:
        os.setsid()
        os.chdir(folder)
        with log.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.update(environment(folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == "spasm_cli"]:
            del sys.modules[name]
        sys.path.insert(0, str(folder / "src"))
        modules = sorted({_module(test) for test in tests})
        quiet = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
        arguments = [*OPTIONS, *quiet, "-x", "-n", "0", "--tb=line", *modules]
        code = int(pytest.main(arguments, plugins=[Chosen(tests)]))
    finally:
        sys.stdout.flush()
        os._exit(code)


def wait(running: dict[int, float]) -> tuple[int, int | None]:
    """Wait until one of the processes ends, or its time (a `time.monotonic`) has come; return its number and exit code."""
    while True:
        for number, until in running.items():
            ended, status = os.waitpid(number, os.WNOHANG)
            if ended:
                return number, os.waitstatus_to_exitcode(status)
            if time.monotonic() > until:
                os.killpg(number, signal.SIGKILL)
                os.waitpid(number, 0)
                return number, None
        time.sleep(0.05)
