"""What a check of the knowledge file reports."""

from typing import NamedTuple

from spasm_cli.errors import suggest
from spasm_cli.knowledge import Knowledge
from spasm_cli.settings import NOT_SURE


class Problem(NamedTuple):
    """One thing wrong with an entry; `words` help to find its line."""

    table: str
    id: str
    message: str
    words: tuple[str, ...] = ()
    warning: bool = False


def unknown_reference(knowledge: Knowledge, name: str) -> str | None:
    """Say what is wrong with a `question.option`, or nothing."""
    question_id, dot, option_id = name.partition(".")
    question = knowledge.question.get(question_id)
    if not dot:
        return f'"{name}" should be written question.option'
    if question is None:
        return f'no question "{question_id}"{suggest(question_id, list(knowledge.question))}'
    if option_id != NOT_SURE and question.option(option_id) is None:
        options = [f"{question_id}.{option.id}" for option in question.options]
        return f'no option "{name}"{suggest(name, options)}'
    return None
