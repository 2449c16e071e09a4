"""Help, and messages about wrong usage: typer writes both itself."""

import sys
from typing import Any

from typer.core import TyperGroup

from spasm_cli.text import fitting, harmless
from spasm_cli.widths import SHEET
from spasm_cli.wrapping import columns

Formatter: Any = TyperGroup.context_class.formatter_class
NARROW = 50
"""The least width that typer lays help out for."""


class NarrowFormatter(Formatter):  # type: ignore[misc]  # its own module is not public
    """Help that fits narrow terminals too."""

    def __init__(self, **_: object) -> None:
        super().__init__(width=columns(sys.stdout, SHEET))

    def write_dl(self, rows: Any) -> None:  # noqa: ANN401 - passed on as it comes
        """Write names and what they mean."""
        super().write_dl(rows, col_max=30 if self.width >= NARROW else 8)


TyperGroup.context_class.formatter_class = NarrowFormatter


class HarmlessGroup(TyperGroup):
    """Commands whose usage errors echo what was typed without what could turn a line around."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - passed on as it comes
        """Take `help` for --help."""
        return super().parse_args(ctx, [*args[1:], "--help"] if args[:1] == ["help"] else args)

    def make_context(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - passed on as it comes
        """Read the options before the command."""
        try:
            return super().make_context(*given, **named)
        except Exception as error:
            _tame(error)
            raise

    def invoke(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - passed on as it comes
        """Read the rest, and run the command."""
        try:
            return super().invoke(*given, **named)
        except Exception as error:
            _tame(error)
            raise


def _tame(error: Exception) -> None:
    if isinstance(message := getattr(error, "message", None), str):
        error.message = fitting(harmless(message), sys.stderr.encoding)  # type: ignore[attr-defined]  # the base of all usage errors is not public
