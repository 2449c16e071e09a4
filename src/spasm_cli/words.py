"""Answers and sections in words, the same for prompts and for results."""

from collections.abc import Mapping

from spasm_cli.core.answers import Answer, plain_answer
from spasm_cli.core.entries import Question
from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import NOT_SURE

NOT_SURE_WORDS = "Not sure"
NONE_WORDS = "None of these"
SECTION: Mapping[str, str] = {
    "where": "Where",
    "safety": "Safety",
    "about_spasm": "About the spasm",
    "about_you": "About you",
}


def answer_words(knowledge: Knowledge, question_id: str, answer: Answer | str | list[str]) -> str:
    """Return an answer in the words of its options."""
    question = knowledge.question[question_id]
    plain = plain_answer(question, answer) if isinstance(answer, Answer) else answer
    if isinstance(plain, str):
        return option_words(question, plain)
    return "; ".join(option_words(question, name) for name in plain) or NONE_WORDS


def option_words(question: Question, name: str) -> str:
    """Return an option in words, as an answers file names it: `stays`, `stays?` or `not_sure`."""
    if name == NOT_SURE:
        return NOT_SURE_WORDS
    option = question.option(name.removesuffix("?"))
    label = option.label if option else name
    return f"{NOT_SURE_WORDS}: {label}" if name.endswith("?") else label
