"""`spasm assess`: many sheets at once, on all cores, with memory that does not grow."""

import os
import signal
import sys
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from itertools import chain, islice

from spasm_cli.cli.country import load_here
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import SpasmError
from spasm_cli.files.sheets_file import Line, assessed, lines_of
from spasm_cli.files.words_file import say

CHUNK = 500
"""Lines that a worker takes at once."""
ROUND = 8
"""Chunks for each core that are read before any is waited for; so much is held in memory."""

Chunk = tuple[bytes, bool]


def run_assess(files: Sequence[str], knowledge_file: str | None, country: str | None, *, whole: bool) -> int:
    """Write a line of JSON for each sheet, in order; return 1 where one could not be assessed.

    Raises:
        SpasmError: a file cannot be read, the knowledge cannot be used, or a worker was ended from outside.
    """
    knowledge = load_here(knowledge_file, country)
    good = True
    for name in files:
        # Closed at once, since workers would go on where nobody reads any more.
        with closing(
            _results(knowledge, knowledge_file, country, whole=whole, lines=lines_of(name))
        ) as results:
            for text, all_good in results:
                sys.stdout.buffer.write(text)
                good &= all_good
    sys.stdout.buffer.flush()
    return int(not good)


def _results(
    knowledge: Knowledge,
    knowledge_file: str | None,
    country: str | None,
    *,
    whole: bool,
    lines: Iterator[Line],
) -> Generator[Chunk]:
    """Return the results of each chunk of lines; a first chunk that is all there is, and one core, need no workers."""
    cores, chunks = _cores(), _chunks(lines)
    first = list(islice(chunks, 1))
    second = list(islice(chunks, 1))
    chunks = chain(first, second, chunks)
    if cores == 1 or not second:
        yield from (_work_on(knowledge, chunk, whole=whole) for chunk in chunks)
        return
    # An executor and no Pool, which waits for ever for a worker that is gone.
    with ProcessPoolExecutor(cores, initializer=_begin, initargs=(knowledge_file, country, whole)) as pool:
        try:
            while now := list(islice(chunks, cores * ROUND)):
                yield from pool.map(_work, now)
        except BrokenProcessPool:
            raise SpasmError(say("sheets.worker_lost")) from None


def _chunks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while chunk := list(islice(lines, CHUNK)):
        yield chunk


def _cores() -> int:
    """Return how many cores this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _work_on(knowledge: Knowledge, chunk: list[Line], *, whole: bool) -> Chunk:
    results = [assessed(knowledge, line, whole=whole) for line in chunk]
    return b"".join(text + b"\n" for text, _ in results), all(good for _, good in results)


_worker: tuple[Knowledge, bool] | None = None


def _begin(knowledge_file: str | None, country: str | None, whole: bool) -> None:  # noqa: FBT001 - the executor calls it so
    """Load the knowledge once in a worker, and leave Ctrl-C to the one who started it."""
    global _worker  # noqa: PLW0603 - what a process keeps between chunks
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = load_here(knowledge_file, country), whole


def _work(chunk: list[Line]) -> Chunk:
    assert _worker  # noqa: S101 - _begin ran first
    knowledge, whole = _worker
    return _work_on(knowledge, chunk, whole=whole)
