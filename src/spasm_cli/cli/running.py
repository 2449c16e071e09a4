"""Running the command line: the one place where expected errors become messages and exit codes."""

import sys

from spasm_cli.cli.shells import check_start_files, join_words
from spasm_cli.cli.streams import close_quietly, prepare, tell
from spasm_cli.errors import ENDINGS, SpasmError

STOPPED = {130, *(128 + number for number in ENDINGS)}
"""What shells make of Ctrl-C and of the signals that end a program."""


def run() -> int:
    """Run the command line and return its exit code; a fault of ours goes through."""
    code = 0
    try:
        prepare()
        join_words()
        if "--install-completion" in sys.argv[1:]:
            check_start_files()
        code = _command()
        sys.stdout.flush()
    except SpasmError as error:
        tell(error)
        code = error.exit_code
    except OSError as error:
        if error.errno is None:
            raise
        from spasm_cli.files.words_file import say

        # What nobody reads keeps its code.
        code = getattr(error.__context__, "exit_code", code)
        if not isinstance(error, BrokenPipeError):
            key = "command.file_failed" if error.filename else "command.output_failed"
            tell(say(key, file=error.filename, reason=error.strerror))
            code = 2
    close_quietly()
    return code


def _command() -> int:
    from spasm_cli.files.shipped import from_environment

    if path := from_environment():
        from spasm_cli.files.translation import speak_early

        speak_early(path)
    # Here and not above: it holds help, whose words may be missing.
    from spasm_cli.cli.app import app

    try:
        app(prog_name="spasm")
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):
            # typer exits with 1 here, which stands for problems found.
            raise stop.__context__ from None
        if stop.code in STOPPED:
            from spasm_cli.files.words_file import say

            # typer leaves without a word at Ctrl-C, and a signal has none either.
            tell(say("command.stopped_only"))
        return stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 2
    return 0
