"""What a check of the knowledge file or of a file of cases reports."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import LIKE, MOST_PROBLEMS, SLIP
from spasm_cli.files.reading import shown_name
from spasm_cli.files.words_file import say, suggest
from spasm_cli.text import shorten

if TYPE_CHECKING:
    from spasm_cli.files.checking.lines import LineIndex

MOST_LETTERS = 400
"""Of a message: text of the file stands in some."""


class Problem(Struct, frozen=True):
    """One thing wrong with an entry; `words` help to find its line, and `twice` asks for that of its double too."""

    table: str
    id: str
    message: str
    words: tuple[str, ...] = ()
    warning: bool = False
    twice: bool = False


Found = tuple[Problem, list[int]]
"""A problem, with the places of the entries that it may be in."""


def as_lines(path: str, text: str, found: Sequence[Found]) -> list[tuple[str, bool]]:
    """Return the first problems, each as `file:line: …` and whether it is a warning; the last line says if there are more."""
    if not found:
        return []
    from spasm_cli.files.checking.lines import LineIndex  # noqa: PLC0415 - only wanted once something is wrong

    index, first = LineIndex.of(text), found[:MOST_PROBLEMS]
    lines = [(_as_line(path, *_placed(index, *each)), each[0].warning) for each in first]
    if len(found) > len(first):
        lines.append((say("mistake.more", file=shown_name(path)), lines[-1][1]))
    return lines


def _as_line(path: str, problem: Problem, line: int) -> str:
    name = f' "{shorten(problem.id)}"' if problem.id else ""
    what = shorten(problem.message, MOST_LETTERS)
    return f"{shown_name(path)}:{line}: {shorten(problem.table)}{name}: {what}"


def _placed(index: "LineIndex", problem: Problem, places: list[int]) -> tuple[Problem, int]:
    """Return the line of a problem at the last of these entries; of a double, with the other's line in its message."""
    line = index.lines_of(problem.table, places[-1], *problem.words)[-1 if problem.twice else 0]
    if not problem.twice:
        return problem, line
    first = index.line_of(problem.table, places[0], *problem.words)
    if first == line:
        return problem, line
    return replace(problem, message=say("mistake.other_line", problem=problem.message, line=first)), line


def unknown_reference(knowledge: Knowledge, name: str) -> str:
    """Say what is wrong with a `question.option` that is not there."""
    question_id, dot, option_id = name.partition(".")
    question = knowledge.question.get(question_id)
    if not dot:
        return say("check.reference", name=name)
    if question is None:
        return unknown_question(knowledge, question_id)
    known = [option.id for option in question.options]
    # A danger sign that was taken out is not to become another.
    least = SLIP if question.section == "safety" else LIKE
    hint = suggest(option_id, known, before=f"{question_id}.", least=least)
    return say("check.no_option", name=name, hint=hint)


def unknown_question(knowledge: Knowledge, name: str) -> str:
    """Say that there is no such question."""
    return say("check.no_question", name=name, hint=suggest(name, list(knowledge.question)))
