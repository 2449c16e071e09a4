"""The commands and their options. Bodies import what they need, so that `--help` stays quick."""

import inspect
from typing import Annotated, Any, NoReturn

import typer

from spasm_cli import __version__
from spasm_cli.cli import options
from spasm_cli.cli.usage import HarmlessGroup
from spasm_cli.files.words_file import say

app = typer.Typer(
    cls=HarmlessGroup,
    help=say("help.spasm"),
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
knowledge_app = typer.Typer(cls=HarmlessGroup, help=say("help.knowledge"))
app.add_typer(knowledge_app, name="knowledge")


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        print(f"spasm {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_show_version, is_eager=True, help=say("option.version")),
    ] = False,
) -> None:
    """Without a command, show the help."""
    if context.invoked_subcommand is None:
        print(context.get_help())


def check(**given: Any) -> None:  # noqa: ANN401 - the options of a request
    """Answer a few questions and see how they compare."""
    from spasm_cli.cli.check import run_check

    run_check(options.Request(**given))


check.__signature__ = inspect.signature(options.Request)  # type: ignore[attr-defined]  # where typer looks for options
app.command(help=say("help.check"))(check)


@app.command(help=say("help.assess"))
def assess(
    sheets: options.SheetFiles,
    full_json: options.FullJson = False,
    knowledge_file: options.KnowledgeFile = None,
    country: options.Country = None,
) -> None:
    """Assess many sheets of answers at once."""
    from spasm_cli.cli.assessing import run_assess

    _leave(run_assess(sheets, knowledge_file, country, whole=full_json))


@app.command(help=say("help.explain"))
def explain(
    entry: options.Entry = None,
    knowledge_file: options.KnowledgeFile = None,
    country: options.Country = None,
) -> None:
    """Show one entry of the knowledge as a page."""
    from spasm_cli.cli.explain_and_demo import run_explain

    run_explain(entry, knowledge_file, country)


@app.command(help=say("help.demo"))
def demo(
    case: options.DemoCase = None,
    full: options.Full = False,
    why: options.Why = False,
    plain: options.Plain = False,
    knowledge_file: options.KnowledgeFile = None,
    country: options.Country = None,
) -> None:
    """Show a worked case and its result."""
    from spasm_cli.cli.explain_and_demo import run_demo

    run_demo(
        case,
        view=options.view(full=full, why=why),
        plain=plain,
        knowledge_file=knowledge_file,
        country=country,
    )


@knowledge_app.command(help=say("help.validate"))
def validate(file: options.FileToCheck = None, strict: options.Strict = False) -> None:
    """Find every problem in a knowledge file."""
    from spasm_cli.cli.knowledge import run_validate

    _leave(run_validate(file, strict=strict))


@knowledge_app.command(help=say("help.questions"))
def questions(
    fhir: options.Fhir = False,
    knowledge_file: options.KnowledgeFile = None,
    country: options.Country = None,
) -> None:
    """Write the questions as a JSON list, or as a form for other programs."""
    from spasm_cli.cli.knowledge import run_questions

    run_questions(knowledge_file, country, fhir=fhir)


@knowledge_app.command("test", help=say("help.test"))
def score_cases(
    cases: options.CaseFiles,
    signs: options.Signs = False,
    json: options.Json = False,
    plain: options.Plain = False,
    knowledge_file: options.KnowledgeFile = None,
) -> None:
    """Score the knowledge on worked cases."""
    from spasm_cli.cli.knowledge import run_test

    _leave(run_test(cases, knowledge_file, signs=signs, as_json=json, plain=plain))


@knowledge_app.command(help=say("help.evidence"))
def evidence(
    file: options.FileToShow = None,
    cases: options.EvidenceCases = None,
    json: options.Json = False,
    plain: options.Plain = False,
) -> None:
    """Show what each number of a knowledge file rests on."""
    from spasm_cli.cli.knowledge import run_evidence

    run_evidence(file, cases, as_json=json, plain=plain)


@knowledge_app.command(help=say("help.diff"))
def diff(
    file: options.FileToCompare = None, json: options.Json = False, plain: options.Plain = False
) -> None:
    """Show how a file differs from the built-in one."""
    from spasm_cli.cli.knowledge import run_diff

    run_diff(file, as_json=json, plain=plain)


@knowledge_app.command(help=say("help.schema"))
def schema() -> None:
    """Write the JSON Schema of a knowledge file, for editors."""
    from spasm_cli.cli.knowledge import run_schema

    run_schema()


@knowledge_app.command(help=say("help.copy"))
def copy(file: options.Copy, force: options.CopyOver = False) -> None:
    """Copy the built-in knowledge file to edit."""
    from spasm_cli.cli.knowledge import run_copy

    run_copy(file, force=force)


@knowledge_app.command(help=say("help.sign"))
def sign(file: options.FileToSign, reviewer: options.Reviewer) -> None:
    """Note in a file who reviewed it, so that later changes show."""
    from spasm_cli.cli.knowledge import run_sign

    run_sign(file, reviewer=reviewer)


@knowledge_app.command(help=say("help.path"))
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
