"""What bash, zsh and start-up files need before typer sees them."""

import os
import re
from pathlib import Path

from spasm_cli.errors import SpasmError

OPTION = "--set"
ROOM = 1000
"""More bytes than installing adds to a start-up file."""
QUESTION = "_SPASM_QUESTION"
"""The question of a setting whose option alone is to be completed."""


def join_words() -> None:
    """Undo what bash does to `--set question=option`, which it splits at "=", and let zsh look behind `--option=`."""
    typed = re.search(r"\s(--\w+=)\S*$", os.environ.get("_TYPER_COMPLETE_ARGS", ""))
    if typed and os.environ.get("_SPASM_COMPLETE") == "complete_zsh":
        print(f"compset -P '{typed[1]}';")
    raw, cursor = os.environ.get("COMP_WORDS", ""), os.environ.get("COMP_CWORD", "")
    gap = "\n" if "\n" in raw else " "
    words = raw.split(gap)
    if os.environ.get("_SPASM_COMPLETE") != "complete_bash" or not cursor.isdigit() or "=" not in words:
        return
    last = int(cursor)
    words = [*words[: last + 1], *[""] * (last + 1 - len(words))]
    joined, number = list[str](), 0
    while number <= last:
        value = words[number + 1] if number < last else ""
        if words[number] != "=" or OPTION not in joined[-2:]:
            joined.append(words[number])
        elif joined[-1] == OPTION:
            # "--set=" takes what follows, as "--set " does.
            joined += [""] if number == last else []
        else:
            if number == last or (number + 1 == last and value):
                os.environ[QUESTION], joined[-1] = joined[-1], value
            else:
                joined[-1] += f"={value}"
            number += bool(value)
        number += 1
    os.environ |= {"COMP_WORDS": gap.join(joined), "COMP_CWORD": str(len(joined) - 1)}


def check_start_files() -> None:
    """See that a shell's start-up file can be rewritten: typer does so in place, and a full disk would cost the file.

    Raises:
        SpasmError: there is no room for it, it is not text, or nobody knows where it is.
    """
    from spasm_cli.files.words_file import say
    from spasm_cli.files.writing import write_new

    try:
        home = Path.home()
    except RuntimeError:
        raise SpasmError(say("command.no_home")) from None
    for path in (home / ".bashrc", home / ".zshrc"):
        if path.is_file():
            trial = path.with_name(f".spasm-trial-{os.getpid()}")
            try:
                path.read_text()  # in the encoding that typer takes
                write_new(str(trial), path.read_bytes() + bytes(ROOM), force=True, private=True)
            except (SpasmError, UnicodeDecodeError):
                raise SpasmError(say("command.start_file", file=path)) from None
            finally:
                trial.unlink(missing_ok=True)
