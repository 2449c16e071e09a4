"""Showing a result in the form that this output can take."""

import shutil
import sys

from spasm_cli.assessment import Assessment
from spasm_cli.cli.streams import wants_plain
from spasm_cli.knowledge import Knowledge


def show_result(knowledge: Knowledge, assessment: Assessment, *, why: bool, plain: bool) -> None:
    """Write the result to standard output: drawn, or as plain lines."""
    if plain or wants_plain():
        from spasm_cli.report.plain import plain_text  # noqa: PLC0415 - only one of the two is needed
        from spasm_cli.report.words import in_ascii  # noqa: PLC0415

        width = max(20, shutil.get_terminal_size().columns - 2)
        text = plain_text(knowledge, assessment, why=why, width=width)
        print(text if (sys.stdout.encoding or "").lower().startswith("utf") else in_ascii(text))
    else:
        from rich.console import Console  # noqa: PLC0415 - only one of the two is needed

        from spasm_cli.report.terminal import show  # noqa: PLC0415

        console = Console(markup=False, emoji=False, highlight=False)
        if console.is_terminal:
            show(console, knowledge, assessment, why=why)
        else:
            with console.capture() as drawn:
                show(console, knowledge, assessment, why=why)
            # In a file the blanks that fill up columns are only in the way.
            print("\n".join(line.rstrip() for line in drawn.get().splitlines()))


def tell_headline(assessment: Assessment) -> None:
    """Say on standard error what matters most, for somebody who was asked and whose result goes elsewhere."""
    urgency = assessment.urgency
    print(f"{urgency.title}. {urgency.act}", file=sys.stderr)
