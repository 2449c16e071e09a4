"""The consult: after a result, change one answer at a time and look at what moves."""

from collections.abc import Callable
from functools import partial

from spasm_cli.core.answers import Answer, Answers
from spasm_cli.core.comparing import opened_by
from spasm_cli.core.conditions import applies, change_answer, shown, still_said
from spasm_cli.core.confirming import settled, to_confirm
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.triage import level_of
from spasm_cli.core.vocabulary import Level, split_reference
from spasm_cli.core.words import Words
from spasm_cli.prompts.conversation import answer_line
from spasm_cli.prompts.one_question import put_once_more, put_question, what_opens
from spasm_cli.prompts.screens import Choice, Front, Move, Screen

KEEP, UNDO, DONE = "keep", "undo", "done"


def consult(
    front: Front,
    knowledge: Knowledge,
    answers: Answers,
    *,
    summary: Callable[[Answers], str],
    show: Callable[[Answers, Answers], str],
    remember: Callable[[Answers], object] = lambda _: None,
) -> Answers:
    """Let one answer after another be changed, kept or undone, and return the answers at the end.

    `summary` says in a line where answers lead. `show` shows what moved from one set of answers to another, and
    returns it in short. `remember` gets answers with a danger sign of which somebody says at once that it is not so.
    """
    words, start, notice = knowledge.words, answers, ""
    said: dict[str, Answer] = {}
    while (name := _pick(front, knowledge, start, answers, f"{summary(answers)}\n{notice}")) is not None:
        said |= answers
        changed = _change(front, knowledge, answers, name, said, remember=remember)
        if changed is None or changed == answers:
            notice = words("consult.unchanged")
            continue
        decision = _decide(front, words, show(answers, changed))
        if decision != UNDO:
            answers = changed
        if decision == DONE:
            return answers
        notice = words("consult.undone" if decision == UNDO else "consult.kept")
    return answers


def _pick(front: Front, knowledge: Knowledge, start: Answers, now: Answers, detail: str) -> str | None:
    """Return the question to put again, or None for done."""
    words = knowledge.words
    lines = {DONE: words("consult.done")}
    for question in knowledge.questions:
        answer = now.get(question.id)
        if answer is not None or applies(question, now):
            line = (
                words("consult.not_asked", question=question.short)
                if answer is None
                else answer_line(knowledge, question.id, answer)
            )
            changed = answer != start.get(question.id)
            lines[f"put:{question.id}"] = words("consult.changed", line=line) if changed else line
    chosen = front.ask(
        Screen(
            words=words,
            heading=words("consult.heading"),
            ask=words("consult.pick"),
            enter=DONE,
            detail=detail.strip(),
            choices=tuple(Choice(id=name, label=label) for name, label in lines.items()),
            can_go_back=False,
            find=True,
        )
    )
    name = DONE if isinstance(chosen, Move) else next(iter(chosen))
    return None if name == DONE else name.removeprefix("put:")


def _change(
    front: Front,
    knowledge: Knowledge,
    answers: Answers,
    name: str,
    said: dict[str, Answer],
    *,
    remember: Callable[[Answers], object],
) -> Answers | None:
    """Put a question, then the danger signs that the new answer calls for; None means: not after all.

    What was `said` before is ticked.
    """
    changed: Answers = answers
    wanted: str | None = name
    while wanted is not None:
        question = shown(knowledge, knowledge.question[wanted], changed)
        keys = [
            "consult.heading",
            f"section.{question.section}",
            *([] if wanted == name else ["consult.follows"]),
        ]
        heading = " · ".join(knowledge.words(key) for key in keys)
        opened = what_opens(knowledge, question, changed)
        enough = partial(_is_emergency, knowledge, changed, wanted)
        answer = put_question(
            front,
            knowledge.words,
            question,
            still_said(question, said[wanted]) if wanted in said else None,
            heading,
            opened=opened,
            enough=enough,
            can_go_back=True,
        )
        if answer is None:
            return None
        changed = change_answer(knowledge, changed, wanted, answer)
        wanted = opened_by(knowledge, answers, changed)
        if wanted is None:
            confirmed = _confirmed(front, knowledge, answers, changed, remember=remember)
            if confirmed is None:
                return None
            changed = confirmed
            # What an emergency left unasked is asked where it was none after all.
            wanted = opened_by(knowledge, answers, changed)
    return changed


def _confirmed(
    front: Front,
    knowledge: Knowledge,
    before: Answers,
    after: Answers,
    *,
    remember: Callable[[Answers], object],
) -> Answers | None:
    """Put each decisive box that was ticked here once more, alone, as the questionnaire does; None means: not after all."""
    new = {name: answer for name, answer in after.items() if answer != before.get(name)}
    settled_before = {f"{name}.{option}" for name, answer in before.items() for option in answer.ticked}
    while box := to_confirm(knowledge, after, new, settled_before):
        reply = put_once_more(front, knowledge, box)
        if reply is None:
            return None
        if reply != "yes":
            remember(after)
        name, _ = split_reference(box)
        after = change_answer(knowledge, after, name, settled(knowledge, after[name], box, reply))
        settled_before.add(box)
    return after


def _is_emergency(knowledge: Knowledge, answers: Answers, question_id: str, answer: Answer) -> bool:
    return level_of(knowledge, change_answer(knowledge, answers, question_id, answer)) is Level.EMERGENCY


def _decide(front: Front, words: Words, in_short: str) -> str:
    chosen = front.ask(
        Screen(
            words=words,
            heading=words("consult.heading"),
            ask=words("consult.keep_question"),
            enter=KEEP,
            detail=in_short,
            choices=(
                Choice(id=KEEP, label=words("consult.keep")),
                Choice(id=UNDO, label=words("consult.undo")),
                Choice(id=DONE, label=words("consult.keep_and_finish")),
            ),
            # Going back could mean to keep or to undo.
            can_go_back=False,
        )
    )
    return UNDO if isinstance(chosen, Move) else next(iter(chosen))
