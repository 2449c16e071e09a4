"""The conversation: drives an interview through a front until there is something to assess."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack

from spasm_cli.core.answers import Answer
from spasm_cli.core.assessment import urgency_now
from spasm_cli.core.conditions import in_doubt
from spasm_cli.core.danger_signs import signs_denied
from spasm_cli.core.entries import Question
from spasm_cli.core.interview import Interview
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.triage import level_of
from spasm_cli.core.vocabulary import Level
from spasm_cli.core.words import Words
from spasm_cli.prompts.one_question import put_once_more, put_question, what_opens
from spasm_cli.prompts.screens import NO, Choice, Front, Move, Screen
from spasm_cli.words import answer_words, denials_in_a_row

DONE, MORE = "done", "more"
MOST_REASONS = 2
"""Reasons given on the panel of an emergency; the result has them all."""


def converse(
    front: Front,
    interview: Interview,
    *,
    guard: Callable[[Interview], AbstractContextManager[None]],
    reached: Callable[[Interview], object] = lambda _: None,
) -> Interview:
    """Ask until the end, let the person review, and return the finished interview.

    An emergency ends it; the answer that made it can be taken back, once, on purpose. Every step is taken inside `guard`,
    which gets what was said so far; `reached` hears of it without what an unfinished screen has.
    """
    told = before = level_of(interview.knowledge, interview.answers)
    raised_by: str | None = None
    while True:
        reached(interview)
        with guard(interview):
            level = level_of(interview.knowledge, interview.answers)
            if level.rank > before.rank:
                raised_by = interview.latest
            before = level
            if interview.confirming:
                interview = _confirm(front, interview, interview.confirming)
            elif raised_by and level is Level.SAME_DAY and told.rank < level.rank and _may_tell(interview):
                told = level
                warned = _warn(front, interview, raised_by)
                if warned is None:
                    return interview
                interview = warned
            elif interview.question is not None:
                interview = _put(front, interview, interview.question, guard, told=told is level)
                told = min(told, level, key=lambda each: each.rank)
            elif interview.end == "emergency":
                if not _wants_to_take_back(front, interview):
                    return interview
                interview = interview.back()
            elif (chosen := _review(front, interview)) == DONE:
                return interview
            else:
                interview = interview.edit(chosen.removeprefix("edit:")) if chosen else interview.back()


def _may_tell(interview: Interview) -> bool:
    """Tell whether the level is settled: no answer is being changed, and no danger sign is still to be asked."""
    question = interview.question
    return not interview.revisiting and not (question and question.comes_first)


def _confirm(front: Front, interview: Interview, name: str) -> Interview:
    reply = put_once_more(front, interview.knowledge, name)
    return interview.confirm(reply) if reply else interview.back()


def _put(
    front: Front,
    interview: Interview,
    question: Question,
    guard: Callable[[Interview], AbstractContextManager[None]],
    *,
    told: bool,
) -> Interview:
    """Put a question; its heading says the level of today where that was `told`."""
    words = interview.knowledge.words
    heading = [words("ask.progress", place=interview.place), *(_warning(interview) if told else ())]
    with ExitStack() as guards:

        def is_emergency(so_far: Answer) -> bool:
            then = interview.answer(so_far)
            # What is ticked must be told, whatever becomes of the doubts.
            guards.enter_context(guard(then))
            return then.end == "emergency"

        answer = put_question(
            front,
            words,
            question,
            interview.earlier,
            " · ".join(heading),
            opened=what_opens(interview.knowledge, question, interview.answers),
            enough=is_emergency,
            can_go_back=interview.can_go_back,
        )
    return interview.back() if answer is None else interview.answer(answer)


def _warning(interview: Interview) -> list[str]:
    """Name the urgency once something must be seen today, so that nobody learns of it only at the end."""
    level = level_of(interview.knowledge, interview.answers)
    return [interview.knowledge.levels[level].title] if level is Level.SAME_DAY else []


def _warn(front: Front, interview: Interview, raised_by: str) -> Interview | None:
    """Stop once where something must be seen today; None means that help comes first, before any more questions.

    A wrong tick can be taken back.
    """
    urgency = urgency_now(interview.knowledge, interview.answers)
    reasons = [reason.say for reason in urgency.reasons if reason.level is urgency.level]
    words = interview.knowledge.words
    chosen = front.ask(
        Screen(
            words=words,
            heading=words("ask.safety"),
            ask=urgency.title,
            enter=DONE,
            detail="\n".join([urgency.act, *reasons, "", words("ask.right_line")]),
            choices=(
                Choice(id=DONE, label=words("ask.help_first")),
                Choice(id=MORE, label=words("ask.more_first")),
                _take_back(words),
            ),
        )
    )
    if isinstance(chosen, Move) or NO in chosen:
        return interview.again(raised_by)
    return interview if MORE in chosen else None


def _wants_to_take_back(front: Front, interview: Interview) -> bool:
    """Say what to do now, shortly; the whole panel follows as the result."""
    urgency = urgency_now(interview.knowledge, interview.answers)
    words, reasons = interview.knowledge.words, [reason.say for reason in urgency.reasons[:MOST_REASONS]]
    chosen = front.ask(
        Screen(
            words=words,
            heading=words("ask.safety"),
            ask=urgency.title.upper(),
            enter=DONE,
            detail="\n".join(
                [
                    urgency.act,
                    *reasons,
                    *(["", words("ask.right_answer")] if interview.can_go_back else []),
                ]
            ),
            # Going back must be meant here, not a reflex.
            can_go_back=False,
            choices=(
                Choice(id=DONE, label=words("ask.finish")),
                *([_take_back(words)] if interview.can_go_back else []),
            ),
        )
    )
    return isinstance(chosen, Move) or NO in chosen


def _review(front: Front, interview: Interview) -> str:
    """Show all answers, and what was denied; return `edit:` and the question to put again, DONE, or nothing to go back."""
    knowledge, answers, words = interview.knowledge, interview.answers, interview.knowledge.words
    if not interview.asked:
        return DONE
    unsure = sum(in_doubt(answers[name]) for name in interview.reviewed)
    lines = {DONE: words("ask.show")}
    lines |= {f"edit:{name}": answer_line(knowledge, name, answers[name]) for name in interview.reviewed}
    to_change = words("ask.to_change_unsure", count=unsure) if unsure else words("ask.to_change")
    chosen = front.ask(
        Screen(
            words=words,
            heading=words("ask.review"),
            ask=words("ask.is_it_right"),
            enter=DONE,
            detail="\n".join([to_change, *_said_no(interview)]),
            find=True,
            choices=tuple(Choice(id=name, label=label) for name, label in lines.items()),
        )
    )
    return "" if isinstance(chosen, Move) else next(iter(chosen))


def _said_no(interview: Interview) -> list[str]:
    """Name every sign that was denied; denials of background stand in the lines below."""
    knowledge, answers = interview.knowledge, interview.answers
    told = denials_in_a_row(knowledge, signs_denied(knowledge, answers))
    return [knowledge.words("ask.said_no", lines=told)] if told else []


def _take_back(words: Words) -> Choice:
    return Choice(id=NO, label=words("ask.take_back"))


def answer_line(knowledge: Knowledge, question_id: str, answer: Answer) -> str:
    """Return a question and its answer on one line, in few words."""
    question = knowledge.question[question_id]
    nothing = question.kind == "many" and not (answer.ticked or answer.unsure or answer.not_sure)
    told = knowledge.words("ask.none") if nothing else answer_words(knowledge, question_id, answer)
    return knowledge.words("ask.line", question=question.short, answer=told)
