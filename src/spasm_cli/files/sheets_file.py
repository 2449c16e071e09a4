"""Many sheets of answers: JSON Lines in, one line of JSON out for each, in order."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from spasm_cli.core.assessment import assess
from spasm_cli.core.brief import BadLine, SheetId, brief
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import AnswersError, SpasmError
from spasm_cli.files.answers_file import parse_answers
from spasm_cli.files.raw_answers import no_repeats
from spasm_cli.files.reading import shown_name
from spasm_cli.files.words_file import say
from spasm_cli.text import harmless

MOST_BYTES = 100_000
"""Of one line; a sheet has some hundreds."""


class Line(NamedTuple):
    """A line that is not blank, and where it stands, from 1."""

    place: int
    text: bytes


def lines_of(name: str) -> Iterator[Line]:
    """Read the lines of a file, or of standard input for "-", one by one.

    Raises:
        SpasmError: it is missing, no file, or cannot be read.
    """
    try:
        if name == "-":
            yield from _numbered(sys.stdin.buffer)
            return
        with Path(name).open("rb") as file:
            yield from _numbered(file)
    except OSError as error:
        if name == "-" or error.filename is not None:
            raise SpasmError(say("sheets.unreadable", file=shown_name(name), reason=error.strerror)) from None
        raise


def _numbered(file: BinaryIO) -> Iterator[Line]:
    # Not `for line in file`: a line without an end would be read whole.
    place = 0
    while text := file.readline(MOST_BYTES + 1):
        place += 1
        whole = text
        while len(text) > MOST_BYTES and not text.endswith(b"\n"):
            text = file.readline(MOST_BYTES + 1)
        if whole.strip():
            yield Line(place, whole)


def assessed(knowledge: Knowledge, line: Line, *, whole: bool) -> tuple[bytes, bool]:
    """Return the result of one line as JSON without a line's end, and whether it could be assessed.

    `whole` writes the assessment itself instead of its short form.
    """
    sheet_id: SheetId = None
    try:
        sheet_id, answers = _sheet(line)
        found = assess(knowledge, parse_answers(knowledge, answers, source=say("sheets.here")))
    except AnswersError as error:
        wrong = " ".join(error.problems)
    except SpasmError as error:
        wrong = str(error)
    else:
        result = brief(found, line.place, sheet_id)
        return msgspec.json.encode(
            {"line": line.place, "id": sheet_id, "assessment": found} if whole else result
        ), True
    return msgspec.json.encode(BadLine(line.place, sheet_id, harmless(wrong))), False


def _sheet(line: Line) -> tuple[SheetId, dict[str, object]]:
    """Return the id and the answers of a line: `{"id": …, "answers": {…}}`, or bare answers."""
    if len(line.text) > MOST_BYTES:
        raise SpasmError(say("sheets.long", most=MOST_BYTES))
    try:
        raw = json.loads(line.text, object_pairs_hook=no_repeats)
    except UnicodeDecodeError:
        raise SpasmError(say("sheets.not_utf8")) from None
    except json.JSONDecodeError as error:
        raise SpasmError(say("sheets.not_json", column=error.colno, reason=error.msg)) from None
    except (RecursionError, ValueError) as error:
        raise SpasmError(say("sheets.no_json", reason=error)) from None
    if not isinstance(raw, dict):
        raise SpasmError(say("sheets.no_object"))
    answers = raw.get("answers", raw)
    sheet_id = raw.get("id") if "answers" in raw else None
    if not isinstance(answers, dict) or not _is_id(sheet_id):
        raise SpasmError(say("sheets.no_object"))
    return sheet_id, answers


def _is_id(value: object) -> bool:
    """Tell whether an id can be written as it was read; JSON here holds whole numbers of 64 bits."""
    if isinstance(value, int):
        return not isinstance(value, bool) and -(2**63) <= value < 2**63
    return isinstance(value, SheetId)
