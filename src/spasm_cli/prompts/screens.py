"""What one screen asks, as data: the same for both fronts."""

from collections.abc import Callable
from enum import Enum
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from spasm_cli.core.answers import Answer
from spasm_cli.core.entries import Question
from spasm_cli.core.vocabulary import NONE, NOT_SURE
from spasm_cli.core.words import Words

YES, NO = "yes", "no"


class Move(Enum):
    """What a person can do instead of answering."""

    BACK = "back"


class Choice(Struct, frozen=True, kw_only=True):
    """One line to choose."""

    id: str
    label: str
    check: str = ""
    """How to find out whether it is true."""


class Screen(Struct, frozen=True, kw_only=True):
    """One question as it is put. `many` takes any number of lines, else exactly one."""

    words: Words
    """The program's own, for what stands round the question."""
    heading: str
    ask: str
    choices: tuple[Choice, ...]
    many: bool = False
    help: str = ""
    """Why it is asked; shown when the person asks for it."""
    detail: str = ""
    """Lines under the question that are always shown."""
    ticked: frozenset[str] = frozenset()
    """What was answered before."""
    enter: str = ""
    """The line that Enter takes while none was pointed at; none where that must be meant."""
    can_go_back: bool = True
    find: bool = False
    """Whether a line can be found by how it begins; for a long list of which one is chosen."""

    def beginning(self, typed: str) -> list[int]:
        """Return the places of the lines that begin with what was typed; those in which it is all of a word, if there are any."""
        found = [(n, c.label[len(typed) :]) for n, c in enumerate(self.choices) if _begins(c.label, typed)]
        whole = [place for place, rest in found if not rest[:1].isalnum()]
        return whole or [place for place, _ in found]

    def problem(self, chosen: set[str]) -> str | None:
        """Say what is wrong with a choice, or nothing."""
        none = self.words("answer.none")
        if not chosen:
            if not self.many:
                return self.words("ask.choose_one")
            offers_none = any(choice.id == NONE for choice in self.choices)
            return (
                self.words("ask.tick_one_or_none", none=none) if offers_none else self.words("ask.tick_one")
            )
        return self.words("ask.none_alone", none=none) if NONE in chosen and len(chosen) > 1 else None


def _begins(label: str, typed: str) -> bool:
    return bool(typed) and label[: len(typed)].casefold() == typed.casefold()


def tick(ticked: set[str], name: str) -> set[str]:
    """Tick or untick a line: "none of these" stands alone, and gives way to anything else."""
    if name in ticked:
        return ticked - {name}
    return {NONE} if name == NONE else (ticked - {NONE}) | {name}


class Front(Protocol):
    """A way to put screens to a person."""

    say_again: Callable[[], object]
    """Says what stands above the question, for a front that cannot leave it there."""

    def ask(self, screen: Screen) -> set[str] | Move:
        """Return the ids chosen, never with a `problem`, or a move.

        Raises:
            KeyboardInterrupt: the person stopped.
            EOFError: the person, or the input, went away.
            SystemExit: the terminal front was told to end, and has put the terminal in order.
        """


class Reader(Front, Protocol):
    """A front for somebody who also reads a result there."""

    start_anew: bool
    """Whether the next screen is to start on a clean one, so that nothing said before it is seen."""

    def pick(self, words: Words, choices: tuple[Choice, ...], *, inner: bool = False) -> str:
        """Put one line of choices under what stands there; return the id that was chosen, or nothing for done.

        From an `inner` line that leads back to the line before it.

        Raises:
            KeyboardInterrupt, EOFError, SystemExit: as `ask` does.
        """


def question_screen(
    words: Words, question: Question, earlier: Answer | None, heading: str, detail: str, *, can_go_back: bool
) -> Screen:
    """Lay out a question with "None of these" and "Not sure" where they belong."""
    many = question.kind == "many"
    choices = [Choice(id=option.id, label=option.label, check=option.check) for option in question.options]
    if many:
        choices.append(Choice(id=NONE, label=words("answer.none")))
    safety = many and question.section == "safety"
    choices.append(Choice(id=NOT_SURE, label=words("ask.not_sure_of_one" if safety else "answer.not_sure")))
    return Screen(
        words=words,
        heading=heading,
        ask=question.ask,
        choices=tuple(choices),
        many=many,
        help=question.help,
        detail=detail,
        ticked=ticked_before(question, earlier),
        can_go_back=can_go_back,
    )


def gate_screen(lines: Screen, question: Question, earlier: Answer | None) -> Screen:
    """Lay out what is put before the lines of a question: whether any of them is so at all."""
    words, ticked = lines.words, frozenset[str]()
    if earlier is not None:
        any_said = bool(earlier.ticked or earlier.unsure)
        ticked = frozenset([YES if any_said else NOT_SURE if earlier.not_sure else NO])
    choices = (
        Choice(id=YES, label=words("ask.yes_some")),
        Choice(id=NO, label=words("ask.no")),
        Choice(id=NOT_SURE, label=words("answer.not_sure")),
    )
    return replace(lines, ask=question.gate, choices=choices, many=False, ticked=ticked)


def ticked_before(question: Question, earlier: Answer | None) -> frozenset[str]:
    """Return the lines of a question that an earlier answer ticks."""
    if earlier is None:
        return frozenset()
    ticked = {*earlier.ticked, *([NOT_SURE] if earlier.not_sure or earlier.unsure else [])}
    return frozenset(ticked or {NONE}) if question.kind == "many" else frozenset(ticked)
