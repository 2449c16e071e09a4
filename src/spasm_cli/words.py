"""Answers in words, the same for prompts and for results."""

from collections.abc import Iterable, Sequence

from spasm_cli.core.answers import Answer, plain_answer
from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import NONE, NOT_SURE, split_reference
from spasm_cli.core.words import Words


def answer_words(knowledge: Knowledge, question_id: str, answer: Answer | str | Sequence[str]) -> str:
    """Return an answer in the words of its options."""
    question = knowledge.question[question_id]
    plain = plain_answer(question, answer) if isinstance(answer, Answer) else answer
    if isinstance(plain, str):
        return option_words(knowledge, question, plain)
    return lines_in_one(knowledge, question, plain) or knowledge.words("answer.none")


def lines_in_one(knowledge: Knowledge, question: Question, names: Iterable[str]) -> str:
    """Return several options in words, one behind the other; nothing for none."""
    return "; ".join(option_words(knowledge, question, name) for name in names)


def option_words(knowledge: Knowledge, question: Question, name: str) -> str:
    """Return an option in words, as an answers file names it: `stays`, `stays?`, `none` or `not_sure`."""
    words = knowledge.words
    if name in (NOT_SURE, NONE):
        return words("answer.not_sure" if name == NOT_SURE else "answer.none")
    option = question.option(name.removesuffix("?"))
    label = option.label if option else name
    return words("answer.not_sure_of", line=label) if name.endswith("?") else label


def sign_words(knowledge: Knowledge, reference: str) -> str:
    """Return a danger sign (`question.option`) in words; those of a single answer say little without their question."""
    question = knowledge.question[split_reference(reference)[0]]
    label = knowledge.label(reference)
    return (
        label
        if question.kind == "many"
        else knowledge.words("answer.line", question=question.ask, answer=label)
    )


def labels_in_a_row(knowledge: Knowledge, references: Iterable[str]) -> str:
    """Return the labels of lines as one text to skim, in which no line begins with what parts them."""
    return _in_a_row(knowledge.label(name) for name in references)


def denials_in_a_row(knowledge: Knowledge, references: Iterable[str]) -> str:
    """Return what was denied in few words, as `labels_in_a_row` does."""
    return _in_a_row(knowledge.line(name).denied or knowledge.label(name) for name in references)


def _in_a_row(texts: Iterable[str]) -> str:
    return "\N{NO-BREAK SPACE}· ".join(dict.fromkeys(texts))


def taken_back_words(words: Words, signs: Sequence[str]) -> str:
    """Say which danger signs, in words, were ticked at first and then taken back."""
    return words("result.taken_back", count=len(signs), lines="; ".join(signs))
