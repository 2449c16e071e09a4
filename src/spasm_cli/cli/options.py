"""The options of the commands: their names, and what `--help` says of them."""

from typing import Annotated

import typer

from spasm_cli.cli.completing import complete_case, complete_entry, complete_setting
from spasm_cli.cli.forms import endings

Answers = Annotated[
    str | None,
    typer.Option(
        "--answers", metavar="FILE", help="Read answers from a TOML or JSON file; - reads them from a pipe."
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="QUESTION=OPTION[,OPTION]",
        autocompletion=complete_setting,
        help="Give one answer; wins over --answers. Repeatable.",
    ),
]
Ask = Annotated[bool, typer.Option("--ask", help="Ask what --answers and --set leave open.")]
AskAll = Annotated[bool, typer.Option("--all", help="Ask every question, in the order of the file.")]
Consult = Annotated[
    bool, typer.Option("--consult", help="After the result, change any answer and see what moves.")
]
Save = Annotated[
    list[str] | None,
    typer.Option(
        "--save",
        metavar="FILE",
        help=f"Also write the result: {endings()}. Repeatable.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Let --save write over a file that is there.")]
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
    typer.Option("--knowledge", metavar="FILE", help="Use this knowledge file (also SPASM_KNOWLEDGE)."),
]
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
    str | None, typer.Argument(metavar="[FILE]", help="The file to check; the one in use if left out.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Count warnings as problems.")]
CaseFiles = Annotated[list[str], typer.Argument(metavar="CASES...", help="Files of worked cases.")]
Copy = Annotated[str, typer.Argument(metavar="FILE", help="Where to put the copy.")]
CopyOver = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]
