"""The program's own words, and those in use: what every message speaks in."""

from collections.abc import Sequence
from functools import cache

from spasm_cli.core.words import Words
from spasm_cli.errors import LIKE, REINSTALL, SpasmError, did_you_mean
from spasm_cli.files.shipped import data_file

OWN = "words.toml"
"""In the language that the program was written in; what it holds, every other must hold."""


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
    import tomllib  # noqa: PLC0415 - a compiled file brings its words along

    path = data_file(OWN)
    try:
        texts = tomllib.loads(path.read_text(encoding="utf-8"))
        return Words(language=texts.pop("language"), texts=texts)
    except (OSError, ValueError, KeyError):
        raise SpasmError(f"{path}: the program's words cannot be read. {REINSTALL}") from None
