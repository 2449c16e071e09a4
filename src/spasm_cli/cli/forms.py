"""The forms of a saved result, in one table. Loads what a form needs when one is written, so that `--help` stays quick."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from spasm_cli.files.words_file import say

if TYPE_CHECKING:
    from spasm_cli.core.assessment import Assessment
    from spasm_cli.core.knowledge import Knowledge
    from spasm_cli.core.paper import Paper


class Wish(NamedTuple):
    """How a result is wanted in a file."""

    why: bool = False
    paper: "Paper | None" = None
    code: bool = False
    """A page bears the answers as a code."""


class Form(NamedTuple):
    """One form of a saved result."""

    ending: str
    write: "Callable[[Knowledge, Assessment, Wish], str]"
    """Returns a text without a newline at its end."""


def _html(knowledge: "Knowledge", assessment: "Assessment", wish: Wish) -> str:
    from msgspec.structs import replace

    from spasm_cli.cli.clock import today
    from spasm_cli.core.paper import Paper
    from spasm_cli.files.code_file import code_of
    from spasm_cli.report.handout import as_page
    from spasm_cli.report.page import page_document

    paper, meta = wish.paper or Paper(), knowledge.meta
    if wish.code:
        paper = replace(paper, code=code_of(knowledge, assessment, today()))
    document = page_document(knowledge, assessment, paper)
    return as_page(document, about=meta.title, language=meta.language, large=paper.large)


def _note_html(knowledge: "Knowledge", assessment: "Assessment", wish: Wish) -> str:
    from spasm_cli.core.paper import Paper
    from spasm_cli.report.handout import as_note
    from spasm_cli.report.note import note_document

    document, meta = note_document(knowledge, assessment, wish.paper or Paper()), knowledge.meta
    return as_note(document, about=meta.title, language=meta.language)


def _note_txt(knowledge: "Knowledge", assessment: "Assessment", wish: Wish) -> str:
    from spasm_cli.core.paper import Paper
    from spasm_cli.report.lines.document import as_lines
    from spasm_cli.report.note import note_document

    return as_lines(note_document(knowledge, assessment, wish.paper or Paper()))


def _txt(knowledge: "Knowledge", assessment: "Assessment", wish: Wish) -> str:
    from spasm_cli.report.lines.document import as_lines
    from spasm_cli.report.result import result_document

    return as_lines(result_document(knowledge, assessment, why=wish.why))


def _json(_knowledge: "Knowledge", assessment: "Assessment", _wish: Wish) -> str:
    from spasm_cli.core.assessment import to_json

    return to_json(assessment).decode().rstrip("\n")


def _toml(knowledge: "Knowledge", assessment: "Assessment", _wish: Wish) -> str:
    from spasm_cli.files.answers_file import answers_toml

    return answers_toml(knowledge, assessment)


def code(knowledge: "Knowledge", assessment: "Assessment", _wish: Wish) -> str:
    """Return the answers as a code of today, and who else can read it."""
    from spasm_cli.cli.clock import today
    from spasm_cli.files.code_file import code_text

    return code_text(knowledge, assessment, today())


def _fhir(knowledge: "Knowledge", assessment: "Assessment", _wish: Wish) -> str:
    from spasm_cli.files.fhir_writing import response_text

    return response_text(knowledge, assessment)


FORMS = (
    Form(".html", _html),
    Form(".note.html", _note_html),
    Form(".note.txt", _note_txt),
    Form(".txt", _txt),
    Form(".json", _json),
    Form(".toml", _toml),
    Form(".code.txt", code),
    Form(".fhir.json", _fhir),
)
"""What can be saved, by the end of the name."""


def endings() -> str:
    """Name every form, as in ".html (a page to print), .txt or .json"."""
    named = [say(f"form.{form.ending.removeprefix('.').replace('.', '_')}") for form in FORMS]
    return say("list.or").join([", ".join(named[:-1]), named[-1]])


def form_of(name: str) -> Form | None:
    """Return the form that the end of a file's name chooses: the longest that fits."""
    last = os.path.basename(name).lower()  # noqa: PTH119 - Path takes the end of ".html" for all of the name
    fitting = [form for form in FORMS if last.endswith(form.ending) and last != form.ending]
    return max(fitting, key=lambda form: len(form.ending), default=None)
