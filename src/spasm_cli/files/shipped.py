"""Where the files are that come with the program."""

from pathlib import Path


def data_file(name: str) -> Path:
    """Find a shipped data file: inside the installed package, or at the top of the checkout.

    The wheel carries a copy; an editable install reads the file that people edit.
    """
    here = Path(__file__).parents[1]
    packaged = here / "data" / name
    return packaged if packaged.is_file() else here.parents[1] / "data" / name
