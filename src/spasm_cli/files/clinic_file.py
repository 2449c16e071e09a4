"""Who gives a page away: the `[clinic]` of a small TOML file."""

from typing import Any

import msgspec

from spasm_cli.core.paper import Clinic
from spasm_cli.errors import ClinicError
from spasm_cli.files.reading import decode, parse_toml, read_bytes, shown_name, unsafe_message
from spasm_cli.files.words_file import say
from spasm_cli.text import unsafe_texts

TABLE = "clinic"


def read_clinic(path: str) -> Clinic:
    """Read the clinic for a page.

    Raises:
        ClinicError: with every problem in the file.
        SpasmError: it cannot be read, or is no TOML.
    """
    text = decode(read_bytes(path), path)
    raw = parse_toml(text, path)
    unsafe = [unsafe_message(at, character) for at, character in unsafe_texts(raw)]
    if unsafe:
        raise ClinicError(say("clinic_file.unusable", file=shown_name(path)), unsafe)
    try:
        if raw.keys() == {TABLE}:
            return msgspec.convert(raw[TABLE], Clinic)
    except msgspec.ValidationError:
        pass
    raise ClinicError(say("clinic_file.unusable", file=shown_name(path)), _problems(path, text, raw))


def _problems(path: str, text: str, raw: dict[str, Any]) -> list[str]:
    from spasm_cli.files.checking.mistakes import problems_in  # noqa: PLC0415 - only wanted once something is wrong
    from spasm_cli.files.checking.problems import Problem, as_lines  # noqa: PLC0415

    if TABLE not in raw:
        return [say("clinic_file.table_missing")]
    strangers = [(Problem(name, "", say("clinic_file.stranger")), [0]) for name in raw if name != TABLE]
    found = [*strangers, *problems_in(TABLE, 0, raw[TABLE], Clinic)]
    return [line for line, _ in as_lines(path, text, found)]
