"""The shipped knowledge, compiled when the wheel is built: believed only while the files that it was made from are the same."""

import zlib
from pathlib import Path

import msgspec
from msgspec import Struct

from spasm_cli import __version__
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.files.words_file import CRC, OWN, crc

NAME = "causes.msgpack"


class _Compiled(Struct, frozen=True, array_like=True):
    """A knowledge file, its words and its review, with what tells the files that they were made from."""

    version: str
    made_from: tuple[tuple[int, int], ...]
    """Size and CRC of the knowledge file and of the words."""
    knowledge: Knowledge


def compiled(knowledge: Knowledge, path: Path) -> bytes:
    """Return what stands beside a knowledge file in a wheel."""
    data = msgspec.msgpack.encode(_Compiled(__version__, _marks(path, path.read_bytes()), knowledge))
    return crc(data) + data


def read_compiled(path: Path, data: bytes) -> Knowledge | None:
    """Return the knowledge that was compiled from this file; None where there is none, or it is of other files."""
    try:
        whole = (path.parent / NAME).read_bytes()
        if whole[:CRC] != crc(whole[CRC:]):
            return None
        found = msgspec.msgpack.decode(whole[CRC:], type=_Compiled)
        fits = (found.version, found.made_from) == (__version__, _marks(path, data))
    except (OSError, ValueError, msgspec.DecodeError):
        return None
    return found.knowledge if fits else None


def _marks(path: Path, data: bytes) -> tuple[tuple[int, int], ...]:
    words = (path.parent / OWN).read_bytes()
    return (len(data), zlib.crc32(data)), (len(words), zlib.crc32(words))
