"""Runs of `spasm` that need no new Python: a process with the imports behind it forks for each, in a tenth of the time.

What Python decides when it starts (its switches, its encodings, what it finds first on its path) is never decided again in
such a process, so whoever sets anything of that gets a new Python, as does everybody where there is no fork.
"""

import atexit
import json
import os
import re
import select
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pexpect

SRC = Path(__file__).parents[1] / "src"
HEADER = 8
"""Bytes that say how long a request is; its files travel with them."""

AT_START = re.compile(
    r"PYTHON(?!(PATH|UTF8|DONTWRITEBYTECODE)$)|LD_|DYLD_|MALLOC|COV|SSH_|_?TYPER|FORCE_COLOR|PY_COLORS|GITHUB_ACTIONS|TERMINAL_WIDTH"
)
"""What is read before `main` runs: by Python, the system's loader, or a module when it is imported."""


class Started:
    """A run that was begun: its number, and how it ends."""

    def __init__(self, told: int) -> None:
        self._told = os.fdopen(told, "rb", buffering=0)
        self.pid = int(self._line())

    def wait(self) -> int:
        """Wait for the end, and return the exit code; -N for signal N."""
        if not self._told.closed:
            self._code = int(self._line())
            self._told.close()
        return self._code

    def ends_within(self, seconds: float) -> bool:
        """Wait so long for the end, and tell whether it came."""
        return self._told.closed or bool(select.select([self._told], [], [], seconds)[0])

    def _line(self) -> bytes:
        line = b""
        while not line.endswith(b"\n"):
            more = self._told.read(1)
            assert more, "what starts the runs has ended"
            line += more
        return line


class InTerminal(Started):
    """A run in a pseudo-terminal of its own, with as much of `pexpect.spawn` as screens.py uses."""

    exitstatus: int | None = None
    signalstatus: int | None = None

    def __init__(
        self,
        command: Sequence[str | Path],
        words: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: Path | str | None,
        size: tuple[int, int],
    ) -> None:
        self.child_fd, theirs = os.openpty()
        self.setwinsize(*size)
        told = _ask(command, words, (theirs, theirs, theirs), env, cwd, terminal=True)
        os.close(theirs)
        super().__init__(told)

    def setwinsize(self, rows: int, columns: int) -> None:
        """Change the size, and tell whoever runs in it."""
        import termios  # not everywhere, as terminals are not

        termios.tcsetwinsize(self.child_fd, (rows, columns))

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self.child_fd, keys.encode())

    def read_nonblocking(self, size: int, timeout: float) -> bytes:
        """Return what was written, or raise what pexpect raises after a while, and at the end."""
        if not select.select([self.child_fd], [], [], timeout)[0]:
            raise pexpect.TIMEOUT(timeout)
        # Linux has an error for the end, others have nothing more to read.
        with suppress(OSError):
            if data := os.read(self.child_fd, size):
                return data
        raise pexpect.EOF(self.pid)

    def wait(self) -> int:
        """Wait for the end, and keep how it came."""
        code = super().wait()
        self.exitstatus, self.signalstatus = (code, None) if code >= 0 else (None, -code)
        return code

    def close(self, *, force: bool) -> None:
        """Take the terminal away, and end what does not end of that."""
        os.close(self.child_fd)
        if not self.ends_within(1.0) and force:
            os.kill(self.pid, signal.SIGKILL)
        self.wait()


def words_of(command: Sequence[str | Path], env: Mapping[Any, Any]) -> list[str] | None:
    """Return a script and its arguments, or -m and those of `spasm`, for a command that can be run warm; None of any other."""
    words = [str(word) for word in command]
    words[1:2] = [] if words[1:2] == ["-B"] else words[1:2]
    if words[:1] != [sys.executable] or os.name != "posix":
        return None
    if words[1:3] != ["-m", "spasm_cli"] and not "".join(words[1:2]).endswith(".py"):
        return None
    if not all(isinstance(text, str) for text in (*env, *env.values())):
        return None
    path = env.get("PYTHONPATH")
    if path not in {None, str(SRC), os.environ.get("PYTHONPATH")} or any(map(AT_START.match, env)):
        return None
    coded = env.get("LC_ALL") or env.get("LC_CTYPE") or env.get("LANG") or "C"
    # What names no encoding, or none that is here, is UTF-8 for Python, too.
    utf_8 = re.search(r"(?i)^(C|POSIX)$|\.utf-?8$", coded) or env.get("PYTHONUTF8") == "1"
    return words[1:] if utf_8 and env.get("PYTHONUTF8", "1") == "1" else None


def _ask(
    command: Sequence[str | Path],
    words: Sequence[str],
    files: tuple[int, int, int],
    env: Mapping[str, str],
    cwd: Path | str | None,
    *,
    terminal: bool = False,
) -> int:
    """Ask for a run with these standard streams; return what tells its number, and later how it ended."""
    kept = "-B" in command[:2] or env.get("PYTHONDONTWRITEBYTECODE")
    wanted = {"words": words, "env": dict(env), "cwd": str(Path(cwd or ".").resolve()), "terminal": terminal}
    data = json.dumps({**wanted, "writes": not kept}).encode()
    here, there = os.pipe()
    line = _server()
    socket.send_fds(line, [len(data).to_bytes(HEADER)], [*files, there])
    line.sendall(data)
    os.close(there)
    return here


