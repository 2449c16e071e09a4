"""Completion in the shell: what can follow `--set`, `explain` and `demo`.

Whatever goes wrong here, a shell gets no offers and no message: somebody is in the middle of a line.
"""

import os
import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import typer

from spasm_cli.errors import SpasmError
from spasm_cli.text import clean

if TYPE_CHECKING:
    from spasm_cli.knowledge import Knowledge, Question

Offers = list[tuple[str, str]]
"""What could be typed, and what it means, for shells that show that too."""
P = ParamSpec("P")

OPTION = "--set"
ROOM = 1000
"""More bytes than installing adds to a start-up file."""
_WORD = r"[\w.,=?+-]+"
"""What no shell takes for more than a word; the ids of sources are free text."""
_NOT_READ = str.maketrans("\\[]", "/()")
"""Typer reads brackets as markup, and a backslash would undo what it does to keep zsh from running what is there."""
QUESTION = "_SPASM_QUESTION"
"""The question of a setting whose option alone is to be completed."""


def join_words() -> None:
    """Undo what bash does to `--set question=option`: it splits at "=" and wants only the last part back."""
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
    from spasm_cli.writing import write_new

    try:
        home = Path.home()
    except RuntimeError:
        raise SpasmError("There is no home directory to install completion in.") from None
    for path in (home / ".bashrc", home / ".zshrc"):
        if path.is_file():
            trial = path.with_name(f".spasm-trial-{os.getpid()}")
            try:
                path.read_text()  # in the encoding that typer takes
                write_new(str(trial), path.read_bytes() + bytes(ROOM), force=True, private=True)
            except (SpasmError, UnicodeDecodeError):
                raise SpasmError(
                    f"{path}: cannot be rewritten safely, so it is left as it is. Add what "
                    "spasm --show-completion prints to it by hand."
                ) from None
            finally:
                trial.unlink(missing_ok=True)


def _quiet(complete: Callable[P, Offers]) -> Callable[P, Offers]:
    @wraps(complete)
    def offers(*given: P.args, **named: P.kwargs) -> Offers:
        try:
            found = complete(*given, **named)
            return [
                (name, clean(words).translate(_NOT_READ))
                for name, words in found
                if re.fullmatch(_WORD, name)
            ]
        except Exception:  # noqa: BLE001 - see the top of the module
            return []

    return offers


@_quiet
def complete_setting(context: typer.Context, incomplete: str) -> Offers:
    """Offer questions, then the options of one.

    Shells put a blank behind an offer that stands alone, and none belongs behind "=": so a lone question comes with
    each of its options.
    """
    knowledge = _knowledge(context)
    if given := os.environ.get(QUESTION):
        return _options(knowledge.question[given], incomplete)
    name, equals, value = incomplete.partition("=")
    if equals:
        return _settings(knowledge.question[name], value)
    answered = {setting.partition("=")[0] for setting in context.params.get("settings") or ()}
    fits = [question for question in knowledge.questions if question.id.startswith(name)]
    fits = [question for question in fits if question.id not in answered]
    return _settings(fits[0], "") if len(fits) == 1 else [(f"{each.id}=", each.ask) for each in fits]


def _settings(question: "Question", value: str) -> Offers:
    return [(f"{question.id}={option}", label) for option, label in _options(question, value)]


def _options(question: "Question", value: str) -> Offers:
    from spasm_cli.answer_words import NONE_WORDS, NOT_SURE_WORDS
    from spasm_cli.frame import NONE, NOT_SURE

    before, comma, start = value.rpartition(",")
    if comma and question.kind == "one":
        return []
    taken = before.split(",")
    offers = [(option.id, option.label) for option in question.options]
    offers += [(NONE, NONE_WORDS)] if question.kind == "many" and not comma else []
    offers += [(NOT_SURE, NOT_SURE_WORDS)]
    return [
        (f"{before}{comma}{name}", label)
        for name, label in offers
        if name.startswith(start) and name not in taken
    ]


@_quiet
def complete_entry(context: typer.Context, incomplete: str) -> Offers:
    """Offer everything that has a page."""
    from spasm_cli.report.explain import every_entry

    known = every_entry(_knowledge(context))
    return [(name, words) for name, words in known.items() if name.startswith(incomplete)]


@_quiet
def complete_case(incomplete: str) -> Offers:
    """Offer the worked cases."""
    from spasm_cli.cases_file import load_cases
    from spasm_cli.loading import data_file

    cases = load_cases(str(data_file("demo.toml")))
    return [(case.id, case.presentation) for case in cases if case.id.startswith(incomplete)]


def _knowledge(context: typer.Context) -> "Knowledge":
    from spasm_cli.loading import knowledge_path, load_knowledge

    chosen = context.params.get("knowledge")
    return load_knowledge(knowledge_path(os.path.expanduser(chosen) if chosen else None))  # noqa: PTH111 - "-" stays
