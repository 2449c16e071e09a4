"""The options of the commands: their names, and what `--help` says of them."""

import os
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from spasm_cli.cli.completing import complete_case, complete_entry, complete_setting
from spasm_cli.cli.forms import endings
from spasm_cli.files.words_file import say

if TYPE_CHECKING:
    from spasm_cli.report.views import View

# Not every shell expands a ~ behind "=".
_file_option = partial(typer.Option, metavar="FILE", parser=os.path.expanduser)
_file_argument = partial(typer.Argument, parser=os.path.expanduser)

Json = Annotated[bool, typer.Option("--json", help=say("option.json"))]
Why = Annotated[bool, typer.Option("--why", help=say("option.why"))]
Full = Annotated[bool, typer.Option("--full", help=say("option.full"))]
Plain = Annotated[
    bool,
    typer.Option("--plain", help=say("option.plain")),
]
KnowledgeFile = Annotated[
    str | None,
    _file_option("--knowledge", help=say("option.knowledge")),
]
Country = Annotated[
    str | None,
    typer.Option("--country", metavar="CODE", help=say("option.country")),
]


class Request(NamedTuple):
    """What `spasm check` was asked for: its options, in the order of `--help`."""

    answers_file: Annotated[
        str | None,
        _file_option(
            "--answers",
            help=say("option.answers"),
        ),
    ] = None
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="QUESTION=OPTION[,OPTION]",
            autocompletion=complete_setting,
            help=say("option.set"),
        ),
    ] = None
    code: Annotated[str | None, typer.Option("--code", metavar="-", help=say("option.code"))] = None
    ask: Annotated[bool, typer.Option("--ask", help=say("option.ask"))] = False
    ask_all: Annotated[bool, typer.Option("--all", help=say("option.all"))] = False
    consult: Annotated[bool, typer.Option("--consult", help=say("option.consult"))] = False
    save: Annotated[
        list[str] | None,
        _file_option(
            "--save",
            help=say("option.save", endings=endings()),
        ),
    ] = None
    force: Annotated[bool, typer.Option("--force", help=say("option.force"))] = False
    large: Annotated[bool, typer.Option("--large", help=say("option.large"))] = False
    clinic: Annotated[str | None, _file_option("--clinic", help=say("option.clinic"))] = None
    since: Annotated[str | None, _file_option("--since", help=say("option.since"))] = None
    with_code: Annotated[bool, typer.Option("--with-code", help=say("option.with_code"))] = False
    json: Json = False
    full: Full = False
    why: Why = False
    plain: Plain = False
    knowledge_file: KnowledgeFile = None
    country: Country = None

    @property
    def view(self) -> "View":
        """What of the result is shown."""
        return view(full=self.full, why=self.why)

    @property
    def goes_on_in(self) -> str | None:
        """The answers file that somebody goes on with, which may be written over."""
        return self.answers_file if self.asks else None

    @property
    def asks(self) -> bool:
        """Whether somebody is asked: nothing was given, or the rest is wanted."""
        return self.ask or (self.answers_file is None and not self.settings and self.code is None)


def view(*, full: bool, why: bool) -> "View":
    """Return what of a result is shown: the card, the page, why in short, or all that stands behind it."""
    if why:
        return "everything" if full else "why"
    return "page" if full else "card"


Entry = Annotated[
    str | None,
    typer.Argument(metavar="[ID]", help=say("option.entry"), autocompletion=complete_entry),
]
DemoCase = Annotated[
    str | None,
    typer.Argument(metavar="[CASE]", help=say("option.case"), autocompletion=complete_case),
]
FileToCheck = Annotated[str | None, _file_argument(metavar="[FILE]", help=say("option.file_to_check"))]
Strict = Annotated[bool, typer.Option("--strict", help=say("option.strict"))]
CaseFiles = Annotated[list[str], _file_argument(metavar="CASES...", help=say("option.cases"))]
SheetFiles = Annotated[list[str], _file_argument(metavar="FILES...", help=say("option.sheets"))]
FullJson = Annotated[bool, typer.Option("--full-json", help=say("option.full_json"))]
Fhir = Annotated[bool, typer.Option("--fhir", help=say("option.fhir"))]
Signs = Annotated[bool, typer.Option("--signs", help=say("option.signs"))]
FileToShow = Annotated[str | None, _file_argument(metavar="[FILE]", help=say("option.file_to_show"))]
FileToCompare = Annotated[str | None, _file_argument(metavar="[FILE]", help=say("option.file_to_compare"))]
EvidenceCases = Annotated[list[str] | None, _file_option("--cases", help=say("option.evidence_cases"))]
FileToSign = Annotated[str, _file_argument(metavar="FILE", help=say("option.file_to_sign"))]
Reviewer = Annotated[str, typer.Option("--reviewer", metavar="NAME", help=say("option.reviewer"))]
Copy = Annotated[str, _file_argument(metavar="FILE", help=say("option.copy"))]
CopyOver = Annotated[bool, typer.Option("--force", help=say("option.copy_over"))]
