"""Messages about wrong usage, which typer writes itself."""

import sys
from typing import Any

from typer.core import TyperGroup

from spasm_cli.text import fitting, harmless


class HarmlessGroup(TyperGroup):
    """Commands whose usage errors echo what was typed without what could turn a line around."""

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
