"""Choosing the prompts that this terminal can show, and asking."""

import sys
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from msgspec.structs import replace

from spasm_cli.cli.on_the_way import OnTheWay
from spasm_cli.cli.streams import reach_terminal, tell, wants_plain
from spasm_cli.core.answers import Answers
from spasm_cli.core.danger_signs import asked_anew, denied
from spasm_cli.core.interview import Interview
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.places import OTHER
from spasm_cli.core.triage import level_of
from spasm_cli.core.vocabulary import split_reference
from spasm_cli.core.words import Words
from spasm_cli.errors import Cancelled, NoTerminal
from spasm_cli.files.words_file import say, words_in_use
from spasm_cli.prompts.choose_front import why_not_terminal
from spasm_cli.prompts.conversation import converse
from spasm_cli.prompts.plain import PlainFront
from spasm_cli.prompts.screens import Choice, Move, Reader, Screen
from spasm_cli.prompts.still_true import still_true
from spasm_cli.widths import NARROW, READABLE
from spasm_cli.wrapping import columns, fill


def ask_person(
    front: Reader,
    on_the_way: OnTheWay,
    given: Answers,
    *,
    older: AbstractSet[str],
    ask_all: bool,
    unless_true: bool = False,
) -> Answers:
    """Ask what the given answers leave open; return all answers.

    What `older` answers (by question) deny is put again first; with `unless_true` nothing more is asked where that holds.

    Raises:
        NoTerminal: the input ended early.
        Cancelled: the person stopped.
    """
    knowledge = on_the_way.knowledge
    interview = Interview(knowledge=knowledge, given=given, ask_all=ask_all)
    lines = tuple(line for line in denied(knowledge, given) if split_reference(line)[0] in older)
    if interview.end == "emergency":
        lines = ()
    with early_ends("command.stopped", "command.ended"):
        guard = on_the_way.passing
        if lines or (interview.question is not None and not unless_true):
            front.say_again = partial(_introduce, knowledge, at_once=not _is_urgent(knowledge, given))
            front.say_again()
            guard = _Guard(front, on_the_way)
        with on_the_way.passing(given):
            if lines and not still_true(front, knowledge, lines):
                interview = replace(interview, given=asked_anew(knowledge, given, older))
            elif unless_true:
                return given

        def reached(now: Interview) -> None:
            if now.memory:
                on_the_way.so_far = now.answers

        finished = converse(front, interview, guard=lambda now: guard(now.answers), reached=reached)
    return finished.answers


@contextmanager
def early_ends(stopped: str, ended: str) -> Iterator[None]:
    """Put into words (by key) that the person stopped, or that the input or the terminal went away, or why it gave no answers.

    Raises:
        NoTerminal: it went away.
        Cancelled: the person stopped.
    """
    try:
        yield
    except EOFError as end:
        raise NoTerminal(say(f"{ended}_so", why=end) if str(end) else say(ended)) from None
    except OSError:
        raise NoTerminal(say(ended)) from None
    except KeyboardInterrupt:
        raise Cancelled(say(stopped)) from None


class _Guard:
    """Watches what is said; once that is urgent, what anybody may do at once is no longer on the screen."""

    def __init__(self, front: Reader, on_the_way: OnTheWay) -> None:
        self._front, self._on_the_way, self._urgent = front, on_the_way, False

    def __call__(self, answers: Answers) -> AbstractContextManager[None]:
        """Remember these answers, as `OnTheWay.passing` does."""
        knowledge = self._on_the_way.knowledge
        if not self._urgent and _is_urgent(knowledge, answers):
            self._urgent = True
            self._front.say_again = partial(_introduce, knowledge, at_once=False)
            self._front.start_anew = True
        return self._on_the_way.passing(answers)


def _is_urgent(knowledge: Knowledge, answers: Answers) -> bool:
    return level_of(knowledge, answers).is_urgent


def _introduce(knowledge: Knowledge, *, at_once: bool) -> None:
    """Say what must not wait, what may be done `at_once`, how long it takes and whom it is not for, before the first question."""
    meta, width = knowledge.meta, columns(sys.stderr, READABLE)
    steps = [step.at_once.strip() for step in knowledge.steps if step.at_once and at_once]
    said = [meta.alarm, *(line for step in steps for line in step.splitlines()), meta.intro]
    # Of a narrow window the first lines are gone once the question is there.
    for told in said if width >= NARROW else (said[-1], *said[1:-1], said[0]):
        if told:
            print(fill(told, width), file=sys.stderr)
    codes = [code for code in knowledge.places if code != OTHER]
    if codes and knowledge.country == OTHER:
        print(fill(knowledge.words("command.which_country", codes=", ".join(codes)), width), file=sys.stderr)


def choose_front(*, plain: bool, nobody: str = "command.nobody") -> Reader:
    """Return the front that fits: the terminal's, or plain lines where asked for or nothing else works.

    Raises:
        NoTerminal: standard input is no terminal and plain lines were not asked for outright (says `nobody`, by key), or it is
            one, but what is asked cannot be put there.
    """
    if not sys.stdin.isatty():
        if not plain:
            raise NoTerminal(say(nobody))
    elif not reach_terminal():
        raise NoTerminal(say("command.unseen"))
    if plain or wants_plain():
        return PlainFront(sys.stdin, sys.stderr)
    if reason := why_not_terminal(words_in_use()):
        tell(say("command.plain_because", reason=reason))
        return PlainFront(sys.stdin, sys.stderr)
    return LateTerminal()


class LateTerminal:
    """The terminal front, loaded at the first question: what is said before it stands on the screen by then."""

    def __init__(self) -> None:
        self.say_again: Callable[[], object] = lambda: None
        self.start_anew = False

    def ask(self, screen: Screen) -> set[str] | Move:
        """Put a screen, as `TerminalFront` does."""
        from spasm_cli.prompts.terminal import TerminalFront

        front = TerminalFront()
        front.say_again, front.start_anew = self.say_again, self.start_anew
        self.start_anew = False
        return front.ask(screen)

    def pick(self, words: Words, choices: tuple[Choice, ...], *, inner: bool = False) -> str:
        """Put one line of choices, as `TerminalFront` does."""
        from spasm_cli.prompts.terminal import TerminalFront

        return TerminalFront().pick(words, choices, inner=inner)
