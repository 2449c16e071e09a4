"""Where the files are that come with the program, and the one that the environment names instead."""

import os
from pathlib import Path

from spasm_cli.errors import REINSTALL, SpasmError


def data_file(name: str) -> Path:
    """Find a shipped data file that must be there.

    Raises:
        SpasmError: it is not.
    """
    if found := find_data(name):
        return found
    raise SpasmError(f"{name} is missing: this installation is not complete. {REINSTALL}")


def find_data(name: str) -> Path | None:
    """Find a shipped data file: inside the installed package, or at the top of the checkout.

    The wheel carries a copy; an editable install reads the file that people edit.
    """
    here = Path(__file__).parents[1]
    places = [here / "data" / name]
    # Above any other package lies what somebody else may have put there.
    if here.parent.name == "src" and (here.parents[1] / "pyproject.toml").is_file():
        places.append(here.parents[1] / "data" / name)
    return next((place for place in places if place.is_file()), None)


def from_environment() -> str:
    """Return the knowledge file that SPASM_KNOWLEDGE names; nothing if none."""
    # Files of settings keep quotes, and the ends of lines.
    return os.path.expanduser(os.environ.get("SPASM_KNOWLEDGE", "").strip(" \t\r\n\"'"))  # noqa: PTH111 - "" stays