@cache
def _server() -> socket.socket:
    """Start what starts the others, once for each process that runs tests."""
    here, there = socket.socketpair()
    process = subprocess.Popen(
        [sys.executable, "-B", Path(__file__).with_name("warm_server.py"), str(there.fileno())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONPATH": str(SRC),
            "LANG": "C.UTF-8",
        },
        pass_fds=[there.fileno()],
        start_new_session=True,
    )
    there.close()

    def end() -> None:
        here.close()
        process.wait()

    atexit.register(end)
    return here


def run(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | str | None = None,
    **options: Any,
) -> subprocess.CompletedProcess[Any]:
    """Do what `subprocess.run` does, but run `spasm` warm where that makes no difference; an unknown option needs a new Python."""
    env = dict(os.environ if env is None else env)
    words = words_of(command, env)
    if words is None or options.keys() - _OPTIONS.keys():
        return subprocess.run(command, env=env, cwd=cwd, **options)
    return _run(command, words, env, cwd, **_OPTIONS | options)


_OPTIONS = {
    "input": None, "stdin": None, "stdout": None, "stderr": None, "capture_output": False, "text": False, "encoding": None,
    "errors": None, "check": False, "timeout": None,
}  # fmt: skip


def _run(
    command: Sequence[str | Path],
    words: list[str],
    env: Mapping[str, str],
    cwd: Path | str | None,
    *,
    input: str | bytes | None,  # noqa: A002 - subprocess calls it so
    stdin: int | None,
    stdout: int | None,
    stderr: int | None,
    capture_output: bool,
    text: bool,
    encoding: str | None,
    errors: str | None,
    check: bool,
    timeout: float | None,
) -> subprocess.CompletedProcess[Any]:
    coded = encoding or ("utf-8" if text or errors else None)
    typed = input.encode(coded or "utf-8", errors or "strict") if isinstance(input, str) else input
    asked = (
        subprocess.PIPE if typed is not None else stdin,
        subprocess.PIPE if capture_output else stdout,
        subprocess.PIPE if capture_output else stderr,
    )
    theirs, ours = zip(*(_ends(number, kind) for number, kind in enumerate(asked)), strict=True)
    started = Started(_ask(command, words, theirs, env, cwd))
    for number, file in enumerate(theirs):
        if asked[number] in {subprocess.PIPE, subprocess.DEVNULL}:
            os.close(file)
    try:
        said = _talk(ours, typed or b"", timeout)
    except TimeoutError:
        os.kill(started.pid, signal.SIGKILL)
        started.wait()
        raise subprocess.TimeoutExpired(command, timeout or 0) from None
    ended = subprocess.CompletedProcess(
        command,
        started.wait(),
        *(None if data is None else _text(data, coded, errors) for data in said),
    )
    if check:
        ended.check_returncode()
    return ended


def _ends(number: int, kind: int | None) -> tuple[int, int | None]:
    """Return what the run gets as a standard stream, and our end of it."""
    if kind == subprocess.DEVNULL:
        return os.open(os.devnull, os.O_RDWR), None
    if kind == subprocess.PIPE:
        read, write = os.pipe()
        return (write, read) if number else (read, write)
    return (number if kind is None else kind), None


def _talk(ours: Sequence[int | None], typed: bytes, timeout: float | None) -> list[bytes | None]:
    """Write and read until the others have closed everything; return what was read from stdout and stderr."""
    said = {file: b"" for file in ours[1:] if file is not None}
    end = time.monotonic() + timeout if timeout else None
    with selectors.DefaultSelector() as waiting:
        for file in said:
            waiting.register(file, selectors.EVENT_READ)
        if ours[0] is not None:
            os.set_blocking(ours[0], False)
            waiting.register(ours[0], selectors.EVENT_WRITE)
        while waiting.get_map():
            ready = waiting.select(None if end is None else max(0.0, end - time.monotonic()))
            if not ready and end is not None and time.monotonic() >= end:
                for key in list(waiting.get_map().values()):
                    os.close(key.fd)
                raise TimeoutError
            for key, _ in ready:
                done = True
                if key.fd == ours[0]:
                    with suppress(BrokenPipeError):
                        typed = typed[os.write(key.fd, typed) :] if typed else b""
                        done = not typed
                elif more := os.read(key.fd, 1 << 16):
                    said[key.fd] += more
                    done = False
                if done:
                    waiting.unregister(key.fd)
                    os.close(key.fd)
    return [None if file is None else said[file] for file in ours[1:]]


def _text(data: bytes, coded: str | None, errors: str | None) -> str | bytes:
    if coded is None:
        return data
    return data.decode(coded, errors or "strict").replace("\r\n", "\n").replace("\r", "\n")
