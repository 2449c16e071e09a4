"""Completion in the shell: what can follow `--set`, `explain` and `demo`.

Whatever goes wrong here, a shell gets no offers and no message: somebody is in the middle of a line.
"""

import os
import re
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

import typer

from spasm_cli.cli.shells import QUESTION
from spasm_cli.text import clean

if TYPE_CHECKING:
    from spasm_cli.core.entries import Question
    from spasm_cli.core.knowledge import Knowledge

Offers = list[tuple[str, str]]
"""What could be typed, and what it means, for shells that show that too."""
P = ParamSpec("P")

_WORD = r"[\w.,=?+-]+"
"""What no shell takes for more than a word; the ids of sources are free text."""
_NOT_READ = str.maketrans("\\[]", "/()")
"""Typer reads brackets as markup, and a backslash would undo what it does to keep zsh from running what is there."""


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
    from spasm_cli.core.vocabulary import NONE, NOT_SURE
    from spasm_cli.files.words_file import say

    before, comma, start = value.rpartition(",")
    if comma and question.kind == "one":
        return []
    taken = before.split(",")
    offers = [(option.id, option.label) for option in question.options]
    offers += [(NONE, say("answer.none"))] if question.kind == "many" and not comma else []
    offers += [(NOT_SURE, say("answer.not_sure"))]
    return [
        (f"{before}{comma}{name}", label)
        for name, label in offers
        if name.startswith(start) and name not in taken
    ]


@_quiet
def complete_entry(context: typer.Context, incomplete: str) -> Offers:
    """Offer everything that has a page."""
    from spasm_cli.report.lines.explain import every_entry

    known = every_entry(_knowledge(context))
    return [(name, words) for name, words in known.items() if name.startswith(incomplete)]


@_quiet
def complete_case(context: typer.Context, incomplete: str) -> Offers:
    """Offer the worked cases."""
    from spasm_cli.files.cases_file import load_demo
    from spasm_cli.files.knowledge_file import knowledge_path

    cases = load_demo(_knowledge(context), knowledge_path(context.params.get("knowledge_file")))
    return [(name, case.presentation) for name, case in cases.items() if name.startswith(incomplete)]


def _knowledge(context: typer.Context) -> "Knowledge":
    from spasm_cli.cli.country import load_here

    return load_here(context.params.get("knowledge_file"), context.params.get("country"))
