"""The least that a run must do: import the same libraries, parse the same file, show one table or prompt. Nothing else.

    python scripts/floor.py rich|plain|json|terminal|prompt

`scripts/bench.py` divides the real command's cost by this.
"""

import sys
import tomllib
from pathlib import Path

DATA = Path(__file__).parents[1] / "data" / "causes.toml"


def main(what: str) -> None:
    """Do one of the five."""
    import msgspec
    import typer

    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)

    @app.command()
    def run(what: str) -> None:
        raw = tomllib.loads(DATA.read_text(encoding="utf-8"))
        question = raw["questions"][0]
        labels = [option["label"] for option in question["options"]]
        if what == "json":
            sys.stdout.buffer.write(msgspec.json.encode(raw["meta"]))
        elif what == "plain":
            print("\n".join(labels))
        elif what == "rich":
            show_table(question["ask"], labels)
        elif what == "terminal":
            ask_terminal(question["ask"], labels)
        else:
            sys.stderr.write("\n".join([question["ask"], *labels]))
            sys.stdin.readline()

    app([what])


def show_table(title: str, labels: list[str]) -> None:
    """Draw one table."""
    from rich.console import Console
    from rich.panel import Panel
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title)
    table.add_column("options")
    for label in labels:
        table.add_row(Text(label))
    console = Console(markup=False, emoji=False, highlight=False)
    console.print(Panel(Text(title)))
    console.print(table)


def ask_terminal(ask: str, labels: list[str]) -> None:
    """Put one list."""
    import questionary
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.output import create_output

    with create_app_session(output=create_output(stdout=sys.stderr)):
        try:
            questionary.select(ask, labels).unsafe_ask()
        except KeyboardInterrupt:
            sys.exit(130)


if __name__ == "__main__":
    main(sys.argv[1])
