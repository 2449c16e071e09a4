"""The program's own words, and those in use: what every message speaks in."""

import marshal
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from spasm_cli.core.words import Words
from spasm_cli.errors import LIKE, REINSTALL, SpasmError, did_you_mean
from spasm_cli.files.shipped import data_file

OWN = "words.toml"
"""In the language that the program was written in; what it holds, every other must hold."""
COMPILED = "words.marshal"
CRC = 4
"""Bytes of a checksum."""


_in_use: list[Words] = []
"""The words of the knowledge that was loaded last; messages speak its language."""


def say(key: str, /, **values: object) -> str:
    """Return a text for a message, in the language of the knowledge in use, else in that of the program."""
    return words_in_use()(key, **values)


def suggest(name: str, known: Sequence[str], *, before: str = "", least: float = LIKE) -> str:
    """Return ` (did you mean "x"?)` for the nearest known name, with what stands `before` it, or nothing."""
    return did_you_mean(words_in_use(), name, known, before=before, least=least)


def words_in_use() -> Words:
    """Return the words of the knowledge that was loaded last, else those of the program."""
    return _in_use[-1] if _in_use else own_words()


def speak(words: Words) -> None:
    """Have messages speak in these words from now on."""
    _in_use[:] = [words]


@cache
def own_words() -> Words:
    """Return the words that come with the program.

    Raises:
        SpasmError: they are missing or broken; that alone is said in words that stand in the code.
    """
    path = data_file(OWN)
    try:
        data = path.read_bytes()
        texts = _compiled(path, data) or _parsed(data)
        return Words(language=texts.pop("language"), texts=texts)
    except (OSError, ValueError, KeyError):
        raise SpasmError(f"{path}: the program's words cannot be read. {REINSTALL}") from None


def compiled(data: bytes) -> bytes:
    """Return what stands beside the words in a wheel: `--help` has no time for TOML, nor for msgspec."""
    # In the first form, which every Python reads.
    texts = marshal.dumps(_parsed(data), 0)
    return crc(data) + crc(texts) + texts


def crc(data: bytes) -> bytes:
    """Return what tells some bytes from others, and from damaged ones."""
    return zlib.crc32(data).to_bytes(CRC, "big")


def _parsed(data: bytes) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - what is compiled needs none

    return tomllib.loads(data.decode())


def _compiled(path: Path, data: bytes) -> dict[str, Any] | None:
    """Return what was compiled from this file; None where nothing was, or it is of another or damaged."""
    try:
        whole = (path.parent / COMPILED).read_bytes()
    except OSError:
        return None
    made_from, texts = whole[: 2 * CRC], whole[2 * CRC :]
    # It is as trusted as the code beside it.
    return marshal.loads(texts) if made_from == crc(data) + crc(texts) else None  # noqa: S302
