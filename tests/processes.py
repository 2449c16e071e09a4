"""Whole runs of the command, with faults put in from outside and nothing of the tester's environment."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import warm
from screens import PATIENCE, hear_signals
from warm import SRC

SPASM = [sys.executable, "-B", "-m", "spasm_cli"]
"""Without -B, Python itself may keep compiled modules beside the code that it runs."""

CALF = ("--set", "region=calf", "--set", "age=60_to_74", "--set", "timing=in_bed", "--set", "feel=knot")
DANGER = (*CALF, "--set", "now=chest", "--set", "chest_which=tight")
DANGER_LINE = "Get emergency help now. Call 999 now. Do not drive yourself."

_LIBC = ctypes.CDLL(None)


def spasm(
    *words: str,
    typed: str | None = "",
    shell: str = "",
    wrap: Sequence[str] = (),
    env: Mapping[str, str | None] | None = None,
    cwd: Path | None = None,
    first: Callable[[], object] | None = None,
    stdout: int = subprocess.PIPE,
    fresh: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run the command.

    `shell` are redirections; `wrap` is a command that runs it; `env` adds variables, or takes them away with None;
    `first` runs in the new process; `typed` None leaves standard input to `shell`; `fresh` has a new Python for it (see warm.py).
    """
    command = [*wrap, *SPASM, *words]
    if shell:
        command = ["sh", "-c", f'exec "$@" {shell}', "sh", *command]
    changed = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": "/",
        "PYTHONPATH": str(SRC),
        "LANG": "C.UTF-8",
        "COLUMNS": "80",
        "SPASM_COUNTRY": "gb",
        **(env or {}),
    }

    def begin() -> None:
        hear_signals()
        if first:
            first()

    plain = {name: value for name, value in changed.items() if value is not None}
    new = fresh or first or shell or wrap or warm.words_of(command, plain) is None
    return warm.run(
        command,
        input=typed,
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        check=False,
        env=plain,
        cwd=cwd,
        timeout=3 * PATIENCE,
        **({"preexec_fn": begin} if new else {}),
    )


def hooked(folder: Path, code: str) -> str:
    """Return a PYTHONPATH on which this code runs before any other."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(code, encoding="utf-8")
    return f"{folder}{os.pathsep}{SRC}"


def without_privileges() -> None:
    """In a new process: let file permissions bind, even for root, who loses what sets them aside at the next exec."""
    if os.geteuid() == 0:
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            _LIBC.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


def permissions_bind(folder: Path) -> bool:
    """Whether `without_privileges` works here."""
    folder.mkdir()
    folder.chmod(0o000)
    run = subprocess.run(["ls", folder], capture_output=True, check=False, preexec_fn=without_privileges)
    folder.chmod(0o700)
    folder.rmdir()
    return run.returncode != 0
