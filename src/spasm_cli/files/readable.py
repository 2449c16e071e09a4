"""What can still be read of answers that cannot be used as a whole, so that no mistake beside it hides a danger sign."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress

from spasm_cli.core.answers import Answer, Answers, make_answer
from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import NOT_SURE
from spasm_cli.errors import SpasmError
from spasm_cli.files.answers_file import answers_in, settings_in


def readable_answers(knowledge: Knowledge, file: str | None, settings: Sequence[str]) -> Answers:
    """Return every answer that can be read by itself; what is ticked in the file or by --set is ticked."""
    raw: list[tuple[str, object]] = []
    # Somebody who types them would have to do so again.
    if file and not (file == "-" and sys.stdin.isatty()):
        with suppress(SpasmError):
            raw += answers_in(knowledge, file).items()
    for setting in settings:
        with suppress(SpasmError):
            raw += settings_in(knowledge, [setting]).items()
    said = dict[str, set[str]]()
    for name, value in raw:
        if question := knowledge.question.get(name):
            items = value if isinstance(value, list) else [value]
            known = {item for item in items if isinstance(item, str)} & {*_all_of(question)}
            before = said.get(name, set())
            # Of a question that takes one answer the last that came counts.
            said[name] = known | before if question.kind == "many" else known or before
    return Answers({name: _answer(knowledge.question[name], names) for name, names in said.items() if names})


def _all_of(question: Question) -> Iterator[str]:
    yield NOT_SURE
    for option in question.options:
        yield from (option.id, f"{option.id}?")


def _answer(question: Question, names: set[str]) -> Answer:
    """Build an answer of whatever was said; a tick counts before a doubt, and one answer alone where only one can be."""
    unsure = {name.removesuffix("?") for name in names if name.endswith("?")} - names
    ticked = names - {NOT_SURE} - {f"{name}?" for name in unsure}
    return make_answer(question, ticked, unsure, not_sure=NOT_SURE in names)
