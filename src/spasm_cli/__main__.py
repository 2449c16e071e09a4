"""The entry point: `spasm`, and `python -m spasm_cli`."""

import gc
import sys

from spasm_cli import __version__


def main() -> None:
    """Run the command line; the version is answered before anything is imported."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        try:
            print(f"spasm {__version__}", flush=True)
        except OSError:
            pass  # it is tried again below, where such things have their message
        else:
            return
    if sys.version_info < (3, 11):  # noqa: UP036 - nothing keeps an older one from running this in the source tree
        print(f"spasm needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        sys.exit(2)
    # What start-up makes stays to the end; there is no rubbish in it to look for, again and again.
    gc.set_threshold(100_000)
    try:
        from spasm_cli.cli.running import run  # noqa: PLC0415 - typer alone takes most of the start-up time

        code = run()
    except KeyboardInterrupt:
        code = 130
    except Exception as error:  # noqa: BLE001 - nothing that was answered may stand in a traceback
        from spasm_cli.cli.streams import fault  # noqa: PLC0415 - only wanted here

        code = fault(error)
    # Nor is there anything to gain from one last look, at what ends with the process.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
