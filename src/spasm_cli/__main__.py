"""The entry point: `spasm`, and `python -m spasm_cli`."""

import sys

from spasm_cli import __version__


def main() -> None:
    """Run the command line; the version is answered before anything is imported."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"spasm {__version__}")
        return
    from spasm_cli.cli.app import run  # noqa: PLC0415 - typer alone takes most of the start-up time

    sys.exit(run())


if __name__ == "__main__":
    main()
