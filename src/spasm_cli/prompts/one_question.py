"""Putting one question, with what follows where somebody is not sure of a danger sign."""

from collections.abc import Callable

from msgspec.structs import replace

from spasm_cli.core.answers import Answer, Answers, make_answer
from spasm_cli.core.conditions import holds
from spasm_cli.core.confirming import Reply
from spasm_cli.core.entries import Option, Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import NOT_SURE, alternatives, split_reference
from spasm_cli.core.words import Words
from spasm_cli.prompts.screens import (
    NO,
    YES,
    Choice,
    Front,
    Move,
    Screen,
    gate_screen,
    question_screen,
    ticked_before,
)


def what_opens(knowledge: Knowledge, question: Question, answers: Answers) -> tuple[str, ...]:
    """Return in words the answers that open a question; none where the place of the trouble alone does."""
    found = dict[str, None]()
    for case in alternatives(question.when):
        if holds(case, answers.doubted):
            named = [name for name in case.references if name in answers.doubted and name not in case.none]
            told = [name for name in named if not knowledge.is_place_or_age(name)]
            if not told:
                return ()
            found |= dict.fromkeys(told)
    return tuple(_said_or_doubted(knowledge, name, answers) for name in found)


def _said_or_doubted(knowledge: Knowledge, name: str, answers: Answers) -> str:
    label = knowledge.label(name)
    return label if name in answers.said else knowledge.words("answer.not_sure_of", line=label)


def put_question(
    front: Front,
    words: Words,
    question: Question,
    earlier: Answer | None,
    heading: str,
    *,
    opened: tuple[str, ...],
    enough: Callable[[Answer], bool],
    can_go_back: bool,
) -> Answer | None:
    """Put a question with the earlier answer ticked, under the words that opened it; None means that the person went back.

    Where it has a gate, that is put first. Back from the lines leads to it.

    `enough` hears of what is ticked while doubts are looked into, and says whether that is all that need be known.
    """
    detail = words("ask.you_said", lines="; ".join(opened)) if opened else ""
    screen = question_screen(words, question, earlier, heading, detail, can_go_back=can_go_back)
    while question.gate:
        passed = front.ask(gate_screen(screen, question, earlier))
        if isinstance(passed, Move):
            return None
        if passed != {YES}:
            return Answer(not_sure=passed == {NOT_SURE})
        # Who said no before, or not sure, ticks nothing of that here.
        named = earlier if earlier and (earlier.ticked or earlier.unsure) else None
        lines = replace(screen, ticked=ticked_before(question, named), can_go_back=True)
        answer = _put_lines(front, question, named, lines, enough)
        if answer is not None:
            return answer
    return _put_lines(front, question, earlier, screen, enough)


def _put_lines(
    front: Front, question: Question, earlier: Answer | None, screen: Screen, enough: Callable[[Answer], bool]
) -> Answer | None:
    while True:
        chosen = front.ask(screen)
        if isinstance(chosen, Move):
            return None
        answer = _settle(
            front, screen.words, question, earlier, chosen, heading=screen.heading, enough=enough
        )
        if answer is not None:
            return answer
        screen = replace(screen, ticked=frozenset(chosen))


def _settle(
    front: Front,
    words: Words,
    question: Question,
    earlier: Answer | None,
    chosen: set[str],
    *,
    heading: str,
    enough: Callable[[Answer], bool],
) -> Answer | None:
    """Turn a choice into an answer; where the person is unsure of a box, find out which and how to check it.

    None means: back to the list.
    """
    bare = NOT_SURE in chosen
    if not (bare and question.kind == "many" and question.section == "safety"):
        if earlier is not None and chosen == ticked_before(question, earlier):
            return earlier
        return make_answer(question, chosen, set(), not_sure=bare)
    if enough(make_answer(question, chosen, set())):
        return make_answer(question, chosen, set(), not_sure=True)
    doubts = _doubts(earlier)
    rest = [option for option in question.options if option.id not in chosen]
    choices = (
        *(Choice(id=option.id, label=option.label, check=option.check) for option in rest),
        Choice(id=NOT_SURE, label=words("ask.cannot_say")),
    )
    which = front.ask(
        Screen(
            words=words,
            heading=heading,
            ask=words("ask.which"),
            choices=choices,
            many=True,
            help=question.help,
            ticked=doubts & {choice.id for choice in choices},
        )
    )
    if isinstance(which, Move):
        return None
    ticked, unsure = set(chosen), set[str]()
    for option in (option for option in rest if option.id in which):
        found = _check(front, words, option, heading, doubted=option.id in doubts)
        if isinstance(found, Move):
            return None
        ticked |= {option.id} if YES in found else set()
        unsure |= {option.id} if NOT_SURE in found else set()
        if enough(make_answer(question, ticked, unsure)):
            break
    return make_answer(question, ticked, unsure, not_sure=NOT_SURE in which)


def _doubts(earlier: Answer | None) -> frozenset[str]:
    """Return what the person was not sure about before."""
    if earlier is None:
        return frozenset()
    return frozenset([*earlier.unsure, *([NOT_SURE] if earlier.not_sure else [])])


def _check(front: Front, words: Words, option: Option, heading: str, *, doubted: bool) -> set[str] | Move:
    return front.ask(
        Screen(
            words=words,
            heading=heading,
            ask=option.label,
            detail=words("ask.to_check", check=option.check) if option.check else "",
            choices=(
                Choice(id=YES, label=words("ask.yes")),
                Choice(id=NO, label=words("ask.no")),
                Choice(id=NOT_SURE, label=words("ask.still_not_sure")),
            ),
            ticked=frozenset([NOT_SURE] if doubted else []),
        )
    )


def put_once_more(front: Front, knowledge: Knowledge, name: str) -> Reply | None:
    """Put a ticked box (`question.option`) once more, alone, with how to check it; None means that the person went back."""
    words, option = knowledge.words, knowledge.line(name)
    chosen = front.ask(
        Screen(
            words=words,
            heading=words("ask.once_more"),
            ask=option.label,
            detail=words("ask.to_check", check=option.check) if option.check else "",
            choices=(
                Choice(id=YES, label=words("ask.it_is_so")),
                Choice(id=NO, label=words("ask.no")),
                Choice(id=NOT_SURE, label=words("answer.not_sure")),
            ),
            help=knowledge.question[split_reference(name)[0]].help,
        )
    )
    if isinstance(chosen, Move):
        return None
    if chosen == {NO}:
        return "no"
    return "yes" if chosen == {YES} else "not_sure"
