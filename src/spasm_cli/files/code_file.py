"""The answers as a code: what a file with one says, and what is wrong with one that somebody typed."""

from datetime import date

from spasm_cli.core.answer_code import CodeError, Decoded, decode, encode
from spasm_cli.core.answers import from_plain
from spasm_cli.core.assessment import Assessment
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import SpasmError
from spasm_cli.files.words_file import say
from spasm_cli.text import clean
from spasm_cli.words import taken_back_words

HASH = 8
"""How many letters of a file's hash are told."""


def code_of(knowledge: Knowledge, assessment: Assessment, day: date) -> str:
    """Return the answers of an assessment as a code that was made on a day."""
    return encode(knowledge, from_plain(knowledge, assessment.answers), day)


def code_text(knowledge: Knowledge, assessment: Assessment, day: date) -> str:
    """Return the code on a line of its own, and below it who else can read it, without a newline at the end."""
    about, words = assessment.knowledge, knowledge.words
    made = {"day": day.isoformat(), "title": about.title, "version": about.version}
    lines = (
        code_of(knowledge, assessment, day),
        "",
        words("code.whoever"),
        words("code.made", **made, hash=about.sha256[:HASH]),
        words("code.again"),
        *([taken_back_words(words, assessment.taken_back)] if assessment.taken_back else []),
    )
    return "\n".join(map(clean, lines))


def read_code(knowledge: Knowledge, typed: str) -> Decoded:
    """Return what a code holds.

    Raises:
        SpasmError: it is none, is damaged, or was made with another file.
    """
    try:
        return decode(knowledge, typed)
    except CodeError as error:
        meta = knowledge.meta
        file = {"title": meta.title, "version": meta.version, "hash": knowledge.sha256[:HASH]}
        wrong = {
            "letter": say("code.letter", letter=clean(error.detail)),
            "damaged": say("code.damaged"),
            "file": say("code.file", other=error.detail, **file),
        }
        raise SpasmError(wrong[error.reason]) from None
