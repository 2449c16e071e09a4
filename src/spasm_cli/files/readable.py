"""What can still be read of answers that cannot be used as a whole, so that no mistake beside it hides a danger sign."""

import sys
from collections.abc import Sequence
from contextlib import suppress

from spasm_cli.core.answers import Answer, Answers, make_answer
from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import SpasmError
from spasm_cli.files.answers_file import answers_in, parse_answers, settings_in


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
    given = dict[str, Answer]()
    for name, value in raw:
        question = knowledge.question.get(name)
        for item in value if isinstance(value, list) else [value]:
            if question is not None:
                with suppress(SpasmError):
                    one = {name: [item] if question.kind == "many" else item}
                    answer = parse_answers(knowledge, one, source="")[name]
                    given[name] = _joined(question, given.get(name, Answer()), answer)
    return Answers(given)


def _joined(question: Question, one: Answer, other: Answer) -> Answer:
    """Return both answers in one; of a question that takes one answer the other."""
    if question.kind == "one":
        return other
    ticked, unsure = ({*one.ticked, *other.ticked}, {*one.unsure, *other.unsure})
    return make_answer(question, ticked, unsure - ticked, not_sure=one.not_sure or other.not_sure)
