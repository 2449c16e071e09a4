"""The commands and their options. Bodies import what they need, so that `--help` stays quick."""

import inspect
from typing import Annotated, Any, NoReturn

import typer

from spasm_cli import __version__
from spasm_cli.cli import options
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
knowledge_app = typer.Typer(cls=HarmlessGroup, help="Look at, check and copy the knowledge file.")
app.add_typer(knowledge_app, name="knowledge")


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


def check(**given: Any) -> None:  # noqa: ANN401 - the options of a request
    """Answer a few questions and see how they compare.

    With --answers or --set nothing is asked: what is given is all there is.
    """
    from spasm_cli.cli.check import run_check

    run_check(options.Request(**given))


check.__signature__ = inspect.signature(options.Request)  # type: ignore[attr-defined]  # where typer looks for options
app.command()(check)


@app.command()
def explain(
    entry: options.Entry = None,
    knowledge_file: options.KnowledgeFile = None,
    country: options.Country = None,
) -> None:
    """Show one entry of the knowledge as a page.

    A cause, step, flag, question or source; without an ID, the index of all.
    """
    from spasm_cli.cli.explain_and_demo import run_explain

    run_explain(entry, knowledge_file, country)


@app.command()
def demo(
    case: options.DemoCase = None,
    why: options.Why = False,
    plain: options.Plain = False,
    knowledge_file: options.KnowledgeFile = None,
    country: options.Country = None,
) -> None:
    """Show a worked case and its result.

    What the person said, each answer, then the result; without a CASE, a menu.
    """
    from spasm_cli.cli.explain_and_demo import run_demo

    run_demo(case, why=why, plain=plain, knowledge_file=knowledge_file, country=country)


@knowledge_app.command()
def validate(file: options.FileToCheck = None, strict: options.Strict = False) -> None:
    """Find every problem in a knowledge file.

    Exit 1 when there is one.
    """
    from spasm_cli.cli.knowledge import run_validate

    _leave(run_validate(file, strict=strict))


@knowledge_app.command()
def questions(knowledge_file: options.KnowledgeFile = None, country: options.Country = None) -> None:
    """Write the questions as a JSON list."""
    from spasm_cli.cli.knowledge import run_questions

    run_questions(knowledge_file, country)


@knowledge_app.command("test")
def score_cases(
    cases: options.CaseFiles, json: options.Json = False, knowledge_file: options.KnowledgeFile = None
) -> None:
    """Score the knowledge on worked cases.

    How often the cause and the urgency are right, and each miss. Exit 1 when there is one.
    """
    from spasm_cli.cli.knowledge import run_test

    _leave(run_test(cases, knowledge_file, as_json=json))


@knowledge_app.command()
def schema() -> None:
    """Write the JSON Schema of a knowledge file, for editors."""
    from spasm_cli.cli.knowledge import run_schema

    run_schema()


@knowledge_app.command()
def copy(file: options.Copy, force: options.CopyOver = False) -> None:
    """Copy the built-in knowledge file to edit.

    Its schema, for editors, comes beside it.
    """
    from spasm_cli.cli.knowledge import run_copy

    run_copy(file, force=force)


@knowledge_app.command()
def sign(file: options.FileToSign, reviewer: options.Reviewer) -> None:
    """Note in a file who reviewed it, so that later changes show.

    A file with problems is refused.
    """
    from spasm_cli.cli.knowledge import run_sign

    run_sign(file, reviewer=reviewer)


@knowledge_app.command()
def path(knowledge_file: options.KnowledgeFile = None) -> None:
    """Say where the knowledge file in use is."""
    from spasm_cli.cli.knowledge import run_path

    run_path(knowledge_file)


@knowledge_app.callback(invoke_without_command=True)
def start_knowledge(context: typer.Context) -> None:
    """Without a command, show the help."""
    if context.invoked_subcommand is None:
        print(context.get_help())


def _leave(code: int) -> NoReturn:
    raise typer.Exit(code)
