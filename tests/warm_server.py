"""What warm.py starts: a process that has the imports of `spasm` and its shipped file behind it, and forks for every run."""

import fcntl
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import sys
import termios
import time
from contextlib import suppress

from loaded import keep_loaded

import spasm_cli
from spasm_cli.__main__ import main
from spasm_cli.files import knowledge_file, words_file
from spasm_cli.files.shipped import data_file

OTHERS = ("typer", "typer.rich_utils", "typer.completion", "rich.markup", "multiprocessing.pool")
"""What the command line imports from elsewhere."""


def prepare() -> None:
    """Import all but the command line, whose texts are put in when it is imported, and load the shipped file."""
    ours = [module.name for module in pkgutil.walk_packages(spasm_cli.__path__, "spasm_cli.")]
    for name in (*OTHERS, *(name for name in ours if not name.startswith("spasm_cli.cli"))):
        importlib.import_module(name)
    keep_loaded()
    knowledge_file.load_knowledge(str(data_file("causes.toml")))
    # As nothing was loaded yet, nothing speaks yet.
    words_file._in_use.clear()  # noqa: SLF001 - as at a start, when no file has spoken yet
    gc.collect()
    gc.freeze()


def serve(line: socket.socket) -> bool:
    """Fork for every request until nobody can ask any more; return True in each new process, which is ready to run."""
    heard, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running: dict[int, int] = {}
    while True:
        ready = select.select([line.fileno(), heard], [], [])[0]
        if heard in ready:
            os.read(heard, 1024)
            for pid, told in list(running.items()):
                if status := _ended(pid):
                    # Whoever asked may have given up.
                    with suppress(BrokenPipeError):
                        os.write(told, status)
                    os.close(told)
                    del running[pid]
        if line.fileno() in ready:
            header, files, _, _ = socket.recv_fds(line, 8, 4)
            if not header:
                return False
            wanted = json.loads(_read(line, int.from_bytes(header)))
            told = files.pop()
            if not (pid := os.fork()):
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                begin(files, **wanted)
                return True
            running[pid] = told
            os.write(told, b"%d\n" % pid)
            for file in files:
                os.close(file)


def _ended(pid: int) -> bytes:
    ended, status = os.waitpid(pid, os.WNOHANG)
    return b"%d\n" % os.waitstatus_to_exitcode(status) if ended else b""


def _read(line: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        data += line.recv(length - len(data))
    return data


def begin(
    files: list[int], *, words: list[str], env: dict[str, str], cwd: str, terminal: bool, writes: bool
) -> None:
    """Make everything what it would be in a process that has just begun."""
    if terminal:
        os.setsid()
        fcntl.ioctl(files[0], termios.TIOCSCTTY, 0)
    for number, file in enumerate(files):
        os.dup2(file, number)
    os.closerange(3, 256)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.dont_write_bytecode = not writes
    sys.path[0] = cwd
    sys.argv = words if words[0] != "-m" else [main.__code__.co_filename, *words[2:]]
    sys.stdin = sys.__stdin__ = _stream(0, sys.stdin.errors)  # type: ignore[misc]  # typeshed has the second name as final
    sys.stdout = sys.__stdout__ = _stream(1, sys.stdout.errors)  # type: ignore[misc]  # typeshed has the second name as final
    sys.stderr = sys.__stderr__ = _stream(2, "backslashreplace", by_line=True)  # type: ignore[misc]  # typeshed has the second name as final


def _stream(number: int, errors: str | None, *, by_line: bool = False) -> io.TextIOWrapper:
    """Open a standard stream as Python does."""
    file = open(number, "wb" if number else "rb", closefd=False)  # noqa: SIM115 - it stays open as long as the process
    by_line = by_line or file.isatty()
    return io.TextIOWrapper(file, encoding="utf-8", errors=errors, newline="\n", line_buffering=by_line)


if __name__ == "__main__":
    for ending in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(ending, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    prepare()
    if serve(socket.socket(fileno=int(sys.argv[1]))):
        if sys.argv[0] == main.__code__.co_filename:
            main()
        else:
            runpy.run_path(sys.argv[0], run_name="__main__")
