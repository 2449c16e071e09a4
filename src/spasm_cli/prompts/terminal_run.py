"""Running one list: whatever ends it, the terminal gets its settings back first."""

import asyncio
import signal
import sys
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.output import Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output

from spasm_cli.errors import ENDINGS


def run(app: Application[Any]) -> Any:  # noqa: ANN401 - questionary says no more than this
    """Return the answer.

    Raises:
        KeyboardInterrupt: at SIGINT.
        SystemExit: at SIGTERM or SIGHUP.
        Exception: whatever went wrong while drawing, or at a key.
    """
    left: list[int] = []

    def leave(number: int, _frame: object) -> None:
        left.append(128 + number)
        _leave(app, left[0])

    heard = [number for number in ENDINGS if signal.getsignal(number) is not signal.SIG_IGN]
    earlier = {number: signal.signal(number, leave) for number in heard}

    def catch() -> None:
        # Otherwise prompt_toolkit would print the traceback, and go on.
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: _give_up(app, context))

    try:
        return app.run(pre_run=catch, set_exception_handler=False)
    except OSError:
        # A terminal that went away, which is what the signal said, cannot be wiped any more.
        if left:
            raise SystemExit(left[0]) from None
        raise
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _leave(app: Application[Any], code: int) -> None:
    if app.future is None or app.future.done():
        sys.exit(code)
    app.exit(exception=SystemExit(code))


def _give_up(app: Application[Any], context: dict[str, Any]) -> None:
    if app.future is not None and not app.future.done():
        app.exit(exception=context.get("exception") or RuntimeError(context["message"]))


def standard_error() -> Output:
    """Return where to draw, so that standard output can go elsewhere."""
    output = create_output(stdout=sys.stderr)
    if isinstance(output, Vt100_Output):
        output.enable_cpr = False  # a terminal that does not answer would get a warning into its list
    return output
