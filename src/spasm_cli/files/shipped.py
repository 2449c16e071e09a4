"""Where the files are that come with the program."""

from pathlib import Path

from spasm_cli.errors import REINSTALL, SpasmError


def data_file(name: str) -> Path:
    """Find a shipped data file: inside the installed package, or at the top of the checkout.

    The wheel carries a copy; an editable install reads the file that people edit.

    Raises:
        SpasmError: it is in neither.
    """
    here = Path(__file__).parents[1]
    places = [here / "data" / name]
    # Above any other package lies what somebody else may have put there.
    if here.parent.name == "src" and (here.parents[1] / "pyproject.toml").is_file():
        places.append(here.parents[1] / "data" / name)
    for place in places:
        if place.is_file():
            return place
    raise SpasmError(f"{name} is missing: this installation is not complete. {REINSTALL}")
