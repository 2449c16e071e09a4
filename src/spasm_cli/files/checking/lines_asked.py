"""What must be true of how lines are put: when they show, what comes before them, and how a caution speaks of them."""

from collections.abc import Iterator

from spasm_cli.core.knowledge import Knowledge
from spasm_cli.core.vocabulary import alternatives, questions_named, split_reference
from spasm_cli.files.checking.problems import Problem
from spasm_cli.files.words_file import say


def lines_are_put_as_they_can_be(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield gates of questions that take one answer, lines that wait for more than place and age (in safety questions: one answer each), and idle confirmations."""
    where, one = set[str](), set[str]()
    for question in knowledge.questions:
        if question.section == "safety" and any(case.none for case in alternatives(question.when)):
            yield Problem("questions", question.id, say("check.question_none"), ("none",))
        if question.gate and question.kind == "one":
            yield Problem("questions", question.id, say("check.gate"), ("gate",))
        for option in question.options:
            words = (f'"{option.id}"',)
            safety = question.section == "safety"
            if late := questions_named(option.when) - (one if safety else where):
                key = "check.late_in_safety" if safety else "check.late"
                message = say(key, option=option.id, question=min(late))
                yield Problem("questions", question.id, message, words)
            if option.confirm and not (question.section == "safety" and question.kind == "many"):
                yield Problem("questions", question.id, say("check.confirm", option=option.id), words)
        # A line may wait for what was asked by then.
        where |= {question.id} if question.section == "where" else set()
        one |= {question.id} if question.section == "where" and question.kind == "one" else set()


def cautions_say_whom_they_concern(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield cautions without who that are no plain any, or that name a line without its own you."""
    for step in knowledge.steps:
        for caution in step.cautions:
            if caution.who:
                continue
            cases = alternatives(caution.when)
            plain = all(case.any and case.at_least == 1 and not case.all and not case.none for case in cases)
            if not plain:
                yield Problem("steps", step.id, say("check.who"), ("cautions",))
                continue
            for name in (name for case in cases for name in case.any):
                question_id, option_id = split_reference(name)
                question = knowledge.question.get(question_id)
                option = question.option(option_id) if question else None
                if question and not (option and option.you):
                    yield Problem("steps", step.id, say("check.no_you", name=name), (name,))


def whom_they_concern_begins_as_it_must(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield what does not begin with a word that fits behind "Not if", in the language of the file."""
    begins = tuple(word.strip() for word in knowledge.words("caution.begins").split(","))
    message = say("check.begins", words=say("list.or").join(f'"{word}"' for word in begins))
    for question in knowledge.questions:
        for option in question.options:
            if option.you and not option.you.startswith(begins):
                where = f'option "{option.id}": you'
                yield Problem("questions", question.id, f"{where}: {message}", (f'"{option.id}"',))
    for step in knowledge.steps:
        for place, caution in enumerate(step.cautions, 1):
            if caution.who and not caution.who.startswith(begins):
                yield Problem("steps", step.id, f"caution {place}: who: {message}", (f'"{caution.who}"',))
