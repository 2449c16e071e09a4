"""The shipped file is long, and most tests want it; here it is read and checked once, and believed while its bytes are the same."""

from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files import cases_file, knowledge_file
from spasm_cli.files.knowledge_file import Loaded

_Key = tuple[str, bytes, tuple[bytes, ...]]


def keep_loaded() -> None:
    """From now on, have `load_knowledge` remember what it made of a file; `inspect`, imported by itself, still looks each time.

    What is remembered is believed as a compiled file is: while the file, and all files of words beside it, are the same.
    """
    compiled, inspect, found = knowledge_file._compiled, knowledge_file.inspect, dict[_Key, Knowledge]()  # noqa: SLF001 - where the file is asked for its compiled form

    def kept(path: str) -> Knowledge | None:
        if ready := compiled(path):
            return ready
        key = _key(path)
        return found.get(key) if key else None

    def looked(path: str, *, warnings: bool = True) -> Loaded:
        loaded = inspect(path, warnings=warnings)
        if loaded.knowledge and not loaded.errors and (key := _key(path)):
            found[key] = loaded.knowledge
        return loaded

    patch.multiple(knowledge_file, _compiled=kept, inspect=looked).start()
    # It depends on nothing but the text, and cases never change.
    patch.object(cases_file, "_read", lru_cache(cases_file._read)).start()  # noqa: SLF001 - both ways of loading cases pass here


def _key(path: str) -> _Key | None:
    """Return all that a file is made of; None of what is no file, or cannot be read."""
    with suppress(OSError):
        if Path(path).is_file():
            words = sorted(Path(path).parent.glob("words*.toml"))
            return path, Path(path).read_bytes(), tuple(each.read_bytes() for each in words)
    return None
