"""`spasm check --code -`: the answers of a code, which is asked for and never an argument."""

import sys

from spasm_cli.cli.asking import early_ends
from spasm_cli.cli.options import Request
from spasm_cli.cli.streams import tell
from spasm_cli.core.answer_code import Decoded
from spasm_cli.core.answers import Answers
from spasm_cli.core.danger_signs import denials_unasked
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.errors import SpasmError
from spasm_cli.files.answers_file import read_given
from spasm_cli.files.code_file import read_code
from spasm_cli.files.knowledge_file import load_knowledge
from spasm_cli.files.words_file import say

_MOST = 4096
"""Letters of a line that is read."""


def refuse_unfit(request: Request) -> None:
    """Of a request with a code, refuse one that stands on the command line, and a second source of answers.

    Raises:
        SpasmError: one or the other.
    """
    if request.code != "-":
        raise SpasmError(say("code.argument"))
    if request.answers_file is not None:
        raise SpasmError(say("code.and_file"))


def given_by_code(request: Request, knowledge: Knowledge, *, asks: bool) -> tuple[Knowledge, Answers]:
    """Ask for the code; return the knowledge for its place, unless --country names another, and its answers.

    Where nobody `asks`, danger signs that it denies count as not asked. What --set says counts before what the code says.

    Raises:
        SpasmError: there is no code, or it cannot be used; or something is wrong with --set.
    """
    settings = request.settings or ()
    # Before somebody types a code for nothing.
    now = read_given(knowledge, None, settings)
    with early_ends("command.stopped", "code.none"):
        found = _ask(knowledge, prompts=asks)
    tell(say("code.made_on", day=found.day.isoformat()))
    if not request.country and found.countries != tuple(knowledge.country.split("+")):
        everywhere = load_knowledge(request.knowledge_file)
        names = say("list.or").join(str(everywhere.places[code]["name"]) for code in found.countries)
        tell(say("code.place", place=names))
        knowledge = everywhere.at(*found.countries)
    given = read_given(knowledge, None, settings, note=tell, carried=found.answers)
    if not asks and (fewer := denials_unasked(knowledge, given, given.keys() - now.keys())) is not given:
        tell(say("code.nobody"))
        given = fewer
    return knowledge, given


def _ask(knowledge: Knowledge, *, prompts: bool) -> Decoded:
    """Read a line and decode it; at a keyboard, again until it is a code."""
    while True:
        if prompts:
            print(say("code.name"), end=" ", file=sys.stderr, flush=True)
        line = sys.stdin.readline(_MOST)
        if not line.strip():
            raise EOFError
        try:
            return read_code(knowledge, line)
        except SpasmError as problem:
            if not sys.stdin.isatty():
                raise
            tell(problem)
