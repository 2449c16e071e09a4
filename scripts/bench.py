"""What a run costs: whole-process CPU and peak memory, beside bare Python, the floor script and some peers.

    python scripts/bench.py [RUNS [PEERS [PYTHON]]]

Each row is the median of RUNS (default 9) after a warm-up; the ratio is taken pair by pair, the two commands in turn, so that
a machine whose speed drifts does not bend it. Times are user plus system CPU of the process and its children. PEERS is the
folder with the commands cz, copier and cookiecutter, PYTHON an interpreter that has the wheel, whose knowledge is compiled
(`make bench` makes both); without it the checkout is measured, which reads the TOML.
"""

import compileall
import os
import pty
import select
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

TOP = Path(__file__).parents[1]
PYTHON = str(Path(sys.argv[3]).absolute()) if len(sys.argv) > 3 else sys.executable
FLOOR = [PYTHON, str(TOP / "scripts" / "floor.py")]
SPASM = [PYTHON, "-m", "spasm_cli"]
BARE = [PYTHON, "-c", "pass"]
SHEET = (
    'region = "calf"\nage = "60_to_74"\nalso = []\nnow = []\nfeeling = []\npast = []\n'
    'history = []\npresent = []\nlook = []\nonset = "woke"\nchange = []\ntiming = "in_bed"\nfeel = "knot"\n'
    'duration = "to_10_min"\ncourse = "months_on_off"\nside = "varies"\nrelief = "stretch"\nmedicines = ["statin"]\n'
    "conditions = []\nslow_signs = []\n"
)

Cost = tuple[float, float]
"""CPU seconds and peak memory in MiB."""


def main(runs: int, peers: Path | None) -> None:
    """Print every row."""
    for name in [name for name in os.environ if name.startswith("PYTHON")]:
        del os.environ[name]  # unbuffered output, say, costs more the more is drawn
    # Where nobody may write bytecode, an edited module would be compiled anew in every run.
    compileall.compile_dir(TOP / "src", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "sheet.toml"
        sheet.write_text(SHEET, encoding="utf-8")
        check = [*SPASM, "check", "--answers", str(sheet)]
        print(f"{'':34} {'CPU ms':>7} {'MiB':>5} {'/ bare':>7} {'/ floor':>7}")
        row("--version", [*SPASM, "--version"], None, runs)
        row("--help", [*SPASM, "--help"], None, runs)
        row("check --answers", check, [*FLOOR, "rich"], runs)
        row("check --answers --plain", [*check, "--plain"], [*FLOOR, "plain"], runs)
        row("check --answers --json", [*check, "--json"], [*FLOOR, "json"], runs)
        row("first prompt, plain", [*SPASM, "check", "--plain"], [*FLOOR, "prompt"], runs)
        row("first words, terminal", [*SPASM, "check"], None, runs, until("Nothing is kept"))
        row("first prompt, terminal", [*SPASM, "check"], [*FLOOR, "terminal"], runs, until("Several places"))
        if peers:
            measure_peers(peers, Path(folder), runs)


def measure_peers(programs: Path, folder: Path, runs: int) -> None:
    """Print version, help and first prompt of programs that a user knows, each with the smallest project it asks about."""
    git = ["git", "-C", str(folder)]
    subprocess.run([*git, "init", "-q"], check=True)
    (folder / "staged").touch()
    subprocess.run([*git, "add", "staged"], check=True)
    template = folder / "template"
    template.mkdir()
    (template / "copier.yml").write_text("name:\n  type: str\n  help: What is its name?\n", encoding="utf-8")
    (template / "{{cookiecutter.name}}").mkdir()
    (template / "cookiecutter.json").write_text('{"name": "x"}', encoding="utf-8")
    new = str(folder / "new")
    for name, version, prompt, asked in (
        ("cz", "version", ["commit"], "Select the type"),
        ("copier", "--version", ["copy", str(template), new], "What is its name?"),
        ("cookiecutter", "--version", [str(template), "-o", new], "name"),
    ):
        program = str(programs / name)
        row(f"{name} {version}", [program, version], None, runs)
        row(f"{name} --help", [program, "--help"], None, runs)
        try:
            row(f"{name}, first prompt", [program, *prompt], None, runs, until(asked, folder))
        except TimeoutError as error:
            print(f"{name}, first prompt: {error}")


def row(
    name: str,
    command: list[str],
    floor: list[str] | None,
    runs: int,
    measure: Callable[[list[str]], Cost] | None = None,
) -> None:
    """Measure a command in turn with bare Python and its floor, and print medians."""
    measure = measure or in_pipe
    measure(command)
    costs, to_bare, to_floor = [], [], []
    for _ in range(runs):
        cost = measure(command)
        costs.append(cost)
        to_bare.append(cost[0] / in_pipe(BARE)[0])
        if floor:
            to_floor.append(cost[0] / measure(floor)[0])
    cpu, memory = (statistics.median(cost[part] for cost in costs) for part in (0, 1))
    beside = f"{statistics.median(to_floor):7.2f}" if floor else f"{'-':>7}"
    print(f"{name:34} {cpu * 1000:7.1f} {memory:5.1f} {statistics.median(to_bare):7.2f} {beside}")


def in_pipe(command: list[str]) -> Cost:
    """Run a command with nothing to read and nobody to see."""
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        os.execv(command[0], command)
    return wait(child)


def until(asked: str, folder: Path = TOP) -> Callable[[list[str]], Cost]:
    """Measure in a terminal of 80 by 24 until this is asked, then press Ctrl-C."""

    def in_terminal(command: list[str]) -> Cost:
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(folder)
            os.environ.update(TERM="xterm-256color", PROMPT_TOOLKIT_NO_CPR="1", COLUMNS="80", LINES="24")
            os.execv(command[0], command)
        seen = b""
        while asked.encode() not in seen:
            if not select.select([terminal], [], [], 20)[0]:
                os.kill(child, signal.SIGKILL)
                raise TimeoutError(f"no prompt from {command}")
            try:
                seen += os.read(terminal, 65536)
            except OSError:
                raise TimeoutError(f"no prompt from {command}") from None
        os.write(terminal, b"\x03")
        while True:
            try:
                if not os.read(terminal, 65536):
                    break
            except OSError:
                break
        cost = wait(child)
        os.close(terminal)
        return cost

    return in_terminal


def wait(child: int) -> Cost:
    """Return what the operating system counted for a child."""
    _, _, usage = os.wait4(child, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 9,
        Path(sys.argv[2]).absolute() if len(sys.argv) > 2 else None,
    )
