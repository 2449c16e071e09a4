"""The conversation: drives an interview through a front until there is something to assess."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from spasm_cli.answers import Answer
from spasm_cli.assessment import urgency_of
from spasm_cli.interview import Interview
from spasm_cli.knowledge import Question
from spasm_cli.prompts.putting import NO, put_question
from spasm_cli.prompts.screens import SECTIONS, Choice, Front, Move, Screen
from spasm_cli.settings import Level
from spasm_cli.triage import level_of, triage

DONE = "done"


def converse(
    front: Front,
    interview: Interview,
    *,
    emergency: Callable[[Interview], str],
    guard: Callable[[Interview], AbstractContextManager[None]] = lambda _: nullcontext(),
) -> Interview:
    """Ask until the end, let the person review, and return the finished interview.

    `emergency` puts what to do now into words; from there one answer can be taken back, once, on purpose. Every step
    is taken inside `guard`, which gets what was said so far.
    """
    while True:
        with guard(interview):
            if interview.question is not None:
                interview = _warn(front, interview, _put(front, interview))
            elif interview.end == "emergency":
                if not _wants_to_take_back(front, interview, emergency):
                    return interview
                interview = interview.back()
            else:
                edited = _review(front, interview)
                if edited is None:
                    return interview
                interview = edited


def _put(front: Front, interview: Interview) -> Interview:
    question = interview.question
    if question is None:
        return interview
    about = max(interview.about, interview.place)
    heading = " · ".join(
        [SECTIONS[question.section], f"{interview.place} of about {about}", *_warning(interview)]
    )
    answer = put_question(front, question, interview.earlier, heading, can_go_back=interview.can_go_back)
    return interview.back() if answer is None else interview.answer(answer)


def _warning(interview: Interview) -> list[str]:
    """Name the urgency once something must be seen today, so that nobody learns of it only at the end."""
    level = level_of(interview.knowledge, interview.answers)
    return [interview.knowledge.levels[level].title] if level is Level.SAME_DAY else []


def _warn(front: Front, before: Interview, after: Interview) -> Interview:
    """Stop once where an answer shows that something must be seen today; a wrong tick can be taken back."""
    knowledge, asked = after.knowledge, before.question
    urgency = urgency_of(knowledge, triage(knowledge, after.answers))
    earlier = level_of(knowledge, before.answers)
    if asked is None or urgency.level is not Level.SAME_DAY or earlier.rank >= urgency.level.rank:
        return after
    reasons = [reason.say for reason in urgency.reasons if reason.level is urgency.level]
    chosen = front.ask(
        Screen(
            heading="Safety",
            ask=urgency.title,
            detail="\n".join(
                [urgency.act, *reasons, "", "The result says this again. Was that last answer right?"]
            ),
            choices=(
                Choice(id=DONE, label="Yes: go on with the questions"),
                Choice(id=NO, label="No: I ticked the wrong line, take me back"),
            ),
        )
    )
    return after.edit(asked.id) if isinstance(chosen, Move) or NO in chosen else after


def _wants_to_take_back(front: Front, interview: Interview, emergency: Callable[[Interview], str]) -> bool:
    title, _, words = emergency(interview).partition("\n")
    chosen = front.ask(
        Screen(
            heading="Safety",
            ask=title,
            detail=f"{words}\n\nWas that last answer right?",
            # Going back must be meant here, not a reflex.
            can_go_back=False,
            choices=(
                Choice(id=DONE, label="Yes: finish here and get help"),
                *(
                    [Choice(id=NO, label="No: I ticked the wrong line, take me back")]
                    if interview.can_go_back
                    else []
                ),
            ),
        )
    )
    return isinstance(chosen, Move) or NO in chosen


def _review(front: Front, interview: Interview) -> Interview | None:
    """Show all answers; return the interview with one of them on the screen again, or None to go on."""
    knowledge, answers = interview.knowledge, interview.answers
    unsure = sum(bool(answers[name].not_sure or answers[name].unsure) for name in interview.asked)
    if not interview.asked:
        return None
    chosen = front.ask(
        Screen(
            heading="Review",
            ask="Here is what you said. Is it right?",
            detail="To change an answer, choose its line."
            + (f" {unsure} answered Not sure." if unsure else ""),
            choices=(
                Choice(id=DONE, label="Yes: show the result"),
                *(
                    Choice(id=f"edit:{name}", label=answer_line(knowledge.question[name], answers[name]))
                    for name in interview.asked
                ),
            ),
        )
    )
    if isinstance(chosen, Move):
        return interview.back()
    name = next(iter(chosen))
    return None if name == DONE else interview.edit(name.removeprefix("edit:"))


def answer_line(question: Question, answer: Answer) -> str:
    """Return a question and its answer on one line."""
    words = [option.label for option in question.options if option.id in answer.ticked]
    words += [f"not sure: {option.label}" for option in question.options if option.id in answer.unsure]
    words += ["Not sure"] if answer.not_sure else []
    return f"{question.ask} → {'; '.join(words) or 'None of these'}"
