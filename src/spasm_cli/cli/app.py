"""The commands and their options. Bodies import what they need, so that `--help` stays quick."""

from typing import Annotated, NoReturn

import typer

from spasm_cli import __version__
from spasm_cli.cli.completing import complete_case, complete_entry, complete_setting
from spasm_cli.cli.usage import HarmlessGroup

PURPOSE = (
    "Shows how your answers compare with published descriptions of common causes of muscle spasm. "
    "It does not diagnose."
)

app = typer.Typer(
    cls=HarmlessGroup,
    help=f"{PURPOSE}\n\nStart here: spasm check",
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
knowledge_app = typer.Typer(help="Look at, check and copy the knowledge file.")
app.add_typer(knowledge_app, name="knowledge")

KnowledgeOption = Annotated[
    str | None,
    typer.Option("--knowledge", metavar="FILE", help="Use this knowledge file (also SPASM_KNOWLEDGE)."),
]
PlainOption = Annotated[
    bool,
    typer.Option(
        "--plain", help="Plain lines: for screen readers, simple terminals and pipes (also SPASM_PLAIN)."
    ),
]
WhyOption = Annotated[
    bool, typer.Option("--why", help="Also show how every score adds up, every step, and the sources.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write one JSON object instead.")]


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        print(f"spasm {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", "-V", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Without a command, show the help."""
    if context.invoked_subcommand is None:
        print(context.get_help())


@app.command()
def check(
    answers: Annotated[
        str | None,
        typer.Option(
            "--answers",
            metavar="FILE",
            help="Read answers from a TOML or JSON file; - reads them from a pipe.",
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="QUESTION=OPTION[,OPTION]",
            autocompletion=complete_setting,
            help="Give one answer; wins over --answers. Repeatable.",
        ),
    ] = None,
    ask: Annotated[bool, typer.Option("--ask", help="Ask what --answers and --set leave open.")] = False,
    ask_all: Annotated[
        bool, typer.Option("--all", help="Ask every question, in the order of the file.")
    ] = False,
    consult: Annotated[
        bool, typer.Option("--consult", help="After the result, change any answer and see what moves.")
    ] = False,
    save: Annotated[
        list[str] | None,
        typer.Option(
            "--save",
            metavar="FILE",
            help="Also write the result: .html (a page to print), .txt, .json, or .toml (the answers). Repeatable.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Let --save write over a file that is there.")
    ] = False,
    json: JsonOption = False,
    why: WhyOption = False,
    plain: PlainOption = False,
    knowledge: KnowledgeOption = None,
) -> None:
    """Answer a few questions and see how they compare.

    With --answers or --set nothing is asked: what is given is all there is.
    """
    from spasm_cli.cli.check import Request, run_check

    given, files = tuple(settings or ()), tuple(save or ())
    run_check(Request(answers, given, ask, ask_all, json, why, plain, knowledge, consult, files, force))


@app.command()
def explain(
    entry: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="A cause, step, flag, question or source.", autocompletion=complete_entry
        ),
    ] = None,
    knowledge: KnowledgeOption = None,
) -> None:
    """Show a cause, step, flag, question or source as a page; without an ID, the index."""
    from spasm_cli.cli.pages import run_explain

    run_explain(entry, knowledge)


@app.command()
def demo(
    case: Annotated[
        str | None,
        typer.Argument(metavar="[CASE]", help="The name of a worked case.", autocompletion=complete_case),
    ] = None,
    why: WhyOption = False,
    plain: PlainOption = False,
    knowledge: KnowledgeOption = None,
) -> None:
    """Show a worked case: what the person said, each answer, then the result."""
    from spasm_cli.cli.pages import run_demo

    run_demo(case, why=why, plain=plain, knowledge_file=knowledge)


@knowledge_app.command()
def validate(
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="The file to check; the one in use if left out.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Count warnings as problems.")] = False,
) -> None:
    """Find every problem in a knowledge file. Exit 1 when there is one."""
    from spasm_cli.cli.knowledge import run_validate

    _leave(run_validate(file, strict=strict))


@knowledge_app.command()
def questions(knowledge: KnowledgeOption = None) -> None:
    """Write the questions as a JSON list."""
    from spasm_cli.cli.knowledge import run_questions

    run_questions(knowledge)


@knowledge_app.command("test")
def test_cases(
    cases: Annotated[list[str], typer.Argument(metavar="CASES...", help="Files of worked cases.")],
    json: JsonOption = False,
    knowledge: KnowledgeOption = None,
) -> None:
    """Run worked cases: how often the cause and the urgency are right, and each miss. Exit 1 when there is one."""
    from spasm_cli.cli.knowledge import run_test

    _leave(run_test(cases, knowledge, as_json=json))


@knowledge_app.command()
def schema() -> None:
    """Write the JSON Schema of a knowledge file, for editors."""
    from spasm_cli.cli.knowledge import run_schema

    run_schema()


@knowledge_app.command()
def copy(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to put the copy.")],
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Copy the built-in knowledge file to edit, with its schema beside it."""
    from spasm_cli.cli.knowledge import run_copy

    run_copy(file, force=force)


@knowledge_app.command()
def path(knowledge: KnowledgeOption = None) -> None:
    """Say where the knowledge file in use is."""
    from spasm_cli.cli.knowledge import run_path

    run_path(knowledge)


@knowledge_app.callback(invoke_without_command=True)
def start_knowledge(context: typer.Context) -> None:
    """Without a command, show the help."""
    if context.invoked_subcommand is None:
        print(context.get_help())


def _leave(code: int) -> NoReturn:
    raise typer.Exit(code)
