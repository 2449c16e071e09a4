"""The options of the commands: their names, and what `--help` says of them."""

import os
from functools import partial
from typing import Annotated, NamedTuple

import typer

from spasm_cli.cli.completing import complete_case, complete_entry, complete_setting
from spasm_cli.cli.forms import endings

# Not every shell expands a ~ behind "=".
_file_option = partial(typer.Option, metavar="FILE", parser=os.path.expanduser)
_file_argument = partial(typer.Argument, parser=os.path.expanduser)

Json = Annotated[bool, typer.Option("--json", help="Write one JSON object instead.")]
Why = Annotated[
    bool, typer.Option("--why", help="Also show how every score adds up, every step, and the sources.")
]
Plain = Annotated[
    bool,
    typer.Option(
        "--plain", help="Plain lines: for screen readers, simple terminals and pipes (also SPASM_PLAIN)."
    ),
]
KnowledgeFile = Annotated[
    str | None,
    _file_option("--knowledge", help="Use this knowledge file (also SPASM_KNOWLEDGE)."),
]
Country = Annotated[
    str | None,
    typer.Option(
        "--country", metavar="CODE", help="Whose numbers and words, such as gb or us (also SPASM_COUNTRY)."
    ),
]


class Request(NamedTuple):
    """What `spasm check` was asked for: its options, in the order of `--help`."""

    answers_file: Annotated[
        str | None,
        _file_option(
            "--answers",
            help="Read answers from a TOML or JSON file; - reads them from a pipe.",
        ),
    ] = None
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="QUESTION=OPTION[,OPTION]",
            autocompletion=complete_setting,
            help="Give one answer; wins over --answers. Repeatable.",
        ),
    ] = None
    ask: Annotated[bool, typer.Option("--ask", help="Ask what --answers and --set leave open.")] = False
    ask_all: Annotated[bool, typer.Option("--all", help="Ask every question, in the order of the file.")] = (
        False
    )
    consult: Annotated[
        bool, typer.Option("--consult", help="After the result, change any answer and see what moves.")
    ] = False
    save: Annotated[
        list[str] | None,
        _file_option(
            "--save",
            help=f"Also write the result: {endings()}. Repeatable.",
        ),
    ] = None
    force: Annotated[bool, typer.Option("--force", help="Let --save write over a file that is there.")] = (
        False
    )
    json: Json = False
    why: Why = False
    plain: Plain = False
    knowledge_file: KnowledgeFile = None
    country: Country = None

    @property
    def asks(self) -> bool:
        """Whether somebody is asked: nothing was given, or the rest is wanted."""
        return self.ask or (self.answers_file is None and not self.settings)


Entry = Annotated[
    str | None,
    typer.Argument(
        metavar="[ID]", help="A cause, step, flag, question or source.", autocompletion=complete_entry
    ),
]
DemoCase = Annotated[
    str | None,
    typer.Argument(metavar="[CASE]", help="The name of a worked case.", autocompletion=complete_case),
]
FileToCheck = Annotated[
    str | None, _file_argument(metavar="[FILE]", help="The file to check; the one in use if left out.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Count warnings as problems.")]
CaseFiles = Annotated[list[str], _file_argument(metavar="CASES...", help="Files of worked cases.")]
FileToSign = Annotated[str, _file_argument(metavar="FILE", help="The file that was reviewed.")]
Reviewer = Annotated[str, typer.Option("--reviewer", metavar="NAME", help="The clinician who reviewed it.")]
Copy = Annotated[str, _file_argument(metavar="FILE", help="Where to put the copy.")]
CopyOver = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]
